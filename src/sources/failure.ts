import { type Unknown, unknown } from '../model/fact.ts';

/** Longest part of AWS's own message that is repeated. */
const MESSAGE_MAX = 300;

const DENIED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'InsufficientPrivilegesException',
  'NotAuthorized',
  'UnauthorizedException',
  'UnauthorizedOperation',
]);

/** The credentials themselves were refused, so that no IAM action would help. */
const BAD_CREDENTIALS = new Set([
  'AuthFailure',
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidIdentityToken',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'NotSignedUp',
  'OptInRequired',
  'RequestExpired',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
  'TokenProviderError',
  'UnrecognizedClientException',
]);

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
const THROTTLED = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);

const NOT_OFFERED = new Set([
  'UnknownOperationException',
  'UnknownOperation',
  'InvalidAction',
  'NotImplemented',
  'UnknownAction',
]);

/** An answer that came, but without what it must hold. */
export class IncompleteAnswer extends Error {
  override readonly name = 'IncompleteAnswer';
}

/** The error code that AWS answered with, or the name of what went wrong on the way. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Error';
  const name = error.name === '' ? 'Error' : error.name;
  // `com.amazonaws.dynamodb#Foo:http://…` reaches us whole when the service is not known to the SDK.
  return name.replace(/^.*#/, '').replace(/:.*$/s, '');
}

/** Why a call brought no fact. `permission` is the IAM action that the call needs. */
export function failure(error: unknown, permission: string): Unknown {
  const code = codeOf(error);
  const said = saidBy(error);
  if (DENIED.has(code)) {
    return unknown('denied', `${permission} was denied${said}; allowing ${permission} settles it`, permission);
  }
  if (BAD_CREDENTIALS.has(code)) {
    return unknown(
      'denied',
      `${permission} was refused because of the credentials, ${code}${said}; valid credentials, or a Region that is enabled, settle it`,
    );
  }
  if (THROTTLED.has(code) || statusOf(error) === 429) {
    return unknown(
      'throttled',
      `${permission} was throttled at every attempt, ${code}; a later run may settle it`,
      permission,
    );
  }
  return unknown('unreachable', `${permission} brought no answer: ${troubleOf(error, code, said)}`);
}

function troubleOf(error: unknown, code: string, said: string): string {
  const status = statusOf(error);
  if (error instanceof IncompleteAnswer) return error.message;
  if (error instanceof SyntaxError) {
    return `what answered does not speak as AWS does${status === undefined ? '' : `, HTTP status ${status}`}`;
  }
  if (NOT_OFFERED.has(code)) return `the endpoint does not offer the operation, ${code}`;
  if (code === 'TimeoutError' && socketCodeOf(error) === undefined) return 'no answer within the time limit';
  const socketCode = socketCodeOf(error);
  if (socketCode !== undefined) return `the connection failed, ${socketCode}`;
  return `${code}${status === undefined ? '' : `, HTTP status ${status}`}${said}`;
}

function statusOf(error: unknown): number | undefined {
  const status = field(field(error, '$response'), 'statusCode') ?? field(field(error, '$metadata'), 'httpStatusCode');
  return typeof status === 'number' ? status : undefined;
}

/** `ECONNREFUSED` and its kin; a timeout that the SDK made itself is none. */
function socketCodeOf(error: unknown): string | undefined {
  const code = field(error, 'code');
  if (typeof code !== 'string' || !/^[A-Z]+(_[A-Z]+)*$/.test(code)) return undefined;
  return code === 'ETIMEDOUT' ? undefined : code;
}

/** The SDK hides some fields from enumeration, so they are asked for by name. */
function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function saidBy(error: unknown): string {
  const message = error instanceof Error ? plainText(error.message) : '';
  return message === '' || message === 'UnknownError' ? '' : ` (${message})`;
}

/** One short line: no control characters, no key ids, no tokens, no signatures. */
export function plainText(message: string): string {
  const line = message
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\b(?:AKIA|ASIA|AGPA|AIDA|AROA)[A-Z0-9]{12,}\b/g, '[key id]')
    .replace(
      /\b(x-amz-security-token|authorization|credential|signature|secret|token|password)(["']?\s*[:=]\s*)\S+/gi,
      '$1$2[removed]',
    )
    .replace(/[A-Za-z0-9+/_-]{60,}={0,2}/g, '[removed]')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > MESSAGE_MAX ? `${line.slice(0, MESSAGE_MAX - 1).trimEnd()}…` : line;
}
