import { Ajv2020 } from 'ajv/dist/2020.js';
import { isInstant } from '../../model/instant.ts';
import { parseJson } from '../../model/json.ts';
import { UserError } from '../../model/user-error.ts';

/** JSON schema of an instant that exists. */
export const instant = { type: 'string', format: 'instant' } as const;

/** JSON schema of an object that has these properties and no others. */
export function object(properties: object, optional: readonly string[] = []) {
  const required = Object.keys(properties).filter((key) => !optional.includes(key));
  return { type: 'object', required, properties, additionalProperties: false } as const;
}

/** A JSON file of a pack. Throws `UserError` for a text that is none, or has another shape. */
export function shaped<T>(bytes: Uint8Array, schema: object, file: string): T {
  let value: unknown;
  try {
    value = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new UserError(`${file} is no JSON`, 'get the pack again', { cause });
  }
  const validate = new Ajv2020({ strict: false, formats: { instant: isInstant } }).compile<T>(schema);
  if (validate(value)) return value;
  const [error] = validate.errors ?? [];
  throw new UserError(
    `${file} has not the shape of one: ${error?.instancePath ?? ''} ${error?.message ?? ''}`,
    'get the pack again; docs/evidence.md says what it holds',
  );
}
