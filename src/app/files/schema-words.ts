/** What the schemas of reports are put together from. */

export const text = { type: 'string' } as const;
export const count = { type: 'integer', minimum: 0 } as const;
export const minutes = { type: 'number', minimum: 0 } as const;
export const instant = {
  type: 'string',
  format: 'date-time',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$',
  description: 'ISO 8601 in UTC with milliseconds.',
} as const;
export const tableArn = { type: 'string', description: 'ARN of a table.' } as const;
export const facts = (description: string) => ({ type: 'object', description }) as const;

/** An object whose keys are all there, but for those in `optional`. Readers must bear keys that they do not know. */
export function object<P extends object>(properties: P, optional: readonly (keyof P)[] = []) {
  const required = (Object.keys(properties) as (keyof P)[]).filter((key) => !optional.includes(key));
  return { type: 'object', required, properties } as const;
}

export const list = <I extends object>(items: I) => ({ type: 'array', items }) as const;
