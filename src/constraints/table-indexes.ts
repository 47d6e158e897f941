import { tooMany, unlike } from './breach.ts';
import type { Breach, Constraint } from './constraint.ts';
import { elements, given, isEmpty, isWhole, type RequestedList } from './requested.ts';
import type { NewKeyElement, NewLocalIndex, NewTable } from './table-things.ts';

const INVALID = 'ValidationException';

interface At {
  readonly path: string;
  readonly index: NewLocalIndex;
}

function* indexesOf(table: NewTable): Iterable<At> {
  for (const list of ['globalSecondaryIndexes', 'localSecondaryIndexes'] as const) {
    for (const { value, index } of elements<NewLocalIndex>(table[list]))
      yield { path: `${list}[${index}]`, index: value };
  }
}

function keysOf(table: NewTable): readonly { readonly path: string; readonly keys: RequestedList<NewKeyElement> }[] {
  const indexes = Array.from(indexesOf(table), ({ path, index }) => ({
    path: `${path}.keySchema`,
    keys: index.keySchema,
  }));
  return [{ path: 'keySchema', keys: table.keySchema }, ...indexes];
}

/** The key attributes; undefined where one of them may be hidden. */
function keyNames(table: NewTable): ReadonlySet<string> | undefined {
  const lists = [table.globalSecondaryIndexes, table.localSecondaryIndexes, ...keysOf(table).map(({ keys }) => keys)];
  const names = keysOf(table).flatMap(({ keys }) => elements(keys).map(({ value }) => given(value.attributeName)));
  if (!lists.every(isWhole) || names.includes(undefined)) return undefined;
  return new Set(names.filter((name) => name !== undefined));
}

function attribute(keys: RequestedList<NewKeyElement>, type: 'HASH' | 'RANGE'): string | undefined {
  const found = elements(keys).find(({ value }) => given(value.keyType) === type);
  return given(found?.value.attributeName);
}

/** A list of HASH, or HASH and RANGE; of a global index up to four of each, HASH first. */
function* wrongSchema(path: string, keys: RequestedList<NewKeyElement>, isGlobal: boolean): Iterable<Breach> {
  const types = elements(keys).map(({ value }) => given(value.keyType));
  if (!isWhole(keys) || isEmpty(keys) || types.includes(undefined)) return;
  const most = isGlobal ? 4 : 1;
  const pattern = new RegExp(`^(?:HASH ){1,${most}}(?:RANGE ){0,${most}}$`);
  if (pattern.test(types.map((type) => `${type} `).join(''))) return;
  yield {
    path,
    message: 'Invalid KeySchema: The first KeySchemaElement is not a HASH key type, or there are too many',
  };
}

export const TABLE_INDEX_CONSTRAINTS: readonly Constraint<NewTable>[] = [
  {
    id: 'DT11',
    grade: 'A',
    code: INVALID,
    quoted: true,
    quota: true,
    source: 'cdk-preflight@bd76860 gsi-count',
    breaches: ({ globalSecondaryIndexes }) =>
      tooMany(
        'globalSecondaryIndexes',
        elements(globalSecondaryIndexes).length,
        20,
        'GlobalSecondaryIndex count exceeds the per-table limit of 20',
      ),
  },
  {
    id: 'DT11',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight lsi-count',
    breaches: ({ localSecondaryIndexes }) =>
      tooMany(
        'localSecondaryIndexes',
        elements(localSecondaryIndexes).length,
        5,
        'Number of LocalSecondaryIndexes exceeds per-table limit of 5',
      ),
  },
  {
    id: 'DT11',
    grade: 'A',
    code: INVALID,
    source: 'cdk-preflight projection-nonkey-limit, projection-nonkey-total',
    *breaches(table) {
      let total = 0;
      for (const { path, index } of indexesOf(table)) {
        const count = elements(given(index.projection)?.nonKeyAttributes).length;
        total += count;
        yield* tooMany(`${path}.projection`, count, 20, 'An index projects 20 attributes that are not keys at most');
      }
      yield* tooMany('', total, 100, 'The indexes of a table project 100 attributes that are not keys at most');
    },
  },
  {
    id: 'DT12',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight lsi-shape; aws-cdk-lib table-v2',
    *breaches({ keySchema, localSecondaryIndexes }) {
      for (const { value, index } of elements(localSecondaryIndexes)) {
        const path = `localSecondaryIndexes[${index}].keySchema`;
        const types = elements(value.keySchema).map((key) => given(key.value.keyType));
        if (isWhole(value.keySchema) && !types.includes(undefined) && !types.includes('RANGE')) {
          yield { path, message: 'Index KeySchema does not have a range key for index' };
        }
        const [own, tables] = [attribute(value.keySchema, 'HASH'), attribute(keySchema, 'HASH')];
        if (own === undefined || tables === undefined || own === tables) continue;
        yield {
          path,
          message: `Index KeySchema does not have the same leading hash key as table KeySchema: ${own}, ${tables}`,
        };
      }
    },
  },
  {
    id: 'DT12',
    grade: 'A',
    code: INVALID,
    source: 'cdk-preflight lsi-shape; aws-cdk-lib table-v2',
    *breaches({ keySchema, localSecondaryIndexes }) {
      const types = elements(keySchema).map(({ value }) => given(value.keyType));
      const sorted = !isWhole(keySchema) || isEmpty(keySchema) || types.includes('RANGE') || types.includes(undefined);
      if (sorted || elements(localSecondaryIndexes).length === 0) return;
      yield { path: 'localSecondaryIndexes', message: 'A table without a sort key has no local secondary indexes' };
    },
  },
  {
    id: 'DT13',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight attribute-definitions-usage; cfn-lint E3039',
    *breaches(table) {
      const { attributeDefinitions } = table;
      if (attributeDefinitions === undefined) return;
      const defined = elements(attributeDefinitions).map(({ value }) => given(value.attributeName));
      const keys = keyNames(table);
      if (keys === undefined || !isWhole(attributeDefinitions) || defined.includes(undefined)) return;
      const names = new Set(defined);
      if (names.size === keys.size && [...keys].every((name) => names.has(name))) return;
      const message =
        'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions';
      yield { path: 'attributeDefinitions', message };
    },
  },
  {
    id: 'DT13',
    grade: 'A',
    code: INVALID,
    source: 'cdk-preflight duplicate-attribute-definitions, attribute-type, key-schema-shape',
    *breaches(table) {
      const seen = new Set<string>();
      for (const { value, index } of elements(table.attributeDefinitions)) {
        const path = `attributeDefinitions[${index}]`;
        const name = given(value.attributeName);
        if (name !== undefined && seen.has(name)) yield { path, message: `Attribute ${name} is defined twice` };
        if (name !== undefined) seen.add(name);
        yield* unlike(
          `${path}.attributeType`,
          value.attributeType,
          /^[SNB]$/,
          'Types of key attributes are S, N and B',
        );
      }
      for (const { path, keys } of keysOf(table)) yield* wrongSchema(path, keys, path.startsWith('global'));
    },
  },
  {
    id: 'DT14',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight gsi-projection-nonkey, duplicate-index-name',
    *breaches(table) {
      const seen = new Set<string>();
      for (const { path, index } of indexesOf(table)) {
        const projection = given(index.projection);
        const type = given(projection?.projectionType);
        const attributes = projection?.nonKeyAttributes;
        if (type === 'INCLUDE' && isEmpty(attributes)) {
          const message = 'ProjectionType is INCLUDE, but NonKeyAttributes is not specified';
          yield { path: `${path}.projection`, message };
        }
        if (type !== undefined && type !== 'INCLUDE' && elements(attributes).length > 0) {
          const message = `ProjectionType is ${type}, but NonKeyAttributes is specified`;
          yield { path: `${path}.projection`, message };
        }
        const name = given(index.indexName);
        if (name !== undefined && seen.has(name)) yield { path: `${path}.indexName`, message: 'Duplicate index name' };
        if (name !== undefined) seen.add(name);
      }
    },
  },
  {
    id: 'DT1',
    grade: 'C',
    code: INVALID,
    newOnly: true,
    source: 'DynamoDB API model, IndexName',
    *breaches(table) {
      for (const { path, index } of indexesOf(table)) {
        yield* unlike(`${path}.indexName`, index.indexName, /^[a-zA-Z0-9_.-]{3,255}$/, 'Invalid index name');
      }
    },
  },
];
