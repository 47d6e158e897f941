import { ServiceError } from '../../error.ts';
import { flag, integer, needInner, needText, tagList, text, texts } from '../../input.ts';
import { type Call, type Operation, reads, writes } from '../../operation.ts';
import { paginate } from '../../page.ts';
import { refuse } from '../../refuse.ts';
import type { Table } from '../../state.ts';
import { invalid, tableByArn, tableOf } from './lookup.ts';

const DAY_MS = 86_400_000;
/** `LatestRestorableDateTime` is "typically 5 minutes before the current time". Source: DynamoDB API reference. */
const RESTORABLE_LAG_MS = 5 * 60_000;

export const TABLE_SETTING_OPERATIONS = {
  DescribeTimeToLive: reads((call) => ({ TimeToLiveDescription: timeToLive(tableOf(call)) })),
  UpdateTimeToLive: writes(updateTimeToLive),
  DescribeContinuousBackups: reads((call) => ({
    ContinuousBackupsDescription: continuousBackups(tableOf(call, 'TableName', 'TableNotFoundException'), call.now),
  })),
  UpdateContinuousBackups: writes(updateContinuousBackups),
  ListTagsOfResource: reads(listTags),
  TagResource: writes(tagResource),
  UntagResource: writes(untagResource),
  GetResourcePolicy: reads(getPolicy),
  PutResourcePolicy: writes(putPolicy),
  DeleteResourcePolicy: writes(deletePolicy),
  DescribeContributorInsights: reads((call) => {
    const { name, contributorInsights } = tableOf(call);
    return { TableName: name, ContributorInsightsStatus: contributorInsights ? 'ENABLED' : 'DISABLED' };
  }),
  UpdateContributorInsights: writes(updateContributorInsights),
  EnableKinesisStreamingDestination: writes(enableKinesis),
  DescribeKinesisStreamingDestination: reads((call) => {
    const { name, kinesisStreams } = tableOf(call);
    const destinations = kinesisStreams.map((StreamArn) => ({ StreamArn, DestinationStatus: 'ACTIVE' }));
    return { TableName: name, KinesisDataStreamDestinations: destinations };
  }),
} satisfies Record<string, Operation>;

function updateContributorInsights(call: Call): object {
  const table = tableOf(call);
  table.contributorInsights = needText(call.input, 'ContributorInsightsAction') === 'ENABLE';
  const status = table.contributorInsights ? 'ENABLED' : 'DISABLED';
  return { TableName: table.name, ContributorInsightsStatus: status };
}

function enableKinesis(call: Call): object {
  const table = tableOf(call);
  const StreamArn = needText(call.input, 'StreamArn');
  if (table.kinesisStreams.includes(StreamArn)) {
    throw new ServiceError('ResourceInUseException', `${table.name} streams to ${StreamArn} already`);
  }
  table.kinesisStreams = [...table.kinesisStreams, StreamArn];
  return { TableName: table.name, StreamArn, DestinationStatus: 'ACTIVE' };
}

function timeToLive(table: Table): object {
  return { TimeToLiveStatus: table.timeToLive.status, AttributeName: table.timeToLive.attribute };
}

function updateTimeToLive(call: Call): object {
  const table = tableOf(call);
  const specification = needInner(call.input, 'TimeToLiveSpecification');
  const enabled = flag(specification, 'Enabled') ?? false;
  refuse(call, 'time-to-live', { enabled, attributeName: text(specification, 'AttributeName') });
  const attribute = needText(specification, 'AttributeName');
  refuse(call, 'table-change', {
    before: { timeToLiveAttribute: table.timeToLive.status === 'ENABLED' ? table.timeToLive.attribute : undefined },
    after: { timeToLiveAttribute: attribute },
  });
  if (enabled === (table.timeToLive.status === 'ENABLED')) {
    throw invalid(`TimeToLive is already ${enabled ? 'enabled' : 'disabled'}`);
  }
  table.timeToLive = { status: enabled ? 'ENABLED' : 'DISABLED', attribute: enabled ? attribute : undefined };
  return { TimeToLiveSpecification: { Enabled: enabled, AttributeName: attribute } };
}

/** `ContinuousBackupsStatus` is always ENABLED; what counts is inside. */
function continuousBackups(table: Table, now: Date): object {
  const { enabled, days, since } = table.pointInTimeRecovery;
  const earliest = Math.max(since.getTime(), now.getTime() - days * DAY_MS);
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: {
      PointInTimeRecoveryStatus: enabled ? 'ENABLED' : 'DISABLED',
      ...(enabled && {
        RecoveryPeriodInDays: days,
        EarliestRestorableDateTime: new Date(earliest),
        LatestRestorableDateTime: new Date(Math.max(earliest, now.getTime() - RESTORABLE_LAG_MS)),
      }),
    },
  };
}

function updateContinuousBackups(call: Call): object {
  const table = tableOf(call, 'TableName', 'TableNotFoundException');
  const specification = needInner(call.input, 'PointInTimeRecoverySpecification');
  const enabled = flag(specification, 'PointInTimeRecoveryEnabled') ?? false;
  const asked = integer(specification, 'RecoveryPeriodInDays');
  refuse(call, 'point-in-time-recovery', { pointInTimeRecoveryEnabled: enabled, recoveryPeriodInDays: asked });
  const days = asked ?? 35;
  const before = table.pointInTimeRecovery;
  // Switching it off and on again starts a new window.
  table.pointInTimeRecovery = { enabled, days, since: enabled && before.enabled ? before.since : call.now };
  return { ContinuousBackupsDescription: continuousBackups(table, call.now) };
}

/** Ten tags a page: DynamoDB's own page size is not documented. */
function listTags(call: Call): object {
  const table = tableByArn(call);
  const { items, next } = paginate(call, Object.entries(table.tags), { size: 10, max: 10 });
  return { Tags: items.map(([Key, Value]) => ({ Key, Value })), NextToken: next };
}

function tagResource(call: Call): object {
  const table = tableByArn(call);
  table.tags = { ...table.tags, ...tagList(call.input, 'Tags') };
  return {};
}

function untagResource(call: Call): object {
  const table = tableByArn(call);
  const gone = new Set(texts(call.input, 'TagKeys') ?? []);
  table.tags = Object.fromEntries(Object.entries(table.tags).filter(([key]) => !gone.has(key)));
  return {};
}

function getPolicy(call: Call): object {
  const table = tableByArn(call);
  if (!table.resourcePolicy) {
    throw new ServiceError(
      'PolicyNotFoundException',
      `Resource-based policy not found for the provided ResourceArn: ${table.arn}`,
    );
  }
  return { Policy: table.resourcePolicy.document, RevisionId: table.resourcePolicy.revision };
}

function putPolicy(call: Call): object {
  const table = tableByArn(call);
  const document = needText(call.input, 'Policy');
  refuse(call, 'table-policy', { resourcePolicy: document });
  const expected = text(call.input, 'ExpectedRevisionId');
  const held = table.resourcePolicy?.revision ?? 'NO_POLICY';
  if (expected !== undefined && expected !== held) {
    throw new ServiceError('PolicyNotFoundException', `The policy's revision is ${held}, not ${expected}`);
  }
  table.resourcePolicy = { document, revision: String(call.now.getTime()) };
  return { RevisionId: table.resourcePolicy.revision };
}

function deletePolicy(call: Call): object {
  const table = tableByArn(call);
  const revision = table.resourcePolicy?.revision;
  table.resourcePolicy = undefined;
  return { RevisionId: revision };
}
