import type { TrailHistory } from '../../model/trail-event.ts';
import { instant, object, shaped } from './shape.ts';

const text = { type: 'string' } as const;
const fields = { type: 'object' } as const;
/** As long as the file may be. */
const list = (items: object) => ({ type: 'array', items }) as const;

const actor = object(
  {
    kind: { enum: ['user', 'role-session', 'sso-user', 'root', 'service', 'other-account', 'unknown'] },
    name: text,
    arn: text,
    account: text,
    role: text,
    invokedBy: text,
  },
  ['arn', 'account', 'role', 'invokedBy'],
);

const event = object(
  {
    id: text,
    at: instant,
    source: text,
    name: text,
    kind: { enum: ['api-call', 'service-event', 'other'] },
    account: text,
    region: text,
    actor,
    sourceIp: text,
    userAgent: text,
    fromConsole: { type: 'boolean' },
    errorCode: text,
    request: fields,
    response: fields,
    serviceDetails: fields,
  },
  ['sourceIp', 'userAgent', 'errorCode', 'request', 'response', 'serviceDetails'],
);

const gap = object(
  {
    known: { const: false },
    reason: { enum: ['denied', 'throttled', 'not-collected', 'undocumented', 'too-few-samples', 'unreachable'] },
    detail: text,
    permission: text,
  },
  ['permission'],
);

const reach = object(
  {
    source: text,
    places: list(object({ account: text, region: text })),
    from: instant,
    to: instant,
    gaps: list(gap),
    notes: list(text),
    notUnderstood: list(text),
  },
  ['places', 'notes', 'notUnderstood'],
);

const schema = object({ events: list(event), reach: list(reach) });

/**
 * The history of a pack. What a forger puts there is judged as a forger’s CloudTrail would be: the hash, and the signature over
 * it, tell. Throws `UserError` for a text that is none.
 */
export function readPackHistory(bytes: Uint8Array): TrailHistory {
  return shaped<TrailHistory>(bytes, schema, 'history.json');
}
