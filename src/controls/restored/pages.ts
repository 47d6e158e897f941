/** Pages of AWS's documentation that several controls about restored tables rest on. */
const DYNAMODB = 'https://docs.aws.amazon.com/amazondynamodb/latest';

/** What a restore brings back, and what must be set by hand. */
export const RESTORE_PAGE = `${DYNAMODB}/developerguide/GettingStartedBackupsAWS.html`;
export const POINT_IN_TIME_RESTORE_PAGE = `${DYNAMODB}/developerguide/PointInTimeRecovery_Howitworks.html`;

/** The reference page of one type or action of the DynamoDB API. */
export function apiPage(name: string): string {
  return `${DYNAMODB}/APIReference/API_${name}.html`;
}
