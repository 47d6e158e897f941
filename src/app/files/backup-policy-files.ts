import { basename } from 'node:path';
import type { Inventory } from '../../model/inventory.ts';
import { isObject, parseJson } from '../../model/json.ts';
import { UserError } from '../../model/user-error.ts';
import { checkPolicy } from '../../organizations/check-policy.ts';
import type { GivenPolicy } from '../../preview/organization-sides.ts';
import type { Host } from '../host/host.ts';
import type { NamedBackupPolicy } from '../options/values.ts';
import { textOf } from './cdk-folder.ts';
import { namedFile } from './named-file.ts';
import { PolicyProblems } from './policy-problems.ts';

/** Longer than any that AWS takes, white space and all; nobody's file is decoded for nothing. */
const MOST_BYTES = 1024 * 1024;

/**
 * Whether a file is a backup policy of AWS Organizations: an object of JSON with the key `plans` or operators in it. What is
 * broken JSON is one where operators stand in it.
 */
export function isBackupPolicy(path: string, bytes: Uint8Array): boolean {
  if (!path.endsWith('.json') || bytes.length > MOST_BYTES) return false;
  const text = new TextDecoder().decode(bytes);
  try {
    const value = parseJson(text);
    if (!isObject(value) || Object.hasOwn(value, 'apiVersion')) return false;
    return Object.keys(value).some((key) => key.toLowerCase() === 'plans') || text.includes('"@@');
  } catch {
    return text.includes('"@@') && !text.includes('"apiVersion"');
  }
}

/** A file of `--backup-policy`, read. */
export interface BackupPolicyText {
  /** Name or id. */
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

export function backupPolicyAt({ name, file }: NamedBackupPolicy, host: Host): BackupPolicyText {
  const bytes = namedFile(file, host);
  if (!bytes) throw new UserError(`no such file: ${file}`, 'name a backup policy as NAME=FILE');
  if (bytes.length > MOST_BYTES)
    throw new UserError(`${file} is larger than any backup policy`, 'name a backup policy');
  return { name: name ?? basename(file).replace(/\.json$/, ''), file, text: textOf(file, bytes) };
}

/** The policies, and whose place they take in the organization that the inventory holds. Throws for a text that is no JSON. */
export function givenPolicies(
  texts: readonly BackupPolicyText[],
  inventory: Inventory | undefined,
): readonly GivenPolicy[] {
  const tree = inventory?.organization?.tree;
  const live = tree?.known ? tree.value.policies : [];
  const given = texts.map(({ name, file, text }) => {
    const standing = live.find(({ id }) => id === name) ?? live.find((policy) => policy.name === name);
    const id = standing?.id ?? (!tree?.known && /^p-[0-9a-zA-Z_]{8,128}$/.test(name) ? name : undefined);
    const { policy, problems } = checkPolicy({
      name: standing?.name ?? name,
      file,
      text,
      ...(id === undefined ? {} : { id }),
    });
    if (!policy) throw new PolicyProblems(problems, 'backup policy');
    return {
      policy,
      isNew: tree?.known === true && !standing,
      problems: problems.filter(({ ofAwsBackup }) => !ofAwsBackup),
    };
  });
  const twice = given.find(
    ({ policy: { id } }, index) => id !== undefined && given.findIndex((each) => each.policy.id === id) < index,
  );
  if (!twice) return given;
  throw new UserError(`--backup-policy: ${twice.policy.name} is given twice`, 'give each policy once');
}
