import { REGIONS } from '../../model/regions.ts';
import { UserError } from '../../model/user-error.ts';
import { nearest } from '../../policy/nearest.ts';

/** Throws for a name that no Region has. One that exists and is not enabled is another thing: its facts are unknown. */
export function requireRegion(name: string, label: string): void {
  if (REGIONS.includes(name)) return;
  const meant = nearest(name, REGIONS);
  throw new UserError(
    `${label}: ${JSON.stringify(name)} is not the name of a Region`,
    meant === undefined ? 'write a name such as eu-west-1, or all' : `did you mean \`${meant}\`?`,
  );
}
