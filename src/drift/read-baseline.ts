import { Ajv2020 } from 'ajv/dist/2020.js';
import { isObject, parseJson } from '../model/json.ts';
import { UserError } from '../model/user-error.ts';
import { BASELINE_SCHEMA, type Baseline } from './baseline.ts';
import { baselineSchema } from './baseline-schema.ts';

const RECORD_AGAIN = 'record it again with holdfast baseline';

/** A baseline file's bytes → the baseline. Throws `UserError` with one clear problem for anything that is none. */
export function readBaseline(bytes: Uint8Array, file: string): Baseline {
  const value = parsed(bytes, file);
  const schema = isObject(value) ? value['schema'] : undefined;
  if (schema !== BASELINE_SCHEMA) {
    const found = schema === undefined ? 'it names no schema' : `its schema is ${JSON.stringify(schema).slice(0, 80)}`;
    throw new UserError(`${file} is not a baseline: ${found}, not ${JSON.stringify(BASELINE_SCHEMA)}`, RECORD_AGAIN);
  }
  const validate = new Ajv2020({ allowUnionTypes: true }).compile<Baseline>(baselineSchema);
  if (!validate(value)) {
    const [error] = validate.errors ?? [];
    const extra: unknown = error?.params['additionalProperty'];
    const what = `${error?.message ?? 'differs'}${typeof extra === 'string' ? `: ${JSON.stringify(extra)}` : ''}`;
    throw new UserError(
      `${file} is not as holdfast baseline wrote it: at ${error?.instancePath || '/'} it ${what}`,
      RECORD_AGAIN,
    );
  }
  if (Number.isNaN(Date.parse(value.takenAt))) {
    throw new UserError(`${file} is not as holdfast baseline wrote it: takenAt is not an instant`, RECORD_AGAIN);
  }
  return value;
}

function parsed(bytes: Uint8Array, file: string): unknown {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    const conflict = /^(<{7}|={7}|>{7}) /m.test(new TextDecoder().decode(bytes.subarray(0, 1_000_000)));
    throw new UserError(
      `${file} is not JSON${conflict ? ': it holds conflict markers of a merge' : ''}`,
      conflict ? 'resolve the conflict, or record it again with holdfast baseline' : RECORD_AGAIN,
      { cause },
    );
  }
}
