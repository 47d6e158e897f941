import type { Result } from '../model/result.ts';

/** Why a step is there: what was found, and who asked for what. */
export function reasonsOf(results: readonly Result[]): readonly string[] {
  return [
    ...new Set(
      results.map(({ control, message, policy }) => {
        const asked = policy
          ? `; asked by policy ${policy.name}, ${policy.file}:${policy.line}:${policy.column} (${policy.path})`
          : '';
        return `${control}: ${message}${asked}`;
      }),
    ),
  ];
}
