/** A deployed stack, by the names of CloudFormation's API. */
export interface Stack {
  readonly StackName: string;
  readonly StackId: string;
  readonly StackStatus: string;
  readonly CreationTime: Date;
  readonly Parameters: readonly { readonly ParameterKey: string; readonly ParameterValue: string }[];
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly TemplateBody: string;
  readonly resources: readonly {
    readonly LogicalResourceId: string;
    readonly PhysicalResourceId: string | undefined;
    readonly ResourceType: string;
    readonly ResourceStatus: string;
    readonly LastUpdatedTimestamp: Date;
  }[];
}
