import { createHash } from 'node:crypto';
import { byText } from '../model/order.ts';
import { ServiceError } from './error.ts';
import { integer, text } from './input.ts';
import type { Call } from './operation.ts';

export interface PageOptions<T> {
  readonly matches?: (item: T) => boolean;
  /** Names of the input members; they differ by service. */
  readonly limit?: string;
  readonly token?: string;
  /** Page size where none is asked for, and the most that may be asked for. */
  readonly size?: number;
  readonly max?: number;
  /** The code of the error for a token that is not ours, or that belongs to other parameters. */
  readonly badToken?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/**
 * One page of a list. A token holds the position to go on from and a hash of the other parameters, so that a token used
 * with changed filters is refused, as AWS does. Only the items up to the end of the page are looked at.
 */
export function paginate<T>(call: Call, all: readonly T[], options: PageOptions<T> = {}): Page<T> {
  const { matches, limit = 'MaxResults', token = 'NextToken', size = 1000, max = 1000, badToken } = options;
  const asked = integer(call.input, limit);
  if (asked !== undefined && (asked < 1 || asked > max)) {
    throw new ServiceError(call.service.errors.invalid, `${limit} is ${asked}; it must be between 1 and ${max}`);
  }
  const length = Math.min(asked ?? size, call.world.pageSize ?? max);
  const key = parametersKey(call, [limit, token]);
  let position = readToken(call, text(call.input, token), key, badToken);
  const items: T[] = [];
  for (; position < all.length; position += 1) {
    const item = all[position];
    if (item === undefined || (matches && !matches(item))) continue;
    if (items.length === length) return { items, next: writeToken(position, key) };
    items.push(item);
  }
  return { items, next: undefined };
}

function parametersKey(call: Call, except: readonly string[]): string {
  const rest = Object.entries(call.input).filter(([name]) => !except.includes(name));
  return createHash('sha256')
    .update(`${call.operation} ${JSON.stringify(rest.sort(byText(([name]) => name)))}`)
    .digest('base64url')
    .slice(0, 8);
}

function writeToken(position: number, key: string): string {
  return Buffer.from(`${position}.${key}`).toString('base64url');
}

function readToken(call: Call, token: string | undefined, key: string, badToken: string | undefined): number {
  if (token === undefined || token === '') return 0;
  const match = /^(\d{1,9})\.(.*)$/.exec(Buffer.from(token, 'base64url').toString());
  if (match?.[2] !== key) {
    throw new ServiceError(
      badToken ?? call.service.errors.invalid,
      'the token is not valid, or belongs to a request with other parameters',
    );
  }
  return Number(match[1]);
}
