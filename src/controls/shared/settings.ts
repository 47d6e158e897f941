import { type Fact, known, mapFact, unknown } from '../../model/fact.ts';
import type { BillingMode, TimeToLive } from '../../model/table.ts';
import { judgeAnyAlarm, judgeMetrics, judgeSameAlarms } from '../restored/alarms.ts';
import { judgeNamedScaling, judgeRequiredScaling, judgeSameScaling } from '../restored/auto-scaling.ts';
import { comparedAsDescribed, type Described } from '../restored/comparison.ts';
import { alarmsOf } from '../restored/dynamodb-alarms.ts';
import { judgeKeyKind, judgeKeyPattern, judgeSameKey } from '../restored/encryption.ts';
import { backupOf } from '../restored/fallback-source.ts';
import { judgePolicies, judgeResourcePolicy } from '../restored/iam-policies.ts';
import { judgeIndexes, judgeNamedIndexes } from '../restored/indexes.ts';
import { judgeWindow, windowOf } from '../restored/point-in-time.ts';
import { autoScalingOf } from '../restored/scaling.ts';
import { setting } from '../restored/setting-control.ts';
import { tableKeyOf } from '../restored/table-key.ts';
import { judgeTags, withoutAwsTags } from '../restored/tags.ts';
import { judgeLeastThroughput, judgeThroughput } from '../restored/throughput.ts';
import { keyNeeds } from './key-needs.ts';

/*
 * The thirteen settings: each is read and judged here, for tables made by a restore and for any other. The controls add the
 * words.
 */

export const globalSecondaryIndexes = setting({
  key: 'globalSecondaryIndexes',
  called: 'global secondary indexes',
  read: ({ record }) => mapFact(record.description, (table) => ({ table, indexes: table.globalIndexes })),
  needs: () => ['description'],
  asAsked: ({ indexes }, asked) =>
    judgeNamedIndexes('globalSecondaryIndexes', 'global secondary index', indexes, asked),
  besideSource: (own, source) => judgeIndexes('globalSecondaryIndexes', 'global secondary index', own, source),
});

export const localSecondaryIndexes = setting({
  key: 'localSecondaryIndexes',
  called: 'local secondary indexes',
  read: ({ record }) => mapFact(record.description, (table) => ({ table, indexes: table.localIndexes })),
  needs: () => ['description'],
  asAsked: ({ indexes }, asked) => judgeNamedIndexes('localSecondaryIndexes', 'local secondary index', indexes, asked),
  besideSource: (own, source) => judgeIndexes('localSecondaryIndexes', 'local secondary index', own, source),
});

export const billingMode = setting({
  key: 'billingMode',
  called: 'billing mode',
  read: ({ record }) => mapFact(record.description, (table) => table.billingMode),
  needs: () => ['description'],
  ...comparedAsDescribed('billingMode', (mode: BillingMode) => ({
    found: `billing mode is ${mode}`,
    wanted: mode,
    json: mode,
  })),
});

export const provisionedThroughput = setting({
  key: 'provisionedThroughput',
  called: 'provisioned throughput',
  read: (table) => mapFact(table.record.description, (description) => ({ table, description })),
  needs: (asked) => ['description', ...(asked === 'same-as-source' ? (['auto-scaling'] as const) : [])],
  asAsked: judgeLeastThroughput,
  besideSource: (own, source, { estate, restored }, policy) =>
    judgeThroughput(own, source, backupOf(estate, restored), policy),
});

export const encryption = setting({
  key: 'encryption',
  called: 'encryption',
  read: tableKeyOf,
  needs: (asked) => ['description', ...(asked === 'aws-owned' ? [] : keyNeeds(asked))],
  asAsked: (own, asked) =>
    asked === 'aws-owned' || asked === 'aws-managed' || asked === 'customer-managed'
      ? judgeKeyKind(own, asked)
      : judgeKeyPattern(own, asked),
  besideSource: judgeSameKey,
});

export const autoScaling = setting({
  key: 'autoScaling',
  called: 'auto scaling',
  read: autoScalingOf,
  needs: () => ['description', 'auto-scaling'],
  asAsked: (own, asked) => (asked === 'required' ? judgeRequiredScaling(own) : judgeNamedScaling(own, asked)),
  besideSource: judgeSameScaling,
});

export const iamPolicies = setting({
  key: 'iamPolicies',
  called: 'IAM policies',
  read: (table) => {
    const { resourcePolicy } = table.record;
    return known(table, resourcePolicy.known ? resourcePolicy.from : 'the table');
  },
  needs: (asked) =>
    asked === 'same-as-source' ? ['resource-policy', 'identity-policies', 'tags'] : ['resource-policy'],
  asAsked: judgeResourcePolicy,
  besideSource: (own, source, { estate }) => judgePolicies(estate, own, source),
});

export const alarms = setting({
  key: 'alarms',
  called: 'alarms',
  read: alarmsOf,
  needs: () => ['alarms', 'auto-scaling'],
  asAsked: (own, asked) => (asked === 'required' ? judgeAnyAlarm(own) : judgeMetrics(own, asked)),
  besideSource: judgeSameAlarms,
});

export const tags = setting({
  key: 'tags',
  called: 'tags',
  read: ({ record }) => record.tags,
  needs: () => ['tags'],
  asAsked: (own, asked) => judgeTags(own, asked, 'asked for'),
  besideSource: (own, source) => judgeTags(own, withoutAwsTags(source), 'of the source'),
});

export const stream = setting({
  key: 'stream',
  called: 'stream',
  read: ({ record }) => mapFact(record.description, (table) => table.stream),
  needs: () => ['description'],
  ...comparedAsDescribed('stream', describedStream),
});

function describedStream(view: string): Described {
  const text = view === 'disabled' ? 'no stream' : `a stream of ${view}`;
  return { found: text, wanted: text, json: view };
}

const comparedTimes = comparedAsDescribed('timeToLive', describedTime);

export const timeToLive = setting({
  key: 'timeToLive',
  called: 'time to live',
  read: ({ record }) => record.timeToLive,
  needs: () => ['time-to-live'],
  asAsked: (own, asked) =>
    comparedTimes.asAsked(own, asked === 'disabled' ? { status: 'DISABLED' } : { status: 'ENABLED', ...asked }),
  besideSource: comparedTimes.besideSource,
});

function describedTime({ status, attribute = '(an attribute that AWS did not name)' }: TimeToLive): Described {
  const notes =
    status === 'ENABLING' || status === 'DISABLING'
      ? [`time to live is ${status}: the change takes up to an hour`]
      : [];
  if (status === 'DISABLED' || status === 'DISABLING') {
    return { found: 'no time to live', wanted: 'none', json: 'disabled', notes };
  }
  return { found: `time to live by ${attribute}`, wanted: `time to live by ${attribute}`, json: { attribute }, notes };
}

type Protection = 'enabled' | 'disabled';

export const deletionProtection = setting({
  key: 'deletionProtection',
  called: 'deletion protection',
  read: ({ record: { description } }): Fact<Protection> => {
    if (!description.known) return description;
    const { deletionProtection: isOn } = description.value;
    if (isOn === undefined) return unknown('not-collected', `${description.from} does not keep it`);
    return known(isOn ? 'enabled' : 'disabled', description.from);
  },
  needs: () => ['description'],
  ...comparedAsDescribed('deletionProtection', (protection: Protection) => ({
    found: `deletion protection is ${protection}`,
    wanted: `it ${protection}`,
    json: protection,
  })),
});

export const pointInTimeRecovery = setting({
  key: 'pointInTimeRecovery',
  called: 'point-in-time recovery',
  read: ({ record }) => record.pointInTimeRecovery,
  needs: () => ['point-in-time-recovery'],
  asAsked: (own, asked) =>
    typeof asked === 'object'
      ? judgeWindow(own, asked.windowMinutes, '')
      : judgeWindow(own, asked === 'enabled' ? 'any' : 'off', ''),
  besideSource: (own, source) => judgeWindow(own, windowOf(source), ', as on the source'),
});
