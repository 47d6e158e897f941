import { InputError, ServiceError } from './error.ts';
import type { Service } from './operation.ts';
import type { Actor, World } from './state.ts';
import type { Protocol } from './wire/understand.ts';
import { actorArn } from './world.ts';

/** Query services say InvalidAction where the others say UnknownOperationException. */
/** What a Region answers that the account has not enabled. Source: AWS Account Management Reference, manage-acct-regions. */
export function closedRegion(protocol: Protocol): ServiceError {
  const code = protocol === 'query' ? 'InvalidClientTokenId' : 'UnrecognizedClientException';
  const status = protocol === 'json' ? 400 : 403;
  return new ServiceError(code, 'The security token included in the request is invalid', { status });
}

export function unknownOperation(protocol: Protocol, name: string): ServiceError {
  return protocol === 'query'
    ? new ServiceError('InvalidAction', `Could not find operation ${name}`)
    : new ServiceError('UnknownOperationException', `The simulator does not implement ${name}`, {
        status: protocol === 'rest-json' ? 404 : 400,
      });
}

export function faultError(
  world: World,
  service: Service,
  operation: string,
  actor: Actor,
  protocol: Protocol,
  kind: 'deny' | 'throttle' | 'error',
): ServiceError {
  switch (kind) {
    case 'deny': {
      const action = `${service.actions}:${operation}`;
      const code = protocol === 'query' ? 'AccessDenied' : service.errors.accessDenied;
      const text =
        `User: ${actorArn(world, actor)} is not authorized to perform: ${action} ` +
        `because no identity-based policy allows the ${action} action`;
      return new ServiceError(code, text, { status: protocol === 'json' ? 400 : 403 });
    }
    case 'throttle':
      return new ServiceError(protocol === 'query' ? 'Throttling' : service.errors.throttled, 'Rate exceeded');
    case 'error':
      return new ServiceError(service.errors.unavailable, 'The service is unavailable', { status: 503 });
  }
}

export function asServiceError(service: Service, problem: unknown): ServiceError {
  if (problem instanceof ServiceError) return problem;
  if (problem instanceof InputError) {
    return new ServiceError(problem.missing ? service.errors.missing : service.errors.invalid, problem.message);
  }
  throw problem;
}
