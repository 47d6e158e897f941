import type {
  BackupRequirement,
  CopyRequirement,
  Objective,
  Policy,
  RestoreRequirement,
  TableFilter,
  TableMatcher,
  Waiver,
} from '../model/policy.ts';
import { SEVERITIES, type Severity } from '../model/severity.ts';
import { buildSettings } from './build-settings.ts';
import { flag, minutes, present, record, text, texts, wholeNumber, word } from './fields.ts';
import { itemsOf, type MapNode, type Node, nodeAt, placeOfItem, textOf } from './node.ts';
import { positionsOf } from './positions.ts';
import { CLOCKS, DEFAULT_MEASURE, STATISTICS, VAULT_LOCKS } from './vocabulary.ts';

/** A document that passed every check, inheritance resolved → a policy; undefined for a template (no `tables`). */
export function buildPolicy(own: MapNode, whole: MapNode): Policy | undefined {
  const tables = nodeAt(whole, 'tables');
  if (tables === undefined) return undefined;
  const backup = nodeAt(whole, 'backup');
  const restore = nodeAt(whole, 'restore');
  return present({
    name: text(own, 'name') ?? '',
    description: text(whole, 'description'),
    position: placeOfItem(own),
    tables: matcher(tables),
    backup: backup && buildBackup(backup),
    restore: restore && buildRestore(restore),
    severity: record(nodeAt(whole, 'severity'), severityOf),
    waivers: itemsOf(nodeAt(whole, 'waivers')).map(waiver),
    positions: positionsOf(whole),
  });
}

function severityOf(node: Node): Severity | undefined {
  return SEVERITIES.find((severity) => severity === textOf(node));
}

function filter(node: Node): TableFilter {
  const tags = nodeAt(node, 'tags');
  return present({
    names: texts(node, 'names'),
    tags: tags && record(tags, (list) => itemsOf(list).flatMap((item) => textOf(item) ?? [])),
    accounts: texts(node, 'accounts'),
    regions: texts(node, 'regions'),
  });
}

function matcher(node: Node): TableMatcher {
  const except = nodeAt(node, 'except');
  return present({ ...filter(node), except: except && filter(except) });
}

function waiver(node: Node): Waiver {
  return {
    tables: matcher(nodeAt(node, 'tables') ?? node),
    controls: texts(node, 'controls') ?? [],
    until: text(node, 'until') ?? '',
    reason: text(node, 'reason') ?? '',
    approvedBy: text(node, 'approvedBy') ?? '',
    position: placeOfItem(node),
  };
}

function buildBackup(node: Node): BackupRequirement {
  const points = nodeAt(node, 'recoveryPoints');
  const vault = nodeAt(node, 'vault');
  const recovery = nodeAt(node, 'pointInTimeRecovery');
  return present({
    objectives: itemsOf(nodeAt(node, 'objectives')).flatMap(objective),
    maximumRetentionMinutes: minutes(node, 'maximumRetention'),
    copies: itemsOf(nodeAt(node, 'copies')).map(copy),
    recoveryPoints:
      points &&
      present({
        newestWithinMinutes: minutes(points, 'newestWithin'),
        observedOverMinutes: minutes(points, 'observedOver'),
        encrypted: flag(points, 'encrypted'),
      }),
    vault:
      vault &&
      present({
        lock: word(vault, 'lock', VAULT_LOCKS),
        encryption: text(vault, 'encryption'),
        manualDeletion: word(vault, 'manualDeletion', ['denied']),
        airGapped: word(vault, 'airGapped', ['required']),
      }),
    pointInTimeRecovery: recovery && present({ windowMinutes: minutes(recovery, 'window') }),
  });
}

function objective(node: Node): readonly Objective[] {
  const frequencyMinutes = minutes(node, 'frequency');
  const retentionMinutes = minutes(node, 'retention');
  if (frequencyMinutes === undefined || retentionMinutes === undefined) return [];
  const rpoMinutes = minutes(node, 'rpo');
  const coldAfterMinutes = minutes(node, 'coldAfter');
  return [present({ frequencyMinutes, rpoMinutes, retentionMinutes, coldAfterMinutes })];
}

function copy(node: Node): CopyRequirement {
  return present({
    region: text(node, 'region') ?? '',
    account: text(node, 'account'),
    frequencyMinutes: minutes(node, 'frequency'),
    rpoMinutes: minutes(node, 'rpo'),
    retentionMinutes: minutes(node, 'retention'),
  });
}

function buildRestore(node: Node): RestoreRequirement {
  const measure = nodeAt(node, 'measure');
  return present({
    rtoMinutes: minutes(node, 'rto'),
    measure: {
      clock: word(measure, 'clock', CLOCKS) ?? DEFAULT_MEASURE.clock,
      statistic: word(measure, 'statistic', STATISTICS) ?? DEFAULT_MEASURE.statistic,
      overMinutes: minutes(measure, 'over') ?? DEFAULT_MEASURE.overMinutes,
      samples: wholeNumber(measure, 'samples') ?? DEFAULT_MEASURE.samples,
    },
    testedEveryMinutes: minutes(node, 'testedEvery'),
    settings: buildSettings(nodeAt(node, 'settings')),
  });
}
