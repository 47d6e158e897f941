import { isObject } from '../model/json.ts';
import type { TrailEvent } from '../model/trail-event.ts';
import { actorOf } from './actor.ts';
import { lenientFlag, lenientInstant, lenientObject, lenientText } from './lenient-values.ts';

/** A record as an event, or why it is none. */
export type TrailReading =
  | { readonly ok: true; readonly event: TrailEvent }
  | { readonly ok: false; readonly reason: string };

/** `1.11`; a minor version only adds fields. Source: CloudTrail User Guide, "CloudTrail record contents". */
const KNOWN_MAJOR = '1';

/**
 * One CloudTrail record. What is undocumented is read tolerantly: nothing but the id, the time, the source and the name
 * must be there. Requests, answers and details above 100 KB are left out by CloudTrail, and so are absent here.
 */
export function readTrailRecord(record: unknown): TrailReading {
  const fields = lenientObject(record);
  if (!fields) return unreadable('it is no JSON object');
  const id = lenientText(fields['eventID']);
  if (id === undefined) return unreadable('it has no eventID');
  const version = lenientText(fields['eventVersion']);
  if (version !== undefined && version.split('.')[0] !== KNOWN_MAJOR) {
    return unreadable(`event ${id} has eventVersion ${version}; Holdfast knows ${KNOWN_MAJOR}.x`);
  }
  const at = lenientInstant(fields['eventTime']);
  if (at === undefined) return unreadable(`event ${id} has no readable eventTime`);
  const source = lenientText(fields['eventSource']);
  const name = lenientText(fields['eventName']);
  if (source === undefined || name === undefined) return unreadable(`event ${id} has no eventSource or no eventName`);

  const identity = fields['userIdentity'];
  const recipient = lenientText(fields['recipientAccountId']);
  const account = recipient ?? (isObject(identity) ? lenientText(identity['accountId']) : undefined);
  const region = lenientText(fields['awsRegion']);
  if (account === undefined || region === undefined) {
    return unreadable(`event ${id} names no account or no Region`);
  }
  const sourceIp = lenientText(fields['sourceIPAddress']);
  const userAgent = lenientText(fields['userAgent']);
  const errorCode = lenientText(fields['errorCode']);
  const request = lenientObject(fields['requestParameters']);
  const response = lenientObject(fields['responseElements']);
  const serviceDetails = lenientObject(fields['serviceEventDetails']);
  return {
    ok: true,
    event: {
      id,
      at,
      source,
      name,
      kind: kindOf(lenientText(fields['eventType'])),
      account,
      region,
      actor: actorOf(identity, recipient),
      ...(sourceIp === undefined ? {} : { sourceIp }),
      ...(userAgent === undefined ? {} : { userAgent }),
      fromConsole: isFromConsole(userAgent, fields['sessionCredentialFromConsole']),
      ...(errorCode === undefined ? {} : { errorCode }),
      ...(request ? { request } : {}),
      ...(response ? { response } : {}),
      ...(serviceDetails ? { serviceDetails } : {}),
    },
  };
}

function kindOf(type: string | undefined): TrailEvent['kind'] {
  if (type === 'AwsApiCall' || type === 'AwsConsoleAction') return 'api-call';
  return type === 'AwsServiceEvent' ? 'service-event' : 'other';
}

/**
 * The console calls with an agent of its own, or with credentials that it was given at sign-in. Browsers' own agents show
 * for some services. Source: CloudTrail User Guide, "CloudTrail record contents", `sessionCredentialFromConsole`.
 */
const CONSOLE_AGENT =
  /^\[?(?:console|signin)\.(?:amazonaws\.com(?:\.cn)?|aws)\b|^(?:S3Console|AWSConsoleSignIn|Mozilla\/)|AWS Internal; Console/i;

function isFromConsole(userAgent: string | undefined, fromConsole: unknown): boolean {
  return lenientFlag(fromConsole) === true || (userAgent !== undefined && CONSOLE_AGENT.test(userAgent));
}

function unreadable(reason: string): TrailReading {
  return { ok: false, reason };
}
