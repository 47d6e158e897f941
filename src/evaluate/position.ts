import type { Policy, Position } from '../model/policy.ts';

/** Where the path is written; a part that the file leaves to its default is shown at its nearest written parent. */
export function positionOf(policy: Policy, path: string): Position {
  for (let part = path; part !== ''; part = parentOf(part)) {
    const position = policy.positions[part];
    if (position) return position;
  }
  return policy.position;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['), 0));
}
