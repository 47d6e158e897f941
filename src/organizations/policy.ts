/** What a node of a backup policy may say of the value that it has from above. */
export const OPERATORS = ['@@assign', '@@append', '@@remove'] as const;
export type Operator = (typeof OPERATORS)[number];

export const ALLOWED = '@@operators_allowed_for_child_policies';

/** A list replaces, gains and loses as a whole; order decides nothing. */
export type PolicyValue = string | readonly string[];

/** One place of a policy: an object, a leaf, or both, as an object may hold a lock. */
export interface PolicyNode {
  /** As it is written; AWS compares keys without case. */
  readonly key: string;
  /** Offset in the text. */
  readonly at: number;
  /** By key in lower case. */
  readonly members: ReadonlyMap<string, PolicyNode>;
  readonly operators: Readonly<Partial<Record<Operator, PolicyValue>>>;
  /** What policies further down may do here; absent: anything. */
  readonly allowed?: ReadonlySet<Operator>;
  /** Something of it was not understood. */
  readonly unread?: true;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A backup policy of AWS Organizations, read. */
export interface BackupPolicy {
  /** `p-…`; absent: AWS has not given one. */
  readonly id?: string;
  readonly name: string;
  /** The user's file; absent: AWS told the text. */
  readonly file?: string;
  readonly root: PolicyNode;
  readonly placeOf: (at: number) => Place;
}
