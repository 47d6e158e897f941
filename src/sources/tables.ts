import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetResourcePolicyCommand,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import type { CarryOver } from '../history/carry-over.ts';
import { type Fact, type Known, NOT_COLLECTED, type Unknown, unknown } from '../model/fact.ts';
import { TABLE_NEEDS, type TableNeed } from '../model/need.ts';
import type { PointInTimeRecovery, TableDescription, TableRecord, Tags, TimeToLive } from '../model/table.ts';
import { required, sortedTexts } from './answer.ts';
import { askUnlessGone, list } from './ask.ts';
import type { Connection } from './connection.ts';
import { codeOf } from './failure.ts';
import type { Operation } from './rates.ts';
import { pointInTimeRecovery, tableDescription, timeToLive } from './table-answers.ts';

/** DynamoDB's own limit. */
const PAGE = 100;

/** Names of all tables, sorted; `arrived` is told of each page as it comes. */
export function listTables(
  connection: Connection,
  arrived: (names: readonly string[]) => void,
): Promise<Fact<readonly string[]>> {
  return list(
    connection,
    'dynamodb:ListTables',
    {
      send: (ExclusiveStartTableName) =>
        connection.dynamoDb.send(new ListTablesCommand({ Limit: PAGE, ExclusiveStartTableName })),
      page: (output) => ({ items: output.TableNames, next: output.LastEvaluatedTableName }),
      arrived,
    },
    sortedTexts,
  );
}

/** Undefined: the table is gone since it was listed. */
type TableFact<T> = Promise<Fact<T> | undefined>;

interface TableAnswers {
  readonly description: TableDescription;
  readonly 'time-to-live': TimeToLive;
  readonly 'point-in-time-recovery': PointInTimeRecovery;
  /** Null: the table has none. */
  readonly 'resource-policy': string | null;
}

type Question<T> = (connection: Connection, arn: string, name: string) => TableFact<T>;

const QUESTIONS: { readonly [N in TableNeed]: Question<TableAnswers[N]> } = {
  description: (connection, _, TableName) =>
    askUnlessGone(
      connection,
      'dynamodb:DescribeTable',
      () => connection.dynamoDb.send(new DescribeTableCommand({ TableName })),
      (output) => tableDescription(required(output.Table, 'Table')),
    ),
  'time-to-live': (connection, _, TableName) =>
    askUnlessGone(
      connection,
      'dynamodb:DescribeTimeToLive',
      () => connection.dynamoDb.send(new DescribeTimeToLiveCommand({ TableName })),
      (output) => timeToLive(output.TimeToLiveDescription),
    ),
  'point-in-time-recovery': (connection, _, TableName) =>
    askUnlessGone(
      connection,
      'dynamodb:DescribeContinuousBackups',
      () => connection.dynamoDb.send(new DescribeContinuousBackupsCommand({ TableName })),
      (output) => pointInTimeRecovery(output.ContinuousBackupsDescription),
    ),
  'resource-policy': (connection, ResourceArn) =>
    askUnlessGone(
      connection,
      'dynamodb:GetResourcePolicy',
      () => connection.dynamoDb.send(new GetResourcePolicyCommand({ ResourceArn })).catch(noPolicy),
      (output) => (output === NO_POLICY ? null : required(output.Policy, 'Policy')),
    ),
};

const NO_POLICY = { Policy: undefined } as const;

function noPolicy(error: unknown): typeof NO_POLICY {
  if (codeOf(error) === 'PolicyNotFoundException') return NO_POLICY;
  throw error;
}

/** A fact that is asked for once, when it is first wanted. */
class WantedFact<T> {
  readonly #ask: () => TableFact<T>;
  #asked: TableFact<T> | undefined;

  constructor(ask: () => TableFact<T>) {
    this.#ask = ask;
  }

  want(): TableFact<T> {
    if (this.#asked) return this.#asked;
    const fact = this.#ask();
    // An aborted run rejects it, perhaps before anybody waits for it.
    fact.catch(() => undefined);
    this.#asked = fact;
    return fact;
  }

  /** Asks nothing that was not wanted. */
  answer(): TableFact<T> {
    return this.#asked ?? Promise.resolve(NOT_COLLECTED);
  }
}

/** One table, and the facts that AWS gives one table a call. */
export class TableFacts {
  readonly arn: string;
  readonly #name: string;
  readonly #facts: { readonly [N in TableNeed]: WantedFact<TableAnswers[N]> };

  /** `carryOver`: asked for what is known of the table as it is described, if it is. */
  constructor(connection: Connection, arn: string, name: string, carryOver?: CarryOver) {
    const ask = <N extends TableNeed>(need: N) => QUESTIONS[need](connection, arn, name);
    const fact = <N extends TableNeed>(need: N) => new WantedFact(() => ask(need));
    this.arn = arn;
    this.#name = name;
    this.#facts = {
      description: fact('description'),
      'time-to-live': carryOver
        ? new WantedFact(async () => (await this.#carriedOver(carryOver)) ?? ask('time-to-live'))
        : fact('time-to-live'),
      'point-in-time-recovery': fact('point-in-time-recovery'),
      'resource-policy': fact('resource-policy'),
    };
  }

  /** The description first: what is carried over hangs on it. */
  want(needs: ReadonlySet<TableNeed>): void {
    for (const need of TABLE_NEEDS) if (needs.has(need)) this.#facts[need].want();
  }

  async #carriedOver(carryOver: CarryOver): Promise<Known<TimeToLive> | undefined> {
    const description = await this.#facts.description.answer();
    return description?.known ? carryOver(this.arn, description.value) : undefined;
  }

  /** The table before anything was asked about it. */
  named(tags: Fact<Tags>): TableRecord {
    return {
      arn: this.arn,
      name: this.#name,
      tags,
      description: NOT_COLLECTED,
      timeToLive: NOT_COLLECTED,
      pointInTimeRecovery: NOT_COLLECTED,
      resourcePolicy: NOT_COLLECTED,
    };
  }

  /** The table with its description where one was wanted, whatever else is still under way. */
  async described(tags: Fact<Tags>): Promise<TableRecord | undefined> {
    const description = await this.#facts.description.answer();
    return description && { ...this.named(tags), description };
  }

  /** Everything that was wanted; undefined when the table is gone. */
  async complete(tags: Fact<Tags>): Promise<TableRecord | undefined> {
    const [table, timeToLive, pointInTimeRecovery, resourcePolicy] = await Promise.all([
      this.described(tags),
      this.#facts['time-to-live'].answer(),
      this.#facts['point-in-time-recovery'].answer(),
      this.#facts['resource-policy'].answer(),
    ]);
    if (table === undefined) return undefined;
    const isContradicted = !(timeToLive && pointInTimeRecovery && resourcePolicy);
    // A table is left out only when DescribeTable says so too: what is left out is not judged.
    if (isContradicted && (await this.#facts.description.want()) === undefined) return undefined;
    return {
      ...table,
      timeToLive: timeToLive ?? notFoundHere('dynamodb:DescribeTimeToLive'),
      pointInTimeRecovery: pointInTimeRecovery ?? notFoundHere('dynamodb:DescribeContinuousBackups'),
      resourcePolicy: resourcePolicy ?? notFoundHere('dynamodb:GetResourcePolicy'),
    };
  }
}

function notFoundHere(operation: Operation): Unknown {
  return unknown(
    'unreachable',
    `${operation} does not find the table that dynamodb:DescribeTable finds; a later run may settle it`,
  );
}
