import { promisify } from 'node:util';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetTableMetadataCommand,
  type QueryExecution,
  type Row,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { readTrailRecord } from '../../history/trail-record.ts';
import { type Unknown, unknown } from '../../model/fact.ts';
import type { TrailEvent } from '../../model/trail-event.ts';
import { failure, IncompleteAnswer, plainText } from '../failure.ts';
import { pagesOf } from '../pages.ts';
import type { Operation } from '../rates.ts';
import type { AthenaTable } from './athena-partitions.ts';
import { type AthenaPlace, athenaPlace } from './athena-place.ts';
import { type TrailQuery, trailQuery } from './athena-query.ts';
import { recordOf } from './athena-row.ts';
import { type Caller, callerSettings } from './caller.ts';
import type { SourceReading } from './log-files.ts';
import { NotUnderstood } from './not-understood.ts';
import { type HistoryWindow, keeper } from './window.ts';

const sleep = promisify(setTimeout);

/** A query of years runs for minutes; the first look comes soon, for those that do not. */
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 3_000;
const STOP_WITHIN_MS = 3_000;

/** One query over a table of log files, run by Athena. Only the wanted events come back. */
export async function readAthena(
  caller: Caller,
  table: { readonly database: string; readonly table: string },
  window: HistoryWindow,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<SourceReading> {
  const { run, region } = caller;
  const client = new AthenaClient(callerSettings(caller));
  client.middlewareStack.use(run.wire.plugin('athena', `caller/${region}`));
  const place = athenaPlace(environment);
  const found = await new TableReading(client, caller, table, place).read(window);
  const reach = {
    source: `athena:${table.database}.${table.table}`,
    from: window.from,
    to: window.to,
    gaps: [...found.gaps, ...found.notUnderstood.gaps()],
    ...(found.notes.length === 0 ? {} : { notes: found.notes }),
    ...found.notUnderstood.stated(),
  };
  return { events: found.events.filter(keeper(window)), reach: [reach] };
}

interface Found {
  readonly events: readonly TrailEvent[];
  readonly gaps: readonly Unknown[];
  readonly notes: readonly string[];
  readonly notUnderstood: NotUnderstood;
}

/** What ends the reading. */
class Obstacle extends Error {
  readonly why: Unknown;

  constructor(why: Unknown, options?: ErrorOptions) {
    super(why.detail, options);
    this.why = why;
  }
}

function obstacle(detail: string): Obstacle {
  return new Obstacle(unknown('unreachable', detail));
}

class TableReading {
  readonly #client: AthenaClient;
  readonly #caller: Caller;
  readonly #table: { readonly database: string; readonly table: string };
  readonly #place: AthenaPlace;

  constructor(
    client: AthenaClient,
    caller: Caller,
    table: { readonly database: string; readonly table: string },
    place: AthenaPlace,
  ) {
    this.#client = client;
    this.#caller = caller;
    this.#table = table;
    this.#place = place;
  }

  async read(window: HistoryWindow): Promise<Found> {
    const notes: string[] = [];
    const events: TrailEvent[] = [];
    const gaps: Unknown[] = [];
    const notUnderstood = new NotUnderstood();
    try {
      const query = trailQuery(this.#table, await this.#describe(), window);
      if ('problem' in query) throw obstacle(query.problem);
      if (!query.byTime) notes.push('the table is not partitioned by time, so the query read all of it');
      const id = await this.#start(query.sql);
      const execution = await this.#finished(id);
      const scanned = execution.Statistics?.DataScannedInBytes;
      if (scanned !== undefined) notes.push(`the query scanned ${scanned.toLocaleString('en-US')} bytes`);
      await this.#results(id, query, events, notUnderstood);
    } catch (error) {
      this.#caller.run.signal?.throwIfAborted();
      if (error instanceof IncompleteAnswer) gaps.push(failure(error, 'athena:GetQueryResults'));
      else if (error instanceof Obstacle) gaps.push(error.why);
      else throw error;
    }
    return { events, gaps, notes, notUnderstood };
  }

  async #describe(): Promise<AthenaTable> {
    const { TableMetadata } = await this.#ask('athena:GetTableMetadata', () =>
      this.#client.send(
        new GetTableMetadataCommand({
          CatalogName: this.#place.catalog,
          DatabaseName: this.#table.database,
          TableName: this.#table.table,
          WorkGroup: this.#place.workgroup,
        }),
      ),
    );
    const columns = (list: readonly { Name?: string | undefined; Type?: string | undefined }[] | undefined) =>
      (list ?? []).flatMap(({ Name, Type }) => (Name === undefined ? [] : [{ name: Name, type: Type ?? 'string' }]));
    return {
      columns: columns(TableMetadata?.Columns),
      partitionKeys: columns(TableMetadata?.PartitionKeys),
      parameters: TableMetadata?.Parameters ?? {},
    };
  }

  async #start(QueryString: string): Promise<string> {
    const { catalog, workgroup, output } = this.#place;
    const { QueryExecutionId } = await this.#ask('athena:StartQueryExecution', () =>
      this.#client.send(
        new StartQueryExecutionCommand({
          QueryString,
          QueryExecutionContext: { Catalog: catalog, Database: this.#table.database },
          ...(workgroup === undefined ? {} : { WorkGroup: workgroup }),
          ...(output === undefined ? {} : { ResultConfiguration: { OutputLocation: output } }),
        }),
      ),
    );
    if (QueryExecutionId === undefined) throw obstacle('athena:StartQueryExecution gave no id of the query');
    return QueryExecutionId;
  }

  /** Waits for the end of the query. A run that is aborted stops it: Athena would go on, and charge for it. */
  async #finished(QueryExecutionId: string): Promise<QueryExecution> {
    const { signal } = this.#caller.run;
    try {
      for (let wait = FIRST_WAIT_MS; ; wait = Math.min(LONGEST_WAIT_MS, wait * 1.5)) {
        const { QueryExecution: execution } = await this.#ask('athena:GetQueryExecution', () =>
          this.#client.send(new GetQueryExecutionCommand({ QueryExecutionId })),
        );
        const { State, StateChangeReason } = execution?.Status ?? {};
        if (execution && State === 'SUCCEEDED') return execution;
        if (State === 'FAILED' || State === 'CANCELLED') {
          const why = StateChangeReason === undefined ? '' : `: ${plainText(StateChangeReason)}`;
          throw obstacle(`query ${QueryExecutionId} ${State === 'FAILED' ? 'failed' : 'was cancelled'}${why}`);
        }
        await sleep(wait, undefined, signal ? { signal } : {});
      }
    } catch (error) {
      if (signal?.aborted) await this.#stop(QueryExecutionId);
      throw error;
    }
  }

  /** With a client of its own: the run's connections are closed by now. Nothing more can be done if this fails, too. */
  async #stop(QueryExecutionId: string): Promise<void> {
    const { region, credentials } = this.#caller;
    const client = new AthenaClient({ region, credentials, maxAttempts: 2 });
    try {
      await client.send(new StopQueryExecutionCommand({ QueryExecutionId }), {
        abortSignal: AbortSignal.timeout(STOP_WITHIN_MS),
      });
    } catch {
      return;
    } finally {
      client.destroy();
    }
  }

  async #results(
    QueryExecutionId: string,
    query: TrailQuery,
    events: TrailEvent[],
    notUnderstood: NotUnderstood,
  ): Promise<void> {
    let columns: readonly string[] | undefined;
    const pages = pagesOf(
      this.#caller.run.wire,
      (NextToken) =>
        this.#ask('athena:GetQueryResults', () =>
          this.#client.send(new GetQueryResultsCommand({ QueryExecutionId, NextToken })),
        ),
      (output) => ({ items: output.ResultSet?.Rows, next: output.NextToken }),
    );
    for await (const page of pages) {
      let rows: readonly Row[] = page;
      if (columns === undefined) {
        // The first row of the first page is the head.
        columns = (rows[0]?.Data ?? []).map((cell) => cell.VarCharValue ?? '');
        rows = rows.slice(1);
      }
      for (const row of rows) {
        const record = recordOf(row, columns, query.paths);
        const reading = readTrailRecord(record);
        if (reading.ok) events.push(reading.event);
        else notUnderstood.add(`query ${QueryExecutionId}`, record, reading.reason);
      }
    }
  }

  async #ask<Output>(operation: Operation, send: () => Promise<Output>): Promise<Output> {
    const { progress, signal } = this.#caller.run;
    progress.begin(operation);
    try {
      return await send();
    } catch (error) {
      signal?.throwIfAborted();
      throw new Obstacle(failure(error, operation), { cause: error });
    } finally {
      progress.end(operation);
    }
  }
}
