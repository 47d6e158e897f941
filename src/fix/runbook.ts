import type { Estate, EstateTable } from '../estate/estate.ts';
import { known, NOT_COLLECTED } from '../model/fact.ts';
import type { Policy, RestoreSettings } from '../model/policy.ts';
import { aws, callLine } from './command.ts';
import { joined, type Repair, type SettingKey, type Step } from './part.ts';
import { freshRestoreOf, placeOf, type RestoredPair } from './restored-pair.ts';
import { stepLines } from './script.ts';
import { takesNoArguments } from './script-arguments.ts';
import { REPAIR_ORDER, repairSetting } from './setting-repairs.ts';
import { noted, sentenceOf } from './setting-steps.ts';
import { compactJson, shellComment, shellWord, TARGET } from './shell.ts';
import { tableAfter } from './table-after.ts';
import { unlistedLines } from './unlisted-settings.ts';
import { UNTIL_ACTIVE, untilActive } from './until-active.ts';

export interface RunbookRequest {
  readonly estate: Estate;
  readonly table: EstateTable;
  /** Those that match the table: what they name goes before what the table has. */
  readonly policies: readonly Policy[];
  readonly about: readonly string[];
  /** The call of Holdfast that checks the restored table. */
  readonly check: string;
}

/** What a restore of the table will need, written before the day on which it is needed. */
export function renderRunbook({ estate, table, policies, about, check }: RunbookRequest): string {
  let pair: RestoredPair = {
    own: freshRestoreOf(table, TARGET),
    source: known(table, 'the table'),
    identityPolicies: estate.account(table.account)?.identityPolicies ?? NOT_COLLECTED,
  };
  const restoring = restore(pair, table, policies);
  const steps: Step[] = [];
  for (const key of REPAIR_ORDER.filter((each) => each !== 'encryption')) {
    const step = settingStep(pair, key, policies);
    steps.push(step);
    pair = { ...pair, own: tableAfter(pair.own, step.parts) };
  }
  const wanted = steps.filter(({ parts, commands, notes }) => parts.length + commands.length + notes.length > 0);
  const idle = REPAIR_ORDER.filter(
    (key) => key !== 'encryption' && !wanted.some(({ title }) => title === sentenceOf(key)),
  );
  const lines = [
    '#!/usr/bin/env bash',
    ...about.map(shellComment),
    ...takesNoArguments(`the new table is named in front: TARGET=NEW-TABLE bash`),
    ...head(estate, table),
    ...UNTIL_ACTIVE,
    ...restoring,
    '',
    '# ==== 2. Put back what a restore leaves behind ====',
    ...wanted.flatMap(stepLines),
    ...unlistedLines(table, pair.own),
    '',
    untilActive(placeOf(pair.own)),
    ...(idle.length === 0 ? [] : ['', shellComment(`nothing to put back for: ${idle.map(sentenceOf).join(', ')}`)]),
    ...verify(check),
  ];
  return `${lines.join('\n')}\n`;
}

/** Where a policy names a value, it is what the restored table will be judged by. */
const ADDED_TO_THE_SOURCES: readonly SettingKey[] = ['tags', 'alarms', 'autoScaling'];

function settingStep(pair: RestoredPair, key: SettingKey, policies: readonly Policy[]): Step {
  const named = policies.flatMap(({ restore }): RestoreSettings[] => {
    const asked = restore?.settings[key];
    return asked === undefined || asked === 'same-as-source' ? [] : [restore?.settings ?? {}];
  });
  const alike: RestoreSettings = { [key]: 'same-as-source' };
  const settings =
    named.length === 0
      ? [alike]
      : [...(ADDED_TO_THE_SOURCES.includes(key) ? [alike] : []), ...named.filter((each) => each[key] !== 'required')];
  const repairs = settings.map((each): Repair => noted(repairSetting(pair, key, each)));
  const { parts, proposals, notes } = joined(repairs);
  return {
    title: sentenceOf(key),
    place: placeOf(pair.own),
    account: pair.own.account,
    region: pair.own.region,
    reasons: [],
    notes,
    parts,
    commands: proposals,
  };
}

function head(estate: Estate, table: EstateTable): readonly string[] {
  const role = estate
    .coverage(table)
    .covering.flatMap(({ selections }) => selections)
    .flatMap(({ selection }) => (selection.body.known ? [selection.body.value.roleArn] : []))[0];
  return [
    'set -euo pipefail',
    'export AWS_PAGER=',
    '',
    '# The new table. Restores make new tables: they never write into one that exists.',
    `TARGET=\${TARGET:-${shellWord(`${table.name.slice(0, 246)}-restored`)}}`,
    '# The recovery point; empty takes the newest completed one.',
    'POINT=${POINT:-}',
    '# The role that AWS Backup restores with.',
    ...(role === undefined
      ? ['ROLE=${ROLE:?not known: set ROLE to the ARN of the role that AWS Backup restores with}']
      : [`ROLE=\${ROLE:-${shellWord(role)}}`]),
    '',
    'if ! [[ $TARGET =~ ^[A-Za-z0-9_.][A-Za-z0-9_.-]{2,254}$ ]]; then',
    '  echo "TARGET is not the name of a table: 3 to 255 letters, digits, _ . -" >&2',
    '  exit 1',
    'fi',
    'account=$(aws sts get-caller-identity --query Account --output text)',
    `if [ "$account" != ${shellWord(table.account)} ]; then`,
    `  echo ${shellWord(`this runbook is for account ${table.account}, not`)} "$account" >&2`,
    '  exit 1',
    'fi',
  ];
}

function restore(pair: RestoredPair, table: EstateTable, policies: readonly Policy[]): readonly string[] {
  const { region, arn } = table;
  const { metadata, notes } = restoreMetadata(pair, policies);
  const points = aws('backup', 'list-recovery-points-by-resource', {
    region,
    'resource-arn': arn,
    query: "sort_by(RecoveryPoints[?Status=='COMPLETED'], &to_string(CreationDate))[-1].RecoveryPointArn",
    output: 'json',
  });
  const start = aws('backup', 'start-restore-job', {
    region,
    'resource-type': 'DynamoDB',
    metadata: compactJson(metadata),
    query: 'RestoreJobId',
    output: 'text',
  });
  const found = aws('dynamodb', 'describe-table', {
    region,
    'table-name': TARGET,
    query: 'Table.RestoreSummary.SourceTableArn',
    output: 'text',
  });
  const job = (more: Readonly<Record<string, string>>) =>
    `${callLine(aws('backup', 'describe-restore-job', { region }))} --restore-job-id "$job"${Object.entries(more)
      .map(([name, value]) => ` --${name} ${shellWord(value)}`)
      .join('')}`;
  return [
    '',
    '# ==== 1. Restore ====',
    '# Run again after an interruption: a table that was restored from this one is taken as it is.',
    `source=$(${callLine(found)} 2>/dev/null || true)`,
    `if [ "$source" = ${shellWord(arn)} ] || { [ -n "$source" ] && [ "\${RESTORED:-}" = yes ]; }; then`,
    '  echo "$TARGET is there, restored from this one: nothing is restored again" >&2',
    'elif [ -n "$source" ]; then',
    '  echo "$TARGET exists and does not say that it was restored from this table: choose another TARGET, or set RESTORED=yes when it was" >&2',
    '  exit 1',
    'else',
    '  if [ -z "$POINT" ]; then',
    '    # As JSON: as text, a list of several pages has an answer a page.',
    `    POINT=$(${callLine(points)} | tr -d '"')`,
    '  fi',
    '  if [ "$POINT" = null ]; then',
    '    echo "no completed recovery point; copies in other Regions and accounts are listed there" >&2',
    '    exit 1',
    '  fi',
    '  echo "restoring $POINT to $TARGET" >&2',
    ...notes.map((note) => `  ${shellComment(note)}`),
    '  # From cold storage, add about 4 hours. The role must not be changed while the restore runs.',
    `  job=$(${callLine(start)} --recovery-point-arn "$POINT" --iam-role-arn "$ROLE")`,
    '  while :; do',
    `    status=$(${job({ query: 'Status', output: 'text' })})`,
    '    case "$status" in',
    '      COMPLETED) break ;;',
    '      PENDING | RUNNING) echo "restore job $job is $status" >&2; sleep "${POLL_SECONDS:-30}" ;;',
    `      *) ${job({ output: 'json' })} >&2; exit 1 ;;`,
    '    esac',
    '  done',
    'fi',
  ];
}

/** Source: AWS Backup Developer Guide, restoring-dynamodb: these keys and no others. */
function restoreMetadata(
  pair: RestoredPair,
  policies: readonly Policy[],
): { readonly metadata: Readonly<Record<string, string>>; readonly notes: readonly string[] } {
  const step = settingStep(pair, 'encryption', policies);
  const key = step.parts.flatMap((part) => (part.kind === 'encryption' ? [part.key] : [])).at(-1);
  const encryption =
    key === undefined || key === 'aws-owned'
      ? { encryptionType: 'Default' }
      : { encryptionType: 'KMS', ...(key === 'aws-managed' ? {} : { kmsMasterKeyArn: key }) };
  return {
    metadata: { targetTableName: TARGET, ...encryption },
    notes: key === undefined ? ['encryption: the key that DynamoDB owns', ...step.notes] : [],
  };
}

function verify(check: string): readonly string[] {
  return [
    '',
    '# ==== 3. Check ====',
    shellComment(check),
    '# Then point the application to the new table, attach the readers of its stream, and name it in templates.',
    `printf '%s: check it with: %s\\n' "$TARGET is restored and set up" ${shellWord(check)} >&2`,
  ];
}
