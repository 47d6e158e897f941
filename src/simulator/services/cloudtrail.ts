import { ServiceError } from '../error.ts';
import { date, inners, integer, needText, oneOf, text } from '../input.ts';
import { type Call, JSON_ERRORS, reads, type Service } from '../operation.ts';
import type { TrailEvent } from '../state.ts';

/** Source: CloudTrail user guide, "Viewing CloudTrail events": 90 days, 50 events a page. */
const HISTORY_MS = 90 * 86_400_000;
const PAGE = 50;

const KEYS = [
  'EventId',
  'EventName',
  'ReadOnly',
  'Username',
  'ResourceType',
  'ResourceName',
  'EventSource',
  'AccessKeyId',
] as const;

export const CLOUDTRAIL: Service = {
  scope: 'cloudtrail',
  actions: 'cloudtrail',
  eventSource: 'cloudtrail.amazonaws.com',
  errors: { ...JSON_ERRORS, invalid: 'InvalidLookupAttributesException', missing: 'InvalidLookupAttributesException' },
  operations: { LookupEvents: reads(lookupEvents) },
};

function lookupEvents(call: Call): object {
  const { input, region, now, world } = call;
  const asked = integer(input, 'MaxResults') ?? PAGE;
  if (asked < 1 || asked > PAGE) {
    throw new ServiceError('InvalidMaxResultsException', `MaxResults is ${asked}; it must be between 1 and ${PAGE}`);
  }
  const size = Math.min(asked, world.pageSize ?? PAGE);
  const matches = readAttribute(call);
  const since = Math.max(date(input, 'StartTime')?.getTime() ?? 0, now.getTime() - HISTORY_MS);
  const until = date(input, 'EndTime')?.getTime() ?? Number.POSITIVE_INFINITY;
  if (since > until) throw new ServiceError('InvalidTimeRangeException', 'StartTime is later than EndTime');
  const key = JSON.stringify([input['LookupAttributes'], input['StartTime'], input['EndTime']]);
  // Newest first. A token counts from the oldest event, so that new events do not shift the pages.
  let position = readToken(text(input, 'NextToken'), key) ?? region.trail.length;
  const events: TrailEvent[] = [];
  let next: string | undefined;
  while (position > 0) {
    const event = region.trail[position - 1];
    if (event && event.at.getTime() < since) break;
    if (event && event.at.getTime() <= until && matches(event)) {
      if (events.length === size) {
        next = Buffer.from(JSON.stringify([position, key])).toString('base64');
        break;
      }
      events.push(event);
    }
    position -= 1;
  }
  return { Events: events.map(members), NextToken: next };
}

function readAttribute(call: Call): (event: TrailEvent) => boolean {
  const attributes = inners(call.input, 'LookupAttributes') ?? [];
  if (attributes.length > 1) {
    throw new ServiceError(
      'InvalidLookupAttributesException',
      `Only one lookup attribute is allowed; found ${attributes.length}`,
    );
  }
  const [attribute] = attributes;
  if (!attribute) return () => true;
  const key = oneOf(attribute, 'AttributeKey', KEYS);
  const value = needText(attribute, 'AttributeValue');
  return (event) => {
    switch (key) {
      case 'EventId':
        return event.id === value;
      case 'EventName':
        return event.name === value;
      case 'ReadOnly':
        return String(event.readOnly) === value;
      case 'Username':
        return event.username === value;
      case 'EventSource':
        return event.source === value;
      case 'AccessKeyId':
        return event.accessKeyId === value;
      case 'ResourceName':
        return event.resources.some((resource) => resource.ResourceName === value);
      case 'ResourceType':
        return event.resources.some((resource) => resource.ResourceType === value);
      case undefined:
        return false;
    }
  };
}

function readToken(token: string | undefined, key: string): number | undefined {
  if (token === undefined || token === '') return undefined;
  const match = /^\[(\d+),(.*)\]$/s.exec(Buffer.from(token, 'base64').toString());
  if (match?.[2] !== JSON.stringify(key)) {
    throw new ServiceError(
      'InvalidNextTokenException',
      'The token is not valid, or belongs to a request with other parameters',
    );
  }
  return Number(match[1]);
}

function members(event: TrailEvent): object {
  return {
    EventId: event.id,
    EventName: event.name,
    ReadOnly: String(event.readOnly),
    AccessKeyId: event.accessKeyId,
    EventTime: event.at,
    EventSource: event.source,
    Username: event.username,
    Resources: event.resources,
    CloudTrailEvent: JSON.stringify(event.record),
  };
}
