/** Where queries of Athena run, and their results go. */
export interface AthenaPlace {
  readonly catalog: string;
  /** Athena's own default is `primary`. */
  readonly workgroup: string | undefined;
  /** `s3://` prefix; absent: as the workgroup says. */
  readonly output: string | undefined;
}

export function athenaPlace(environment: Readonly<Record<string, string | undefined>>): AthenaPlace {
  return {
    catalog: environment['HOLDFAST_ATHENA_CATALOG'] || 'AwsDataCatalog',
    workgroup: environment['HOLDFAST_ATHENA_WORKGROUP'] || undefined,
    output: environment['HOLDFAST_ATHENA_OUTPUT'] || undefined,
  };
}
