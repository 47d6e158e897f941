import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { parseDuration } from '../model/duration.ts';
import type { JsonSchema } from '../model/policy-keys/json-schema.ts';
import { DURATION_FORMAT } from '../model/policy-keys/texts.ts';
import { nearest } from './nearest.ts';
import { type MapNode, placeOfItem, plain } from './node.ts';
import { type Problem, problem } from './problem.ts';
import { policySchema } from './schema.ts';
import { sentenceOf } from './shape-sentence.ts';

/** More mistakes than this in one document are counted, not told: it is another kind of file, or an attack. */
const MAX_LISTED = 500;

/** Holds one document to the schema; every mistake is a sentence with its place. */
export type ShapeCheck = (document: MapNode) => readonly Problem[];

/** Compiling the schema of policies takes longer than reading a hundred of them. */
const compiledChecks = new WeakMap<readonly string[], ShapeCheck>();

export function shapeCheck(controlIds: readonly string[]): ShapeCheck {
  const before = compiledChecks.get(controlIds);
  if (before) return before;
  const made = checkOf(policySchema(controlIds));
  compiledChecks.set(controlIds, made);
  return made;
}

export function checkOf(schema: JsonSchema): ShapeCheck {
  const validate = compile(schema);
  return (document) => {
    if (validate(plain(document))) return [];
    const errors = oneEach(notMisspelt(relevant(validate.errors ?? [])));
    const listed = errors.slice(0, MAX_LISTED).map((error) => sentenceOf(error, document, schema));
    const more = errors.length - listed.length;
    return more === 0
      ? listed
      : [...listed, problem(placeOfItem(document), `${more} more mistakes in this document are not listed`)];
  };
}

function compile(schema: JsonSchema): ValidateFunction {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: true,
    addUsedSchema: false,
    // For a quick start. Tests hold the schema to that of schemas; what optimising saves later is less than it takes.
    validateSchema: false,
    code: { optimize: false },
  });
  ajv.addVocabulary(['markdownDescription', 'errorMessage', 'patternErrorMessage']);
  ajv.addFormat(DURATION_FORMAT, (text: string) => parseDuration(text) !== undefined);
  ajv.addFormat('date', isDate);
  ajv.addFormat('date-time', (text: string) => isDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text)));
  return ajv.compile(schema);
}

/** A day that the calendar has: `2027-02-29` is none. */
function isDate(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/**
 * A value that fits none of several forms has the mistakes of every form. Where the form that was meant is plain (a map
 * was written and one form is a map), only its own mistakes count; else only the sentence about all forms does.
 */
function relevant(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = errors.filter((error) => error.keyword === 'anyOf');
  if (choices.length === 0) return errors;
  const forms = new Map(choices.map((error) => [`${error.instancePath} ${error.schemaPath}`, meantForm(error)]));
  return errors.filter((error) => {
    if (error.keyword === 'anyOf') return forms.get(`${error.instancePath} ${error.schemaPath}`) === undefined;
    const choice = /^(.*?\/anyOf)\/(\d+)\//.exec(error.schemaPath);
    if (choice === null) return true;
    const [, path = '', form = ''] = choice;
    return choices.some(
      (each) =>
        each.schemaPath === path &&
        `${error.instancePath}/`.startsWith(`${each.instancePath}/`) &&
        forms.get(`${each.instancePath} ${path}`) === Number(form),
    );
  });
}

function meantForm({ schema, data }: ErrorObject): number | undefined {
  const written = Array.isArray(data) ? 'array' : data !== null && typeof data === 'object' ? 'object' : undefined;
  if (written === undefined || !Array.isArray(schema)) return undefined;
  const index = schema.findIndex((form: JsonSchema) => form.type === written);
  return index < 0 ? undefined : index;
}

/** A misspelt key is unknown, and the right one is missing: one mistake, told of the key that is there. */
function notMisspelt(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const meant = new Set<string>();
  const missing = errors.filter((error) => error.keyword === 'required');
  const short = new Set(missing.map((error) => error.instancePath));
  for (const { keyword, instancePath, params, parentSchema } of errors) {
    if (keyword !== 'additionalProperties' || !short.has(instancePath)) continue;
    const key = nearest(String(params['additionalProperty']), Object.keys(parentSchema?.['properties'] ?? {}));
    if (key !== undefined) meant.add(`${instancePath} ${key}`);
  }
  return errors.filter(
    (error) => error.keyword !== 'required' || !meant.has(`${error.instancePath} ${error.params['missingProperty']}`),
  );
}

/** One mistake a value: a text that is too long and has the wrong form is one. Keys are mistakes of their own. */
function oneEach(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const seen = new Set<string>();
  return errors.filter((error) => {
    if (error.propertyName !== undefined) return false;
    const own = ['additionalProperties', 'propertyNames', 'required'].includes(error.keyword);
    const key = own ? `${error.instancePath} ${JSON.stringify(error.params)}` : error.instancePath;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
