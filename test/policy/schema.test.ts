import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../src/model/duration.ts';
import { RESTORE_SETTINGS } from '../../src/model/policy.ts';
import type { JsonSchema } from '../../src/model/policy-keys/json-schema.ts';
import { DURATION_PATTERN } from '../../src/model/policy-keys/texts.ts';
import { policySchema } from '../../src/policy/schema.ts';
import { CONTROL_IDS } from './loading.ts';

const schema = policySchema(CONTROL_IDS);

function keysOf(part: JsonSchema, path = ''): readonly (readonly [path: string, key: JsonSchema])[] {
  const below = Object.entries(part.properties ?? {}).flatMap(([name, key]) => {
    const here = path === '' ? name : `${path}.${name}`;
    return [[here, key] as const, ...keysOf(key, here)];
  });
  const forms = [...(part.anyOf ?? []), ...(part.items ? [part.items] : [])];
  return [...below, ...forms.flatMap((form) => keysOf(form, path))];
}

describe('the JSON Schema', () => {
  it('is a valid draft 2020-12 schema that an ordinary validator can use', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    expect(ajv.validateSchema(schema)).toBe(true);
    const validate = ajv.compile(schema);
    expect(validate({ apiVersion: 'holdfast/v1', kind: 'Policy', name: 'a', tables: {} })).toBe(true);
    expect(validate({ apiVersion: 'holdfast/v1', kind: 'Policy', name: 'a', tabels: {} })).toBe(false);
  });

  it('refers to nothing outside itself', () => {
    expect(JSON.stringify(schema)).not.toContain('"$ref"');
  });

  it('describes every key', () => {
    const keys = keysOf(schema);
    expect(keys.length).toBeGreaterThan(70);
    expect(keys.filter(([, key]) => !key.description || !key.markdownDescription).map(([path]) => path)).toEqual([]);
  });

  it('tells what a right value of every key is', () => {
    expect(
      keysOf(schema)
        .filter(([, key]) => !key.errorMessage?.startsWith('expected '))
        .map(([path]) => path),
    ).toEqual([]);
  });

  it('knows the thirteen settings, in their order', () => {
    expect(Object.keys(schema.properties?.['restore']?.properties?.['settings']?.properties ?? {})).toEqual(
      RESTORE_SETTINGS,
    );
  });

  it('offers the control ids', () => {
    expect(Object.keys(schema.properties?.['severity']?.properties ?? {})).toEqual(CONTROL_IDS);
    expect(schema.properties?.['waivers']?.items?.properties?.['controls']?.items?.enum).toEqual(CONTROL_IDS);
  });

  it.each([
    '90m',
    '24h',
    '35d',
    '2w',
    'P35D',
    'PT24H',
    'PT30M',
    'P1DT2H',
    'P1DT2H3M',
    '0h',
    '',
    'P',
    'PT',
    'P1DT',
    '1y',
    '-1d',
    '1.5h',
    'P1M',
    '1 d',
    '1d\n',
  ])('lets an editor accept the duration %j exactly when the loader might', (text) => {
    const readable = parseDuration(text) !== undefined;
    expect(new RegExp(DURATION_PATTERN, 'u').test(text)).toBe(readable || text === '0h');
  });
});
