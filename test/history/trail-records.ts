/** Records as CloudTrail writes them, with what a test is about laid over. */
export function trailRecord(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE',
      arn: 'arn:aws:iam::111122223333:user/alice',
      accountId: '111122223333',
      accessKeyId: 'AKIAEXAMPLE',
      userName: 'alice',
    },
    eventTime: '2026-11-20T10:00:00Z',
    eventSource: 'backup.amazonaws.com',
    eventName: 'UpdateBackupPlan',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '203.0.113.7',
    userAgent: 'aws-cli/2.31.0',
    requestParameters: { backupPlanId: 'plan-1' },
    responseElements: { backupPlanId: 'plan-1', creationDate: 'Nov 20, 2026 10:00:00 AM' },
    requestID: 'request-1',
    eventID: 'event-1',
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
    ...fields,
  };
}

/** An event that AWS Backup writes itself. */
export function serviceRecord(
  eventName: string,
  serviceEventDetails: unknown,
  fields: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return trailRecord({
    userIdentity: { accountId: '111122223333', invokedBy: 'backup.amazonaws.com' },
    eventName,
    sourceIPAddress: 'backup.amazonaws.com',
    userAgent: 'backup.amazonaws.com',
    requestParameters: null,
    responseElements: null,
    eventType: 'AwsServiceEvent',
    serviceEventDetails,
    ...fields,
  });
}
