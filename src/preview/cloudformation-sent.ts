import type { Circumstances, Refusal } from '../constraints/constraint.ts';
import { type Kind, refusals, type Thing } from '../constraints/refusals.ts';
import { unknown } from '../model/fact.ts';
import { isValueList, isValueMap, Later, memberOf, type Value, type ValueMap, WHAT_ELSE } from './value.ts';

type Sent = { readonly kind: Kind; readonly thing: ValueMap | Later | undefined };

/** What CloudFormation asks AWS for, by the names of AWS's API where its own differ. */
const SENT: Readonly<Record<string, (properties: ValueMap) => readonly Sent[]>> = {
  'AWS::Backup::BackupPlan': (properties) => [
    { kind: 'backup-plan', thing: renamed(mapAt(properties, 'BackupPlan'), { BackupPlanRule: 'Rules' }) },
  ],
  'AWS::Backup::BackupSelection': (properties) => [
    { kind: 'backup-selection', thing: mapAt(properties, 'BackupSelection') },
  ],
  'AWS::Backup::BackupVault': (properties) => [
    { kind: 'backup-vault', thing: properties },
    { kind: 'vault-lock', thing: mapAt(properties, 'LockConfiguration') },
  ],
  'AWS::Backup::LogicallyAirGappedBackupVault': (properties) => [{ kind: 'air-gapped-vault', thing: properties }],
  'AWS::Backup::RestoreTestingPlan': (properties) => [{ kind: 'restore-testing-plan', thing: properties }],
  'AWS::Backup::RestoreTestingSelection': (properties) => [
    {
      kind: 'restore-testing-selection',
      thing: replaced(properties, 'ProtectedResourceConditions', 'ProtectedResourceConditions', allConditions),
    },
  ],
  'AWS::DynamoDB::Table': (properties) => [
    {
      kind: 'table',
      thing: renamed(properties, {
        TimeToLiveSpecification: 'TimeToLive',
        PointInTimeRecoverySpecification: 'PointInTimeRecovery',
      }),
    },
    { kind: 'point-in-time-recovery', thing: mapAt(properties, 'PointInTimeRecoverySpecification') },
    { kind: 'time-to-live', thing: mapAt(properties, 'TimeToLiveSpecification') },
  ],
  'AWS::DynamoDB::GlobalTable': (properties) => [
    { kind: 'global-table', thing: replaced(properties, 'GlobalTableWitnesses', 'WitnessRegions', regionsOf) },
  ],
  'AWS::ApplicationAutoScaling::ScalableTarget': (properties) => [{ kind: 'scalable-target', thing: properties }],
  'AWS::ApplicationAutoScaling::ScalingPolicy': (properties) => [{ kind: 'scaling-policy', thing: properties }],
  'AWS::CloudWatch::Alarm': (properties) => [{ kind: 'metric-alarm', thing: properties }],
};

/** Names of CloudFormation that AWS's API has otherwise, wherever they stand. */
const NAMES: Readonly<Record<string, string>> = {
  TargetBackupVault: 'targetBackupVaultName',
  SSEEnabled: 'enabled',
  Region: 'regionName',
};

/** Why AWS refuses a resource of a template, or may. */
export function templateRefusals(type: string, properties: ValueMap, circumstances: Circumstances): readonly Refusal[] {
  // What a transform brings beside them decides, too.
  if (Object.hasOwn(properties, WHAT_ELSE)) return [];
  const sent = Object.hasOwn(SENT, type) ? SENT[type]?.(properties) : undefined;
  const found = (sent ?? []).flatMap(({ kind, thing }) =>
    isValueMap(thing) && !Object.hasOwn(thing, WHAT_ELSE)
      ? refusals(kind, apiForm(thing) as Thing<typeof kind>, circumstances)
      : [],
  );
  const seen = new Set<string>();
  return found.filter(({ id, message }) => !seen.has(`${id} ${message}`) && seen.add(`${id} ${message}`));
}

/** CloudFormation takes numbers and flags as text, too. */
const NUMBERS = /(?:Days|Minutes|Hours|Units|Capacity|Periods?|PerSecond|Threshold|TargetValue|DatapointsToAlarm)$/;
const FLAGS = /^Enable|Enabled$/;

/** camelCase, with what is open as `Unknown`. */
function apiForm(value: Value, key = ''): unknown {
  if (value instanceof Later) return unknown('not-collected', value.why);
  if (isValueList(value)) return value.map((item) => apiForm(item, key));
  if (!isValueMap(value)) return scalar(value, key);
  if (Object.hasOwn(value, WHAT_ELSE)) return unknown('not-collected', 'a transform brings more of it');
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === null ? [] : [[NAMES[name] ?? camelCase(name), documentOrForm(member, name)]],
  );
  const form = Object.fromEntries(members);
  // A stream that is specified is on.
  return key === 'StreamSpecification' ? { streamEnabled: true, ...form } : form;
}

/** AWS takes documents as JSON text. */
function documentOrForm(value: Value, name: string): unknown {
  if (name !== 'ResourcePolicy' || !isValueMap(value)) return apiForm(value, name);
  const document = memberOf(value, 'PolicyDocument');
  return isValueMap(document) ? unknown('not-collected', 'its size is not worked out') : undefined;
}

function scalar(value: string | number | boolean | null, key: string): unknown {
  if (typeof value !== 'string') return value;
  if (NUMBERS.test(key)) {
    return value.trim() !== '' && Number.isFinite(Number(value))
      ? Number(value)
      : unknown('not-collected', `${key} is not a number`);
  }
  return FLAGS.test(key) && (value === 'true' || value === 'false') ? value === 'true' : value;
}

/** `SSESpecification` → `sseSpecification`. */
function camelCase(name: string): string {
  return name.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]/, (start) => start.toLowerCase());
}

function mapAt(map: ValueMap, key: string): ValueMap | undefined {
  const value = memberOf(map, key);
  return isValueMap(value) ? value : undefined;
}

function replaced(map: ValueMap, key: string, name: string, change: (value: Value) => Value): ValueMap {
  const { [key]: value = null, ...rest } = map;
  return value === null ? rest : { ...rest, [name]: change(value) };
}

/** Conditions of all operators. */
function allConditions(value: Value): Value {
  if (!isValueMap(value)) return value;
  if (Object.hasOwn(value, WHAT_ELSE)) return value[WHAT_ELSE] ?? null;
  return Object.values(value).flatMap((list) => (isValueList(list) ? list : [list]));
}

function regionsOf(value: Value): Value {
  if (!isValueList(value)) return value;
  return value.map((witness) => (isValueMap(witness) ? (memberOf(witness, 'Region') ?? null) : witness));
}

function renamed(map: ValueMap | undefined, names: Readonly<Record<string, string>>): ValueMap | undefined {
  return map && Object.fromEntries(Object.entries(map).map(([key, value]) => [names[key] ?? key, value]));
}
