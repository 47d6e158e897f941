import { partOf } from '../controls/restored/capacity.ts';
import { lenientNumber, lenientText } from '../history/lenient-values.ts';
import type { Json } from '../model/result.ts';
import { memberAt } from './member.ts';
import { scheduledActionKey } from './recorded-scaling.ts';
import type { Sent } from './sent.ts';

/** What a call that puts a scheduled action says of a place within the recorded ones; what it does not name stays as it was. */
export function scheduledActionPut(request: Json, at: readonly string[]): Sent {
  const [, , key, field] = at;
  const named = keyOf(request);
  if (named === undefined) return 'unresolved';
  if (named !== key) return 'untouched';
  const sent = field === undefined ? undefined : FIELDS[field];
  if (field === undefined || sent === undefined) return 'unresolved';
  const value = memberAt(request, ...sent.member);
  if (value === undefined || value === null) return 'untouched';
  const written = sent.read(value);
  return written === undefined ? 'unresolved' : { value: { [field]: written } };
}

export function scheduledActionDeleted(request: Json, at: readonly string[]): Sent {
  const named = keyOf(request);
  if (named === undefined) return 'unresolved';
  return named === at[2] ? { value: undefined } : 'untouched';
}

const FIELDS: Readonly<
  Record<string, { readonly member: readonly string[]; readonly read: (value: Json) => Json | undefined }>
> = {
  schedule: { member: ['schedule'], read: lenientText },
  timezone: { member: ['timezone'], read: lenientText },
  minCapacity: { member: ['scalableTargetAction', 'minCapacity'], read: lenientNumber },
  maxCapacity: { member: ['scalableTargetAction', 'maxCapacity'], read: lenientNumber },
  // How CloudTrail writes these is not documented.
  startAt: { member: ['startTime'], read: () => undefined },
  endAt: { member: ['endTime'], read: () => undefined },
};

function keyOf(request: Json): string | undefined {
  const resourceId = lenientText(memberAt(request, 'resourceId'));
  const dimension = lenientText(memberAt(request, 'scalableDimension'));
  const name = lenientText(memberAt(request, 'scheduledActionName'));
  const table = /^table\/([^/]+)/.exec(resourceId ?? '')?.[1];
  if (resourceId === undefined || dimension === undefined || name === undefined || table === undefined)
    return undefined;
  const part = partOf(table, { resourceId, dimension });
  return part === undefined ? undefined : scheduledActionKey(part, name);
}
