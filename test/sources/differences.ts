import type { Unknown } from '../../src/model/fact.ts';

export interface Differences {
  /** Facts that the first holds and the second does not; numbers of list items inside facts are `*`. */
  readonly unknown: readonly { readonly path: string; readonly why: Unknown }[];
  /** Everything else that differs. */
  readonly changed: readonly string[];
}

/** Compares two documents of facts; what is inside of a fact that became unknown is not looked at. */
export function differences(before: unknown, after: unknown): Differences {
  const unknown: { path: string; why: Unknown }[] = [];
  const changed: string[] = [];
  compare(before, after, []);
  return { unknown, changed };

  function compare(a: unknown, b: unknown, path: readonly string[]): void {
    if (isKnown(a) && isUnknown(b)) unknown.push({ path: path.join('.'), why: b });
    else if (isKnown(a) && isKnown(b)) compare(a.value, b.value, path);
    else if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
      a.forEach((item, at) => {
        compare(item, b[at], [...path, path.length <= 1 ? String(at) : '*']);
      });
    } else if (isRecord(a) && isRecord(b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) compare(a[key], b[key], [...path, key]);
    } else if (JSON.stringify(a) !== JSON.stringify(b)) changed.push(path.join('.'));
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isKnown(value: unknown): value is { known: true; value: unknown } {
  return isRecord(value) && value['known'] === true;
}

function isUnknown(value: unknown): value is Unknown {
  return isRecord(value) && value['known'] === false;
}
