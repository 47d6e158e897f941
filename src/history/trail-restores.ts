import { parseArn, tableArn, tableNameOf } from '../model/arn.ts';
import { type Instant, minutesBetween } from '../model/instant.ts';
import { byText } from '../model/order.ts';
import type { RecoveryPoint } from '../model/recovery-point.ts';
import type { Json, JsonObject } from '../model/result.ts';
import type { TrailEvent } from '../model/trail-event.ts';
import { lenientInstant, lenientNumber, lenientObject, lenientText } from './lenient-values.ts';
import { wasCold } from './recovery-points.ts';
import type { RestoreRecord } from './restores.ts';

/** A restore that CloudTrail tells of from its beginning to its end. */
export interface TrailRestore extends RestoreRecord {
  /** Names the source table where the events do not, as long as the point is listed. */
  readonly recoveryPointArn?: string;
  /** Where it ran. */
  readonly account: string;
  readonly region: string;
}

/** A restore of which the events do not tell beginning and end, so that it cannot be measured. */
export interface UnmeasuredRestore {
  /** The job's id; the event's where there is no job. */
  readonly id: string;
  readonly at: Instant;
  readonly detail: string;
}

export interface TrailRestores {
  /** By start, then id. */
  readonly restores: readonly TrailRestore[];
  readonly unmeasured: readonly UnmeasuredRestore[];
}

/**
 * Restores as the events of AWS Backup and DynamoDB tell them: `StartRestoreJob`, `RestoreStarted` and `RestoreCompleted`,
 * joined by the job's id. AWS documents none of the details, so each is taken from whatever event has it; a job without a
 * known beginning, end and status is no sample. Restores that DynamoDB makes itself leave no event at their end. Source:
 * AWS Backup Developer Guide, "Logging AWS Backup API calls with CloudTrail".
 */
export function restoresOfTrail(events: readonly TrailEvent[]): TrailRestores {
  const jobs = new Map<string, TrailEvent[]>();
  const unmeasured: UnmeasuredRestore[] = [];
  for (const event of events) {
    if (event.errorCode !== undefined) continue;
    if (isJobEvent(event)) {
      const id = jobIdOf(event);
      if (id === undefined) {
        if (isOfTable([event])) unmeasured.push(without(event, event.id, `${event.name} names no job`));
      } else {
        // AWS writes ids in either case.
        const key = `${event.account} ${event.region} ${id.toLowerCase()}`;
        jobs.set(key, [...(jobs.get(key) ?? []), event]);
      }
    } else if (isNative(event)) {
      unmeasured.push(without(event, event.id, `${event.name} tells when a restore began, and nothing when it ended`));
    }
  }
  const restores: TrailRestore[] = [];
  for (const reported of jobs.values()) {
    if (!isOfTable(reported)) continue;
    const restore = restoreOf(reported);
    if ('detail' in restore) unmeasured.push(restore);
    else restores.push(restore);
  }
  return {
    restores: restores.toSorted(
      byText(
        ({ startedAt }) => startedAt,
        ({ id }) => id,
      ),
    ),
    unmeasured,
  };
}

/**
 * The restores of which it is known which table was restored: the events say so, or the recovery point, which is still
 * listed, does.
 */
export function attributed(
  restores: readonly TrailRestore[],
  points: ReadonlyMap<string, RecoveryPoint>,
): readonly (Omit<TrailRestore, 'recoveryPointArn'> & { readonly sourceArn: string })[] {
  return restores.flatMap(({ recoveryPointArn, ...restore }) => {
    const point = recoveryPointArn === undefined ? undefined : points.get(recoveryPointArn);
    const sourceArn = restore.sourceArn ?? point?.resourceArn;
    if (sourceArn === undefined) return [];
    const cold = point && wasCold(point, restore.startedAt);
    const backedUpAt = restore.recoveryPointCreatedAt ?? point?.createdAt;
    return [
      {
        ...restore,
        sourceArn,
        ...optional('cold', cold),
        ...optional('recoveryPointCreatedAt', backedUpAt),
      },
    ];
  });
}

function isJobEvent({ source, name }: TrailEvent): boolean {
  return source === 'backup.amazonaws.com' && /^(StartRestoreJob|RestoreStarted|RestoreCompleted)$/.test(name);
}

/** AWS Backup restores through the same calls; its own events tell of those. */
function isNative({ source, name, actor }: TrailEvent): boolean {
  return (
    source === 'dynamodb.amazonaws.com' &&
    (name === 'RestoreTableFromBackup' || name === 'RestoreTableToPointInTime') &&
    actor.invokedBy !== 'backup.amazonaws.com'
  );
}

function without({ at }: TrailEvent, id: string, detail: string): UnmeasuredRestore {
  return { id, at, detail };
}

function jobIdOf(event: TrailEvent): string | undefined {
  return first([event], 'restoreJobId', lenientText);
}

function restoreOf(reported: readonly TrailEvent[]): TrailRestore | UnmeasuredRestore {
  const { at = '', account = '', region = '' } = reported[0] ?? {};
  const id = first(reported, 'restoreJobId', lenientText) ?? '';
  const started = reported.find(({ name }) => name !== 'RestoreCompleted');
  const ended = reported.find(({ name }) => name === 'RestoreCompleted');
  if (!ended) return { id, at, detail: 'no event tells that it ended' };
  const startedAt = first(reported, 'creationDate', lenientInstant) ?? started?.at;
  if (startedAt === undefined) return { id, at, detail: 'no event tells when it began' };
  const completedAt = first([ended], 'completionDate', lenientInstant) ?? ended.at;
  const status = first([ended], 'status', lenientText) ?? first([ended], 'state', lenientText);
  const isOver = status === 'COMPLETED' || status === 'FAILED' || status === 'ABORTED';
  if (status === undefined || !isOver) return { id, at, detail: `its end says ${status ?? 'nothing'} of its status` };
  const minutes = minutesBetween(startedAt, completedAt);
  if (minutes < 0) return { id, at, detail: `it ends at ${completedAt}, before it began` };
  return {
    id,
    outcome: status === 'COMPLETED' ? 'completed' : 'failed',
    status,
    startedAt,
    completedAt,
    ...(status === 'COMPLETED' ? { minutes } : {}),
    from: 'cloudtrail',
    account,
    region,
    ...optional('sourceArn', sourceOf(reported)),
    ...optional('restoredArn', restoredOf(reported)),
    ...optional('recoveryPointArn', first(reported, 'recoveryPointArn', lenientText)),
    ...optional('recoveryPointCreatedAt', first(reported, 'recoveryPointCreationDate', lenientInstant)),
    ...optional('sizeBytes', first(reported, 'backupSizeInBytes', lenientNumber)),
    ...optional('statusMessage', first(reported, 'statusMessage', lenientText)),
    ...optional('validationStatus', first(reported, 'validationStatus', lenientText)),
  };
}

/** Words such as `DynamoDB.FullyManaged` are seen; where no type is told the ARNs decide, or later the recovery point. */
function isOfTable(reported: readonly TrailEvent[]): boolean {
  const type = first(reported, 'resourceType', lenientText);
  if (type !== undefined) return /^dynamodb\b/i.test(type);
  const arns = ['recoveryPointArn', 'createdResourceArn', 'sourceResourceArn'].flatMap(
    (name) => first(reported, name, lenientText) ?? [],
  );
  return arns.some((arn) => tableNameOf(arn) !== undefined) || arns.every((arn) => parseArn(arn)?.service === 'backup');
}

function sourceOf(reported: readonly TrailEvent[]): string | undefined {
  const named = [first(reported, 'sourceResourceArn', lenientText), first(reported, 'recoveryPointArn', lenientText)];
  return named.flatMap((arn) => (arn === undefined ? [] : (tableOf(arn) ?? [])))[0];
}

/** The request names the table to be made where no event has its ARN. */
function restoredOf(reported: readonly TrailEvent[]): string | undefined {
  const made = first(reported, 'createdResourceArn', lenientText);
  if (made !== undefined) return tableOf(made);
  const metadata = first(reported, 'metadata', lenientObject);
  const target = metadata && (lenientText(metadata['targetTableName']) ?? lenientText(metadata['TargetTableName']));
  const [event] = reported;
  const partition = parseArn(first(reported, 'recoveryPointArn', lenientText) ?? '')?.partition ?? 'aws';
  return target === undefined || !event ? undefined : tableArn(partition, event.region, event.account, target);
}

/** The ARN of the table that an ARN names: of a native backup, or of the table itself. */
function tableOf(arn: string): string | undefined {
  const parsed = parseArn(arn);
  const name = tableNameOf(arn);
  return parsed && name !== undefined ? tableArn(parsed.partition, parsed.region, parsed.account, name) : undefined;
}

/** The first event that has the member, in its details, its answer or its request, in a form that can be read. */
function first<T>(
  events: readonly TrailEvent[],
  member: string,
  read: (value: Json | undefined) => T | undefined,
): T | undefined {
  for (const { serviceDetails, response, request } of events) {
    for (const part of [serviceDetails, response, request] satisfies (JsonObject | undefined)[]) {
      const value = part && read(part[member]);
      if (value !== undefined) return value;
    }
  }
  return undefined;
}

function optional<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: T });
}
