import { parseArn } from '../model/arn.ts';

/** The name of DynamoDB among AWS Backup's resource types. */
export const RESOURCE_TYPE = 'DynamoDB';

/**
 * Whether a job or point is about DynamoDB. Events of live accounts also carry the type `DynamoDB.FullyManaged`, and
 * jobs of restores may carry none before they have made a table.
 */
export function isOfDynamoDb(
  type: string | null | undefined,
  ...arns: readonly (string | null | undefined)[]
): boolean {
  if (type) return type.startsWith(RESOURCE_TYPE);
  return arns.some((arn) => arn && parseArn(arn)?.service === 'dynamodb');
}
