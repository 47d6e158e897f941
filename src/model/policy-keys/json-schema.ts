/** The part of JSON Schema (draft 2020-12) that the policy language needs, and two keys that editors know. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly anyOf?: readonly JsonSchema[];
  /** What a right value is, `expected a duration such as 24h`: said by editors, and by Holdfast itself. */
  readonly errorMessage?: string;
  readonly patternErrorMessage?: string;
}

export interface Words {
  /** Markdown: what the key asks for, with its unit. */
  readonly about: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
}

/** `expected` completes the sentence "expected …". */
export function textOf(expected: string, limits: JsonSchema, words: Words): JsonSchema {
  return { type: 'string', ...limits, ...wrong(expected), ...described(words) };
}

export function oneOf(values: readonly string[], words: Words): JsonSchema {
  return { type: 'string', enum: values, ...wrong(orList(values)), ...described(words) };
}

export function wholeNumber(minimum: number, maximum: number, words: Words): JsonSchema {
  const expected = `a whole number from ${minimum} to ${maximum}`;
  return { type: 'integer', minimum, maximum, ...wrong(expected), ...described(words) };
}

export function yesOrNo(words: Words): JsonSchema {
  return { type: 'boolean', ...wrong('true or false'), ...described(words) };
}

export function mapOf(
  properties: Readonly<Record<string, JsonSchema>>,
  words: Words,
  limits: Pick<JsonSchema, 'required' | 'minProperties'> = {},
): JsonSchema {
  const expected = `a map with ${orList(Object.keys(properties), 6)}`;
  return {
    type: 'object',
    properties,
    additionalProperties: false,
    ...limits,
    ...wrong(expected),
    ...described(words),
  };
}

/** A map whose keys the user chooses. */
export function freeMap(
  keys: JsonSchema,
  values: JsonSchema,
  expected: string,
  words: Words,
  limits: Pick<JsonSchema, 'minProperties'> = {},
): JsonSchema {
  return {
    type: 'object',
    propertyNames: keys,
    additionalProperties: values,
    ...limits,
    ...wrong(expected),
    ...described(words),
  };
}

export function listOf(
  items: JsonSchema,
  expected: string,
  words: Words,
  limits: Pick<JsonSchema, 'minItems'> = {},
): JsonSchema {
  return { type: 'array', items, ...limits, ...wrong(expected), ...described(words) };
}

export function anyOf(branches: readonly JsonSchema[], expected: string, words: Words): JsonSchema {
  return { anyOf: branches, ...wrong(expected), ...described(words) };
}

export function orList(words: readonly string[], most = Number.POSITIVE_INFINITY): string {
  if (words.length > most) return `${words.slice(0, most).join(', ')}, …`;
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function wrong(expected: string): JsonSchema {
  return { errorMessage: `expected ${expected}`, patternErrorMessage: `expected ${expected}` };
}

function described({ about, ...rest }: Words): JsonSchema {
  const description = about.replaceAll('`', '').replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1');
  return { description, markdownDescription: about, ...rest };
}
