import { type Fact, known } from '../model/fact.ts';
import { sortedBy } from './answer.ts';
import type { Connection, Run } from './connection.ts';
import { codeOf, failure } from './failure.ts';
import { type Page, pagesOf } from './pages.ts';
import type { Operation } from './rates.ts';

/** An error of AWS that is an answer: no such policy, no such table. */
export interface Absence<T> {
  readonly codes: readonly string[];
  readonly value: T;
}

/** How AWS says that a resource is not there (the second is DynamoDB's for its backup settings). */
export const NOT_FOUND = ['ResourceNotFoundException', 'TableNotFoundException'] as const;

/** Asks one question. Whatever goes wrong is a value; only an aborted run throws. */
export function ask<Output, T, Nothing = never>(
  { run }: Connection,
  operation: Operation,
  send: () => Promise<Output>,
  read: (output: Output) => T,
  absence?: Absence<Nothing>,
): Promise<Fact<T | Nothing>> {
  return settle(run, operation, async () => read(await counted(run, operation, send)), absence);
}

/** As `ask`; undefined when the resource is gone since the list that named it. Such a resource is left out, not unknown. */
export async function askUnlessGone<Output, T>(
  connection: Connection,
  operation: Operation,
  send: () => Promise<Output>,
  read: (output: Output) => T,
): Promise<Fact<T> | undefined> {
  const fact = await ask<Output, T, typeof GONE>(connection, operation, send, read, { codes: NOT_FOUND, value: GONE });
  if (!fact.known) return fact;
  return fact.value === GONE ? undefined : known(fact.value, fact.from);
}

const GONE: unique symbol = Symbol('gone');

export interface Listing<Output, Item> {
  readonly send: (token: string | undefined) => Promise<Output>;
  readonly page: (output: Output) => Page<Item>;
  /** Told of each page as it comes, for what need not wait for the last one. */
  readonly arrived?: (items: readonly Item[]) => void;
}

/** Asks for a list to its end, as far as any list of AWS may reach (`AnswerBounds`). Half a list is not a list: a failure on any page makes the whole fact unknown. */
export function list<Output extends object, Item, T, Nothing = never>(
  { run }: Connection,
  operation: Operation,
  listing: Listing<Output, Item>,
  read: (items: readonly Item[]) => T,
  absence?: Absence<Nothing>,
): Promise<Fact<T | Nothing>> {
  return settle(
    run,
    operation,
    async () => {
      const gathered: Item[] = [];
      const send = (token: string | undefined) => counted(run, operation, () => listing.send(token));
      for await (const items of pagesOf(run.wire, send, listing.page)) {
        for (const item of items) gathered.push(item);
        listing.arrived?.(items);
      }
      return read(gathered);
    },
    absence,
  );
}

/**
 * A list whose items are asked about one by one, each as soon as its page is there. `each` gives undefined for an item
 * that is gone or of no interest, and throws `IncompleteAnswer` for one that cannot be asked about.
 */
export async function listEach<Output extends object, Item, T>(
  connection: Connection,
  operation: Operation,
  listing: Omit<Listing<Output, Item>, 'arrived'>,
  each: (item: Item) => Promise<T | undefined> | undefined,
  textOf: (result: T) => string,
  absence?: Absence<readonly Item[]>,
): Promise<Fact<readonly T[]>> {
  const parts: Promise<T | undefined>[] = [];
  const arrived = (items: readonly Item[]): void => {
    for (const item of items) {
      const part = each(item);
      if (part) parts.push(part);
      // An aborted run rejects every part, and the list before anybody waits for them.
      part?.catch(() => undefined);
    }
  };
  const listed = await list(connection, operation, { ...listing, arrived }, (items) => items, absence);
  const results = await Promise.all(parts);
  if (!listed.known) return listed;
  return known(
    sortedBy(
      results.filter((result) => result !== undefined),
      textOf,
    ),
    operation,
  );
}

async function settle<T, Nothing>(
  run: Run,
  operation: Operation,
  act: () => Promise<T>,
  absence: Absence<Nothing> | undefined,
): Promise<Fact<T | Nothing>> {
  try {
    return known(await act(), operation);
  } catch (error) {
    run.signal?.throwIfAborted();
    return absence?.codes.includes(codeOf(error)) ? known(absence.value, operation) : failure(error, operation);
  }
}

async function counted<T>(run: Run, operation: Operation, send: () => Promise<T>): Promise<T> {
  run.progress.begin(operation);
  try {
    return await send();
  } finally {
    run.progress.end(operation);
  }
}
