import type { Requested } from './requested.ts';

/**
 * How sure it is that AWS refuses: A, a real deployment or call was refused and recorded; B, AWS's documentation says so;
 * C, its API model does; D, only a validator of a provider does; U, nobody recorded it either way.
 */
export type Grade = 'A' | 'B' | 'C' | 'D' | 'U';

/** What the thing itself does not tell. */
export interface Circumstances {
  /** It does not exist yet. What is asked of new names is not held against what lives: AWS's own services break it. */
  readonly forNew: boolean;
  /** What makes it; absent: a call of the API. Terraform's defaults are the reader's to add: describe what is sent. */
  readonly through?: 'api' | 'cloudformation' | 'terraform';
  readonly region?: Requested<string>;
  readonly account?: Requested<string>;
}

/** One place that breaks a constraint. */
export interface Breach {
  /** `rules[0].lifecycle.deleteAfterDays`: names of AWS's API, in camelCase; empty where it is the whole thing. */
  readonly path: string;
  readonly message: string;
}

export interface Refusal extends Breach {
  /** The row of the table: `BR7`. */
  readonly id: string;
  readonly grade: Grade;
  /** The code of AWS's error. */
  readonly code: string;
  /** Whether `message` is AWS's own sentence as it was recorded; else it is ours. */
  readonly quoted: boolean;
  /** A quota that AWS raises on request. */
  readonly quota: boolean;
  readonly source: string;
}

/** One row of the table. */
export interface Constraint<T> {
  readonly id: string;
  readonly grade: Grade;
  readonly code: string;
  readonly source: string;
  readonly quoted?: boolean;
  readonly quota?: boolean;
  /** Asked of what is to be made, not of what lives. */
  readonly newOnly?: boolean;
  readonly breaches: (thing: T, circumstances: Circumstances) => Iterable<Breach>;
}

export function refusalsBy<T>(
  rows: readonly Constraint<T>[],
  thing: T,
  circumstances: Circumstances,
): readonly Refusal[] {
  return rows.flatMap((row) => (row.newOnly && !circumstances.forNew ? [] : refusalsOf(row, thing, circumstances)));
}

/**
 * In a template any kind of value may stand in any place. What a row would say of one of another kind than AWS takes there
 * nobody recorded: it is open whether AWS accepts it, never accepted.
 */
function refusalsOf<T>(row: Constraint<T>, thing: T, circumstances: Circumstances): readonly Refusal[] {
  const { id, grade, code, source, quoted = false, quota = false, breaches } = row;
  const found: Refusal[] = [];
  try {
    for (const breach of breaches(thing, circumstances)) {
      found.push({ id, grade, code, quoted, quota, source, ...breach });
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const message = 'A value is of another kind than AWS takes here';
    found.push({ id, grade: 'U', code, quoted: false, quota, source, path: '', message });
  }
  return found;
}

/** Breaches of a part of the thing, with the path of the part before theirs. */
export function* within(path: string, breaches: Iterable<Breach>): Iterable<Breach> {
  for (const breach of breaches) {
    yield { ...breach, path: breach.path === '' ? path : `${path}.${breach.path}` };
  }
}

/** The rows of a part of something: asked where the part is told, with its path. */
export function ofPart<T, P>(
  rows: readonly Constraint<P>[],
  path: string,
  partOf: (thing: T) => P | undefined,
): readonly Constraint<T>[] {
  return rows.map((row) => ({
    ...row,
    *breaches(thing, circumstances): Iterable<Breach> {
      const part = partOf(thing);
      if (part !== undefined) yield* within(path, row.breaches(part, circumstances));
    },
  }));
}
