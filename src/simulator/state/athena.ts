/** A table as the Glue catalog describes it. */
export interface CatalogTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly partitionKeys: readonly { readonly name: string; readonly type: string }[];
  readonly parameters: Readonly<Record<string, string>>;
}

/** Runs the text of a query. Who starts a simulator brings one: it is a database, and tests alone have one. */
export interface AthenaEngine {
  readonly table: (database: string, table: string) => CatalogTable | undefined;
  readonly run: (sql: string) => Promise<{
    readonly columns: readonly string[];
    readonly rows: readonly (readonly (string | null)[])[];
    readonly scannedBytes: number;
  }>;
}

export interface Query {
  readonly id: string;
  readonly sql: string;
  readonly submittedAt: Date;
  readonly workgroup: string;
  readonly output: string | undefined;
  state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  reason: string | undefined;
  columns: readonly string[];
  rows: readonly (readonly (string | null)[])[];
  scannedBytes: number;
}
