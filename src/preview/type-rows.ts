import type { Touched } from './touched.ts';
import { TOUCHED } from './touched.ts';

/** What a type of resource that is not read may do to what is judged. */
export interface TypeRow {
  /** Empty: it does not matter. */
  readonly touches: readonly Touched[];
  /** Where: in its own place, in its whole account, or in other accounts and Regions, too. */
  readonly where: 'place' | 'account' | 'anywhere';
  /** Why it may matter, or does not: half a sentence. */
  readonly why: string;
}

export const EVERYTHING: readonly Touched[] = TOUCHED;

export const BACKUP_FACTS: readonly Touched[] = [
  'plans',
  'vaults',
  'region-settings',
  'global-settings',
  'restore-testing',
];

export const TABLE_FACTS: readonly Touched[] = ['tables', 'table-tags', 'table-policies'];

export const TEMPLATE =
  'it makes, changes and removes what a template or definition of its own says, which is not seen here';
export const IDENTITY = 'it decides what identities of the account may do';
export const ORGANIZATION = 'AWS Organizations merges backup policies into the plans of member accounts';
export const PERMISSION_SETS = 'permission sets become roles of accounts';
export const NOT_JUDGED = 'what it sets is not judged';
export const OF_BACKUP = 'it belongs to AWS Backup';
export const OF_DYNAMODB = 'it belongs to DynamoDB';
export const OF_CLOUDWATCH = 'it belongs to CloudWatch';
export const OF_KMS = 'it belongs to KMS';
export const COMPOSITE = 'it is an alarm that watches others';
export const AUDITS = 'a framework audits, and changes nothing';
export const REPORTS = 'a report plan writes reports';
export const POLICY_OF_AWS = 'its policy is that of AWS';
export const CAPACITIES = 'it changes capacities, now or later';

export function mayTouch(touches: readonly Touched[], why: string, where: TypeRow['where'] = 'place'): TypeRow {
  return { touches, where, why };
}

export function isHarmless(why: string): TypeRow {
  return { touches: [], where: 'place', why };
}

/** Of a service that no table names: what it does is not known here. */
export const UNLISTED: TypeRow = mayTouch(
  EVERYTHING,
  'its service is in no table of types, so what it touches is not known',
);

/** Rows by name; a name that ends in `*` stands for all that begin so. The longest that fits is the row of a type. */
export type TypeTable = Readonly<Record<string, TypeRow>>;

export function rowOf(table: TypeTable, type: string): TypeRow | undefined {
  if (Object.hasOwn(table, type)) return table[type];
  const fitting = Object.keys(table).filter((name) => name.endsWith('*') && type.startsWith(name.slice(0, -1)));
  const longest = fitting.toSorted((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : table[longest];
}
