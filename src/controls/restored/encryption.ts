import { keySubject } from '../../estate/subjects.ts';
import type { Unknown } from '../../model/fact.ts';
import { isSamePlace } from '../../model/inventory.ts';
import type { Json, Outcome } from '../../model/result.ts';
import type { Subject } from '../../model/subject.ts';
import { type Evidence, fail, pass, undecided } from '../outcome.ts';
import { fitsPattern, isSameKey, type KeyKind, keyKindOf, type TableKey } from './table-key.ts';

/** The same kind of key and, where it is the customer's, the same key. Known facts decide before missing ones matter. */
export function judgeSameKey(own: TableKey, source: TableKey): Outcome {
  const evidence = {
    expected: { encryption: jsonOf(source) },
    actual: { encryption: jsonOf(own) },
    subjects: keysOf(own, source),
  };
  const [found, wanted] = [described(own), described(source)];
  const differs = `encrypted with ${found}; policy asks for ${wanted}, as on the source`;
  const same = `encrypted with ${found}, as on the source`;
  if (own.encryption.kind === 'aws-owned' || source.encryption.kind === 'aws-owned') {
    return own.encryption.kind === source.encryption.kind ? pass(same, evidence) : fail(differs, evidence);
  }
  if (isSameKey(own.encryption.keyArn, source.encryption.keyArn)) return pass(same, evidence);
  // An account has one key that AWS manages for DynamoDB in a Region, so of two keys there one is the customer's.
  if (isSamePlace(own.table, source.table)) return fail(differs, evidence);
  const kinds = [keyKindOf(own), keyKindOf(source)] as const;
  if (kinds.some((kind) => kind.known && kind.value === 'customer-managed')) return fail(differs, evidence);
  for (const kind of kinds) if (!kind.known) return unresolved(found, kind, evidence);
  return pass(same, evidence);
}

export function judgeKeyKind(own: TableKey, asked: KeyKind): Outcome {
  const evidence = { expected: { encryption: asked }, actual: { encryption: jsonOf(own) }, subjects: keysOf(own) };
  if (own.encryption.kind === 'kms' && asked === 'aws-owned') {
    return fail(`encrypted with ${described(own)}; policy asks for aws-owned`, evidence);
  }
  if (own.encryption.kind === 'aws-owned' && asked !== 'aws-owned') {
    return fail(`encrypted with ${described(own)}; policy asks for ${asked}`, evidence);
  }
  const kind = keyKindOf(own);
  if (!kind.known) return unresolved(described(own), kind, evidence);
  return kind.value === asked
    ? pass(`encrypted with ${described(own)}, as asked`, evidence)
    : fail(`encrypted with ${described(own)}; policy asks for ${asked}`, evidence);
}

export function judgeKeyPattern(own: TableKey, pattern: string): Outcome {
  const evidence = { expected: { encryption: pattern }, actual: { encryption: jsonOf(own) }, subjects: keysOf(own) };
  const fits = fitsPattern(own, pattern);
  if (!fits.known) return unresolved(described(own), fits, evidence);
  return fits.value
    ? pass(`encrypted with ${described(own)}, as asked`, evidence)
    : fail(`encrypted with ${described(own)}; policy asks for ${pattern}`, evidence);
}

function unresolved(found: string, why: Unknown, evidence: Evidence): Outcome {
  return undecided(`cannot tell whether ${found} is the key asked for`, why, { ...evidence, because: [why.detail] });
}

function keysOf(...keys: readonly TableKey[]): readonly Subject[] {
  return keys.flatMap(({ encryption }) => (encryption.kind === 'kms' ? [keySubject(encryption.keyArn)] : []));
}

/** `customer-managed key arn:…`; who manages the key is said where it is known. */
function described(key: TableKey): string {
  if (key.encryption.kind === 'aws-owned') return 'the key that DynamoDB owns';
  const kind = keyKindOf(key);
  return `${kind.known ? `${kind.value} ` : ''}key ${key.encryption.keyArn}`;
}

function jsonOf(key: TableKey): Json {
  const kind = keyKindOf(key);
  const { encryption } = key;
  return {
    kind: kind.known ? kind.value : null,
    ...(encryption.kind === 'kms' ? { keyArn: encryption.keyArn } : {}),
  };
}
