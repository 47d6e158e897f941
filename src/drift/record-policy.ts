import { isObject, parseJson } from '../model/json.ts';
import { compareText } from '../model/order.ts';
import type { Json, JsonObject } from '../model/result.ts';
import { asSet } from './recorded.ts';

/** Of documents that name no version. Source: IAM User Guide, reference_policies_elements_version. */
const DEFAULT_VERSION = '2008-10-17';

/**
 * A policy document with its statements, actions, resources, principals and values in order, single values as lists. What
 * is no such document stays as it is.
 */
export function recordPolicy(text: string): Json {
  let document: Json;
  try {
    document = parseJson(text);
  } catch {
    return text;
  }
  if (!isObject(document)) return document;
  const statements = asList(document['Statement']).map((statement) =>
    isObject(statement) ? recordStatement(statement) : statement,
  );
  return {
    Version: document['Version'] ?? DEFAULT_VERSION,
    Statement: statements.toSorted((a, b) => compareText(JSON.stringify(a), JSON.stringify(b))),
  };
}

const ORDER = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
] as const;

function recordStatement(statement: JsonObject): JsonObject {
  return Object.fromEntries(
    ORDER.flatMap((key): readonly (readonly [string, Json])[] => {
      const value = statement[key];
      if (value === undefined || (key === 'Sid' && value === '')) return [];
      return [[key, recordElement(key, value)]];
    }),
  );
}

function recordElement(key: (typeof ORDER)[number], value: Json): Json {
  switch (key) {
    case 'Sid':
    case 'Effect':
      return value;
    case 'Principal':
    case 'NotPrincipal':
      return principals(value);
    case 'Condition':
      return isObject(value)
        ? byKey(value, (operator) => (isObject(operator) ? byKey(operator, texts) : operator))
        : value;
    default:
      return texts(value);
  }
}

/** `"*"` is `{"AWS": "*"}`, and an account is its root. Source: IAM User Guide, reference_policies_elements_principal. */
function principals(value: Json): Json {
  if (!isObject(value)) return { AWS: texts(value) };
  return byKey(value, (names) =>
    asSet(asList(names).map((name) => String(name).replace(/^arn:[^:]*:iam::(\d{12}):root$/, '$1'))),
  );
}

function byKey(value: JsonObject, write: (value: Json) => Json): JsonObject {
  const entries = Object.entries(value).toSorted(([a], [b]) => compareText(a, b));
  return Object.fromEntries(entries.map(([key, each]) => [key, write(each)]));
}

function texts(value: Json): readonly string[] {
  return asSet(asList(value).map(String));
}

function asList(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as Json];
}
