import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Position } from '../model/policy.ts';
import { type JsonSchema, orList } from '../model/policy-keys/json-schema.ts';
import { DURATION_PATTERN } from '../model/policy-keys/texts.ts';
import { durationHint } from './duration-hint.ts';
import { didYouMean } from './nearest.ts';
import { entryOf, type MapNode, type Node, placeOfItem, placeOfValue } from './node.ts';
import { type Problem, problem } from './problem.ts';

/** One error of the validator → what was expected, what was found, where, and what was probably meant. */
export function sentenceOf(error: ErrorObject, document: MapNode, schema: JsonSchema): Problem {
  const found = locate(document, error.instancePath);
  const parent: JsonSchema = error.parentSchema ?? {};
  if (error.keyword === 'additionalProperties') return unknownKey(error, found, parent, schema);
  if (error.keyword === 'propertyNames') return badKey(error, found, parent);
  if (error.keyword === 'required') return missingKey(error, found, parent, schema);
  const expected = parent.errorMessage ?? 'expected another value';
  return problem(found.valueAt, `${expected}, found ${describe(found.node)}`, hintFor(found.node, parent));
}

interface Located {
  readonly node: Node;
  /** `backup.objectives[0]`; empty for the document. */
  readonly path: string;
  /** Where the key is, or the item; the document's start for the document. */
  readonly keyAt: Position;
  readonly valueAt: Position;
}

function locate(document: MapNode, pointer: string): Located {
  let here: Located = { node: document, path: '', keyAt: placeOfItem(document), valueAt: document.at };
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const { node, path } = here;
    if (node.kind === 'list') {
      const item = node.items[Number(key)];
      if (item) here = { node: item, path: `${path}[${key}]`, keyAt: placeOfItem(item), valueAt: item.at };
      continue;
    }
    const entry = entryOf(node, key);
    if (!entry) continue;
    const below = path === '' ? key : `${path}.${key}`;
    here = { node: entry.value, path: below, keyAt: entry.keyAt, valueAt: placeOfValue(entry) };
  }
  return here;
}

function unknownKey(error: ErrorObject, found: Located, parent: JsonSchema, schema: JsonSchema): Problem {
  const { additionalProperty } = error.params;
  const key = String(additionalProperty);
  const at = entryOf(found.node, key)?.keyAt ?? found.keyAt;
  const valid = Object.keys(parent.properties ?? {});
  if (found.path === 'severity') return problem(at, `unknown control ${quoted(key)}`, didYouMean(key, valid));
  const where = found.path === '' ? '' : ` in ${found.path}`;
  const message = `unknown key ${quoted(key)}${where}, expected ${orList(valid)}`;
  return problem(at, message, didYouMean(key, valid) ?? elsewhere(key, schema));
}

/** A key of the language in the wrong place: where it belongs. */
function elsewhere(key: string, schema: JsonSchema): string | undefined {
  const places = placesOf(key, schema, '').filter((place) => !place.startsWith('severity'));
  return places.length === 0 ? undefined : `\`${key}\` is a key of ${orList(places.slice(0, 3))}`;
}

function placesOf(key: string, schema: JsonSchema, path: string): readonly string[] {
  const places: string[] = [];
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    if (name === key) places.push(path === '' ? `${documentName(schema)} itself` : `\`${path}\``);
    places.push(...placesOf(key, child, path === '' ? name : `${path}.${name}`));
  }
  if (schema.items) places.push(...placesOf(key, schema.items, `${path}[]`));
  for (const form of schema.anyOf ?? []) places.push(...placesOf(key, form, path));
  return places;
}

/** `Holdfast policy` → `the policy` */
function documentName({ title = '' }: JsonSchema): string {
  return title.replace('Holdfast', 'the');
}

function badKey(error: ErrorObject, found: Located, parent: JsonSchema): Problem {
  const { propertyName } = error.params;
  const key = String(propertyName);
  const expected = parent.propertyNames?.errorMessage ?? 'expected another key';
  return problem(entryOf(found.node, key)?.keyAt ?? found.keyAt, `${expected}, found ${quoted(key)}`);
}

function missingKey(error: ErrorObject, found: Located, parent: JsonSchema, schema: JsonSchema): Problem {
  const { missingProperty } = error.params;
  const key = String(missingProperty);
  const owner = found.path === '' ? documentName(schema) : found.path;
  const [example] = parent.properties?.[key]?.examples ?? [];
  const word = parent.properties?.[key]?.const ?? example;
  return problem(
    found.keyAt,
    `${owner} has no \`${key}\``,
    typeof word === 'string' ? `such as ${key}: ${word}` : undefined,
  );
}

function hintFor(node: Node, parent: JsonSchema): string | undefined {
  if (parent.type === 'array' && node.kind === 'scalar' && typeof node.value === 'string') {
    const item = /^[\w.][\w./-]*$/.test(node.written) ? node.written : quoted(node.value);
    return `a list has brackets: [${item}]`;
  }
  if (node.kind !== 'scalar') return undefined;
  if (parent.pattern === DURATION_PATTERN) return durationHint(node.written);
  if (parent.format === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(node.written)) return 'the calendar has no such day';
  const valid = [parent, ...(parent.anyOf ?? [])].flatMap((form) => form.enum ?? form.const ?? []);
  if (typeof node.value === 'string') return didYouMean(node.value, valid);
  if (node.value === null || parent.type !== 'string' || parent.enum) return undefined;
  return new RegExp(parent.pattern ?? '', 'u').test(node.written) ? `put it in quotes: "${node.written}"` : undefined;
}

/** What was found, as it was written, cut to what fits a line. */
export function describe(node: Node): string {
  if (node.kind === 'list') return node.items.length === 0 ? 'an empty list' : 'a list';
  if (node.kind === 'map') return node.entries.size === 0 ? 'an empty map' : 'a map';
  if (typeof node.value === 'string') return quoted(node.value);
  if (node.value === null) return 'nothing';
  return typeof node.value === 'number' ? `the number ${shortened(node.written)}` : String(node.value);
}

function quoted(text: string): string {
  return JSON.stringify(shortened(text));
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
