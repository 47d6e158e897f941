import { ServiceError } from '../error.ts';
import { inner, integer, needText, text } from '../input.ts';
import { type Call, JSON_ERRORS, reads, type Service } from '../operation.ts';
import type { AthenaEngine, Query } from '../state.ts';

/** Source: Amazon Athena API Reference, GetQueryResults. */
const PAGE = 1000;

/** Runs the text of queries on the engine that the simulator was started with. */
export const ATHENA: Service = {
  scope: 'athena',
  actions: 'athena',
  eventSource: 'athena.amazonaws.com',
  errors: {
    ...JSON_ERRORS,
    invalid: 'InvalidRequestException',
    missing: 'InvalidRequestException',
    throttled: 'TooManyRequestsException',
  },
  operations: {
    GetQueryExecution: reads(getQueryExecution),
    GetQueryResults: reads(getQueryResults),
    GetTableMetadata: reads(getTableMetadata),
    StartQueryExecution: reads(startQueryExecution),
    StopQueryExecution: reads(stopQueryExecution),
  },
};

function engineOf({ world }: Call): AthenaEngine {
  if (world.athena) return world.athena;
  throw new ServiceError('InvalidRequestException', 'The simulator has no engine for queries');
}

function getTableMetadata(call: Call): object {
  const [database, name] = [needText(call.input, 'DatabaseName'), needText(call.input, 'TableName')];
  const table = engineOf(call).table(database, name);
  if (!table) {
    throw new ServiceError('MetadataException', `EntityNotFoundException: Entity Not Found: table ${name}`);
  }
  const columns = (list: typeof table.columns) => list.map((each) => ({ Name: each.name, Type: each.type }));
  return {
    TableMetadata: {
      Name: name,
      TableType: 'EXTERNAL_TABLE',
      Columns: columns(table.columns),
      PartitionKeys: columns(table.partitionKeys),
      Parameters: table.parameters,
    },
  };
}

function startQueryExecution(call: Call): object {
  const { input, world, now } = call;
  const sql = needText(input, 'QueryString');
  const results = inner(input, 'ResultConfiguration');
  const query: Query = {
    id: world.ids.uuid('query'),
    sql,
    submittedAt: now,
    workgroup: text(input, 'WorkGroup') ?? 'primary',
    output: results && text(results, 'OutputLocation'),
    state: 'RUNNING',
    reason: undefined,
    columns: [],
    rows: [],
    scannedBytes: 0,
  };
  world.queries.set(query.id, query);
  engineOf(call)
    .run(sql)
    .then(
      (result) => Object.assign(query, query.state === 'RUNNING' && { ...result, state: 'SUCCEEDED' }),
      (error: unknown) =>
        Object.assign(query, { state: 'FAILED', reason: error instanceof Error ? error.message : String(error) }),
    );
  return { QueryExecutionId: query.id };
}

function queryOf({ input, world }: Call): Query {
  const id = needText(input, 'QueryExecutionId');
  const query = world.queries.get(id);
  if (query) return query;
  throw new ServiceError('InvalidRequestException', `QueryExecution ${id} was not found`);
}

function getQueryExecution(call: Call): object {
  const { id, sql, submittedAt, workgroup, output, state, reason, scannedBytes } = queryOf(call);
  return {
    QueryExecution: {
      QueryExecutionId: id,
      Query: sql,
      WorkGroup: workgroup,
      ResultConfiguration: output === undefined ? undefined : { OutputLocation: output },
      Status: { State: state, StateChangeReason: reason, SubmissionDateTime: submittedAt },
      Statistics: state === 'SUCCEEDED' ? { DataScannedInBytes: scannedBytes } : undefined,
    },
  };
}

/** The first page begins with a row of the columns' names. A null is a cell without a value. */
function getQueryResults(call: Call): object {
  const { state, columns, rows } = queryOf(call);
  if (state !== 'SUCCEEDED') {
    throw new ServiceError('InvalidRequestException', `Query has not yet finished. Current state: ${state}`);
  }
  const size = Math.min(integer(call.input, 'MaxResults') ?? PAGE, call.world.pageSize ?? PAGE);
  const start = Number(text(call.input, 'NextToken') ?? 0);
  const all = [columns, ...rows];
  const page = all.slice(start, start + size);
  return {
    ResultSet: {
      Rows: page.map((row) => ({ Data: row.map((cell) => (cell === null ? {} : { VarCharValue: cell })) })),
    },
    NextToken: start + size < all.length ? String(start + size) : undefined,
  };
}

function stopQueryExecution(call: Call): object {
  const query = queryOf(call);
  if (query.state === 'QUEUED' || query.state === 'RUNNING') query.state = 'CANCELLED';
  return {};
}
