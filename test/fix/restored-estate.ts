/** A table with every setting that a restore leaves behind, some of them with values that a shell would like to read. */
export const RESTORED_ESTATE = `
jobDurations: { backup: 1m, restore: 20m }
accounts:
  "111122223333":
    roles:
      - roleName: app
        policies:
          - policyName: tables
            policyDocument:
              Version: "2012-10-17"
              Statement: [{ Effect: Allow, Action: "dynamodb:GetItem", Resource: "arn:aws:dynamodb:eu-west-1:111122223333:table/orders*" }]
    regions:
      eu-west-1:
        settings:
          resourceTypeOptInPreference: { DynamoDB: true }
          resourceTypeManagementPreference: { DynamoDB: true }
        keys: [{ keyId: 11111111-1111-1111-1111-111111111111 }]
        vaults: [{ backupVaultName: main }]
        plans:
          - backupPlanName: daily
            rules: [{ ruleName: nightly, targetBackupVaultName: main, scheduleExpression: cron(0 5 ? * * *), lifecycle: { deleteAfterDays: 35 } }]
            selections: [{ selectionName: tables, iamRoleArn: "arn:aws:iam::111122223333:role/backup", resources: ["arn:aws:dynamodb:*:*:table/orders"] }]
        tables:
          - tableName: orders
            creationDateTime: -200d
            attributeDefinitions: [{ attributeName: id, attributeType: S }, { attributeName: at, attributeType: S }, { attributeName: sum, attributeType: N }]
            keySchema: [{ attributeName: id, keyType: HASH }, { attributeName: at, keyType: RANGE }]
            billingMode: PROVISIONED
            provisionedThroughput: { readCapacityUnits: 10, writeCapacityUnits: 5 }
            globalSecondaryIndexes: [{ indexName: by-date, keySchema: [{ attributeName: at, keyType: HASH }], projection: { projectionType: ALL }, provisionedThroughput: { readCapacityUnits: 3, writeCapacityUnits: 2 } }]
            localSecondaryIndexes: [{ indexName: by-sum, keySchema: [{ attributeName: id, keyType: HASH }, { attributeName: sum, keyType: RANGE }], projection: { projectionType: KEYS_ONLY } }]
            sseSpecification: { enabled: true, kmsMasterKeyId: "arn:aws:kms:eu-west-1:111122223333:key/11111111-1111-1111-1111-111111111111" }
            streamSpecification: { streamViewType: NEW_IMAGE }
            timeToLive: { attributeName: "it's $(gone) at" }
            deletionProtectionEnabled: true
            kinesisStreams: ["arn:aws:kinesis:eu-west-1:111122223333:stream/orders"]
            contributorInsights: true
            tableClass: STANDARD_INFREQUENT_ACCESS
            warmThroughput: { readUnitsPerSecond: 12000, writeUnitsPerSecond: 4000 }
            pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 14 }
            tags: { team: payments, "owner:it's": "=cmd() \`id\` $HOME; rm *", "Ünicode": "naïve 日本" }
            resourcePolicy: { Version: "2012-10-17", Statement: [{ Sid: "Itsfine", Effect: Allow, Principal: { AWS: "arn:aws:iam::444455556666:root" }, Action: "dynamodb:Query", Resource: ["arn:aws:dynamodb:eu-west-1:111122223333:table/orders", "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/*"] }] }
        recoveryPoints:
          - { tableName: orders, backupVaultName: main, every: 24h, for: 5d, until: -3h }
        scalableTargets:
          - { resourceId: table/orders, scalableDimension: "dynamodb:table:ReadCapacityUnits", minCapacity: 5, maxCapacity: 100 }
          - { resourceId: table/orders, scalableDimension: "dynamodb:table:WriteCapacityUnits", minCapacity: 5, maxCapacity: 100 }
          - { resourceId: table/orders/index/by-date, scalableDimension: "dynamodb:index:ReadCapacityUnits", minCapacity: 2, maxCapacity: 50 }
        scalingPolicies:
          - { policyName: orders-read, resourceId: table/orders, scalableDimension: "dynamodb:table:ReadCapacityUnits", targetTrackingScalingPolicyConfiguration: { targetValue: 70, scaleInCooldown: 60 } }
          - { policyName: orders-write, resourceId: table/orders, scalableDimension: "dynamodb:table:WriteCapacityUnits", targetTrackingScalingPolicyConfiguration: { targetValue: 50, disableScaleIn: true } }
          - { policyName: by-date, resourceId: table/orders/index/by-date, scalableDimension: "dynamodb:index:ReadCapacityUnits", targetTrackingScalingPolicyConfiguration: { targetValue: 60 } }
        alarms:
          - { alarmName: "orders errors; $(reboot)", alarmDescription: "it's \\"bad\\" & worse", namespace: AWS/DynamoDB, metricName: SystemErrors, dimensions: [{ name: TableName, value: orders }, { name: Operation, value: Scan }], statistic: Sum, period: 60, evaluationPeriods: 5, datapointsToAlarm: 3, threshold: 1, comparisonOperator: GreaterThanThreshold, treatMissingData: notBreaching, alarmActions: ["arn:aws:sns:eu-west-1:111122223333:ops"], oKActions: ["arn:aws:sns:eu-west-1:111122223333:fine"] }
          - { alarmName: throttles, metrics: [{ id: e1, expression: "SUM(METRICS())" , label: all }, { id: m1, metricStat: { metric: { namespace: AWS/DynamoDB, metricName: ReadThrottleEvents, dimensions: [{ name: TableName, value: orders }] }, period: 60, stat: Sum }, returnData: false }], evaluationPeriods: 2, threshold: 5, comparisonOperator: GreaterThanThreshold }
          - { alarmName: "orders down", alarmRule: 'ALARM("orders errors; $(reboot)") AND NOT OK(deploying)', alarmActions: ["arn:aws:sns:eu-west-1:111122223333:ops"] }
`;

export const ALL_SETTINGS = `
apiVersion: holdfast/v1
kind: Policy
name: settings
tables: { names: [orders] }
restore:
  settings:
    globalSecondaryIndexes: same-as-source
    localSecondaryIndexes: same-as-source
    billingMode: same-as-source
    provisionedThroughput: same-as-source
    encryption: same-as-source
    autoScaling: same-as-source
    iamPolicies: same-as-source
    alarms: same-as-source
    tags: same-as-source
    stream: same-as-source
    timeToLive: same-as-source
    deletionProtection: same-as-source
    pointInTimeRecovery: same-as-source
`;
