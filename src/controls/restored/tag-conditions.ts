import type { Fact } from '../../model/fact.ts';
import type { Tags } from '../../model/table.ts';
import type { Statement } from './iam-statements.ts';

/** A table as conditions of policies see it. */
export interface TaggedTable {
  readonly arn: string;
  readonly tags: Fact<Tags>;
}

/** Source: IAM User Guide, global condition context keys, `aws:ResourceTag`. Names of keys have no case. */
const RESOURCE_TAG = /"aws:resourcetag\/((?:[^"\\]|\\.)*)"/g;

/**
 * Why a statement may say one thing of the one table and another of the other, whose tags differ: a restore brings no
 * tags back. Whether tags reach conditions at all is a setting of the account that no call tells.
 */
export function tagDoubt({ condition }: Statement, one: TaggedTable, other: TaggedTable): string | undefined {
  for (const [, key = ''] of condition.matchAll(RESOURCE_TAG)) {
    if (!one.tags.known) return `has a condition on tag ${key}: ${one.tags.detail}`;
    if (!other.tags.known) return `has a condition on tag ${key}: ${other.tags.detail}`;
    if (valuesOf(one.tags.value, key) !== valuesOf(other.tags.value, key)) {
      return `has a condition on tag ${key}, which the two tables do not share`;
    }
  }
  return undefined;
}

function valuesOf(tags: Tags, key: string): string {
  const fitting = Object.entries(tags).filter(([name]) => name.toLowerCase() === key);
  return JSON.stringify(fitting.map(([, value]) => value).toSorted());
}
