export interface TrailEvent {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly at: Date;
  readonly readOnly: boolean;
  readonly username: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly resources: readonly { readonly ResourceType: string; readonly ResourceName: string }[];
  /** The record as CloudTrail writes it. */
  readonly record: Readonly<Record<string, unknown>>;
}

/** A trail: where the events of an account, or of an organization, are written. */
export interface Trail {
  readonly account: string;
  readonly s3BucketName: string;
  readonly s3KeyPrefix: string | undefined;
  readonly isOrganizationTrail: boolean;
  /** Nothing from before it is in its files. */
  readonly since: Date;
  /** `database.table` under which Athena has its files. */
  readonly athenaTable: string | undefined;
}
