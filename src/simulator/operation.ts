import type { Input } from './input.ts';
import type { Account, Actor, Region, World } from './state.ts';

/** One request, understood: who asks which service what, where and when. */
export interface Call {
  readonly service: Service;
  readonly operation: string;
  readonly input: Input;
  readonly world: World;
  readonly account: Account;
  readonly region: Region;
  readonly actor: Actor;
  readonly now: Date;
}

/** Returns the members of the answer by AWS's names; instants are `Date`s, which each protocol writes in its own way. */
export type Handler = (call: Call) => object;

export interface Operation {
  readonly handle: Handler;
  /** Mutating calls leave a CloudTrail event. */
  readonly writes: boolean;
  /** REST protocols only. */
  readonly http?: HttpBinding;
}

export interface HttpBinding {
  readonly method: string;
  /** `/backup/plans/{BackupPlanId}`; the names in braces are input members. */
  readonly path: string;
  /** Query parameter → input member. */
  readonly query: Readonly<Record<string, string>>;
  readonly status: number;
}

/** The codes under which a service reports the errors that all services have. */
export interface ErrorCodes {
  readonly invalid: string;
  readonly missing: string;
  readonly accessDenied: string;
  readonly throttled: string;
  readonly unavailable: string;
}

export interface Service {
  /** The name in the signature's credential scope. */
  readonly scope: string;
  /** The prefix of its IAM actions, where it is not the scope's name. */
  readonly actions: string;
  /** CloudTrail's name of it. */
  readonly eventSource: string;
  readonly xmlns?: string;
  readonly errors: ErrorCodes;
  readonly operations: Readonly<Record<string, Operation>>;
}

export const JSON_ERRORS: ErrorCodes = {
  invalid: 'ValidationException',
  missing: 'ValidationException',
  accessDenied: 'AccessDeniedException',
  throttled: 'ThrottlingException',
  unavailable: 'InternalServerError',
};

export const QUERY_ERRORS: ErrorCodes = {
  invalid: 'ValidationError',
  missing: 'ValidationError',
  accessDenied: 'AccessDenied',
  throttled: 'Throttling',
  unavailable: 'ServiceUnavailable',
};

export function reads(handle: Handler): Operation {
  return { handle, writes: false };
}

export function writes(handle: Handler): Operation {
  return { handle, writes: true };
}

/** `route('GET /backup/plans', { maxResults: 'MaxResults' })` */
export function route(target: string, query: Readonly<Record<string, string>> = {}, status = 200): HttpBinding {
  const [method = 'GET', path = '/'] = target.split(' ');
  return { method, path, query, status };
}
