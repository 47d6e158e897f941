import { ServiceError } from '../error.ts';
import { date, inner, integer, needText, text, texts } from '../input.ts';
import { type Call, type Operation, reads, writes } from '../operation.ts';
import { paginate } from '../page.ts';
import type { Region, ScheduledAction } from '../state.ts';

export const SCHEDULED_ACTION_OPERATIONS = {
  PutScheduledAction: writes(putAction),
  DeleteScheduledAction: writes(deleteAction),
  DescribeScheduledActions: reads(describeActions),
} satisfies Record<string, Operation>;

export function scheduledActionArn(region: Region, id: string, resource: string, name: string): string {
  return `arn:${region.partition}:autoscaling:${region.name}:${region.account}:scheduledAction:${id}:resource/dynamodb/${resource}:scheduledActionName/${name}`;
}

function targetOf(call: Call): string {
  return `${needText(call.input, 'ResourceId')} ${needText(call.input, 'ScalableDimension')}`;
}

/** Source: Application Auto Scaling API reference, PutScheduledAction; what is not said stays as it was. */
function putAction(call: Call): object {
  const { input, region, now } = call;
  const target = targetOf(call);
  const name = needText(input, 'ScheduledActionName');
  if (!region.scalableTargets.has(target)) throw notFound(`No scalable target registered for ${target}`);
  const before = region.scheduledActions.get(`${target} ${name}`);
  const schedule = text(input, 'Schedule') ?? before?.Schedule;
  if (schedule === undefined || !/^(?:at|rate|cron)\(.*\)$/.test(schedule)) {
    throw new ServiceError('ValidationException', `Schedule ${schedule ?? ''} is not at(…), rate(…) or cron(…)`);
  }
  const units = inner(input, 'ScalableTargetAction');
  const resource = needText(input, 'ResourceId');
  region.scheduledActions.set(`${target} ${name}`, {
    ScheduledActionName: name,
    ScheduledActionARN:
      before?.ScheduledActionARN ?? scheduledActionArn(region, call.world.ids.uuid('scheduled-action'), resource, name),
    ServiceNamespace: needText(input, 'ServiceNamespace'),
    ResourceId: resource,
    ScalableDimension: needText(input, 'ScalableDimension'),
    Schedule: schedule,
    Timezone: text(input, 'Timezone') ?? before?.Timezone,
    StartTime: date(input, 'StartTime') ?? before?.StartTime,
    EndTime: date(input, 'EndTime') ?? before?.EndTime,
    ScalableTargetAction: units
      ? { MinCapacity: integer(units, 'MinCapacity'), MaxCapacity: integer(units, 'MaxCapacity') }
      : (before?.ScalableTargetAction ?? {}),
    CreationTime: before?.CreationTime ?? now,
  });
  return {};
}

function deleteAction(call: Call): object {
  const key = `${targetOf(call)} ${needText(call.input, 'ScheduledActionName')}`;
  if (!call.region.scheduledActions.delete(key)) throw notFound(`No scheduled action found for ${key}`);
  return {};
}

function describeActions(call: Call): object {
  const { input, region } = call;
  const namespace = needText(input, 'ServiceNamespace');
  const names = texts(input, 'ScheduledActionNames') ?? [];
  const resource = text(input, 'ResourceId');
  const dimension = text(input, 'ScalableDimension');
  const { items, next } = paginate(call, [...region.scheduledActions.values()], {
    size: 50,
    max: 50,
    badToken: 'InvalidNextTokenException',
    matches: (action: ScheduledAction) =>
      action.ServiceNamespace === namespace &&
      (names.length === 0 || names.includes(action.ScheduledActionName)) &&
      (resource ?? action.ResourceId) === action.ResourceId &&
      (dimension ?? action.ScalableDimension) === action.ScalableDimension,
  });
  return { ScheduledActions: items, NextToken: next };
}

function notFound(message: string): ServiceError {
  return new ServiceError('ObjectNotFoundException', message);
}
