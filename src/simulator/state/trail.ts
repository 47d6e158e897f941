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
