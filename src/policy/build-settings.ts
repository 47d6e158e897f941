import type { CapacityRange, RestoreSettings } from '../model/policy.ts';
import { minutes, present, record, text, wholeNumber, word } from './fields.ts';
import { itemsOf, type Node, nodeAt, textOf } from './node.ts';
import { BILLING_MODES, REQUIRED, SAME, STREAMS, SWITCHES, TIMES_TO_LIVE } from './vocabulary.ts';

/** `restore.settings`: a word, or the setting's own map or list. */
export function buildSettings(node: Node | undefined): RestoreSettings {
  return present({
    globalSecondaryIndexes: word(node, 'globalSecondaryIndexes', [SAME]),
    localSecondaryIndexes: word(node, 'localSecondaryIndexes', [SAME]),
    billingMode: word(node, 'billingMode', BILLING_MODES),
    provisionedThroughput:
      word(node, 'provisionedThroughput', [SAME]) ?? throughput(mapAt(node, 'provisionedThroughput')),
    encryption: text(node, 'encryption'),
    autoScaling: word(node, 'autoScaling', REQUIRED) ?? scaling(mapAt(node, 'autoScaling')),
    iamPolicies: word(node, 'iamPolicies', [SAME]),
    alarms: word(node, 'alarms', REQUIRED) ?? alarms(nodeAt(node, 'alarms')),
    tags: word(node, 'tags', [SAME]) ?? tags(mapAt(node, 'tags')),
    stream: word(node, 'stream', STREAMS),
    timeToLive: word(node, 'timeToLive', TIMES_TO_LIVE) ?? timeToLive(mapAt(node, 'timeToLive')),
    deletionProtection: word(node, 'deletionProtection', SWITCHES),
    pointInTimeRecovery: word(node, 'pointInTimeRecovery', SWITCHES) ?? recovery(mapAt(node, 'pointInTimeRecovery')),
  });
}

function mapAt(node: Node | undefined, key: string): Node | undefined {
  const found = nodeAt(node, key);
  return found?.kind === 'map' ? found : undefined;
}

function throughput(map: Node | undefined) {
  return (
    map && present({ readAtLeast: wholeNumber(map, 'readAtLeast'), writeAtLeast: wholeNumber(map, 'writeAtLeast') })
  );
}

function scaling(map: Node | undefined) {
  return map && present({ read: range(nodeAt(map, 'read')), write: range(nodeAt(map, 'write')) });
}

function range(map: Node | undefined): CapacityRange | undefined {
  return (
    map && present({ min: wholeNumber(map, 'min'), max: wholeNumber(map, 'max'), target: wholeNumber(map, 'target') })
  );
}

function alarms(list: Node | undefined) {
  if (list?.kind !== 'list') return undefined;
  return itemsOf(list).flatMap((item) => {
    const metric = text(item, 'metric');
    return metric === undefined ? [] : [{ metric }];
  });
}

function tags(map: Node | undefined) {
  return map && record(map, textOf);
}

function timeToLive(map: Node | undefined) {
  const attribute = text(map, 'attribute');
  return attribute === undefined ? undefined : { attribute };
}

function recovery(map: Node | undefined) {
  const windowMinutes = minutes(map, 'window');
  return windowMinutes === undefined ? undefined : { windowMinutes };
}
