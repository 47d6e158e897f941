/** A scenario with one of everything, for the tests that read. */
export const ESTATE = `
organization:
  id: o-example1234
  managementAccount: "111122223333"
  policies:
    # Without a plan of its own: what the estate has stays as the tests know it.
    - { name: base, id: p-examplebase, content: { plans: { unused: { regions: { "@@assign": [eu-west-1] } } } } }
  rootPolicies: [base]
accounts:
  "111122223333":
    name: production
    globalSettings: { isCrossAccountBackupEnabled: "true" }
    actors:
      - { name: alice@example.com, type: SSO, permissionSet: PlatformAdmin, sourceIpAddress: 198.51.100.7 }
      - { name: root, type: Root }
    roles:
      - roleName: holdfast-reader
        policies: [{ policyName: read, policyDocument: { Version: "2012-10-17", Statement: [] } }]
        attachedPolicies: ["arn:aws:iam::111122223333:policy/orders-access"]
        tags: { team: platform }
    users: [{ userName: bob, attachedPolicies: ["arn:aws:iam::111122223333:policy/orders-access"] }]
    policies:
      - policyName: orders-access
        policyDocument:
          Version: "2012-10-17"
          Statement: [{ Effect: Allow, Action: "dynamodb:GetItem", Resource: "arn:aws:dynamodb:eu-west-1:111122223333:table/orders" }]
    regions:
      eu-west-1:
        settings:
          resourceTypeOptInPreference: { DynamoDB: true }
          resourceTypeManagementPreference: { DynamoDB: true }
        keys:
          - { keyId: 1234abcd-12ab-34cd-56ef-1234567890ab, aliases: [alias/backup], tags: { use: backup } }
        vaults:
          - backupVaultName: main
            encryptionKeyArn: alias/backup
            minRetentionDays: 7
            maxRetentionDays: 400
            lockDate: -30d
            accessPolicy: { Version: "2012-10-17", Statement: [] }
            tags: { use: backup }
          - { backupVaultName: airgap, vaultType: LOGICALLY_AIR_GAPPED_BACKUP_VAULT, minRetentionDays: 7, maxRetentionDays: 90 }
        plans:
          - backupPlanName: daily
            backupPlanId: aaaaaaaa-0000-4000-8000-000000000001
            lastExecutionDate: -3h
            advancedBackupSettings: [{ resourceType: EC2, backupOptions: { WindowsVSS: enabled } }]
            rules:
              - ruleName: nightly
                ruleId: aaaaaaaa-0000-4000-8000-000000000002
                targetBackupVaultName: main
                scheduleExpression: cron(0 5 ? * * *)
                scheduleExpressionTimezone: Etc/UTC
                startWindowMinutes: 60
                completionWindowMinutes: 180
                lifecycle: { deleteAfterDays: 35 }
                copyActions:
                  - { destinationBackupVaultArn: "arn:aws:backup:eu-central-1:111122223333:backup-vault:dr" }
            selections:
              - selectionName: gold
                selectionId: aaaaaaaa-0000-4000-8000-000000000003
                resources: ["arn:aws:dynamodb:*:*:table/*"]
                listOfTags: [{ conditionKey: tier, conditionValue: gold }]
                conditions: { stringEquals: [{ conditionKey: "aws:ResourceTag/team", conditionValue: payments }] }
            tags: { owner: platform }
          - { backupPlanName: gone, deletionDate: -10d, rules: [{ ruleName: r, targetBackupVaultName: main }] }
        tables:
          - tableName: orders
            keySchema: [{ attributeName: pk, keyType: HASH }, { attributeName: sk, keyType: RANGE }]
            attributeDefinitions: [{ attributeName: sk, attributeType: N }]
            provisionedThroughput: { readCapacityUnits: 100, writeCapacityUnits: 50 }
            globalSecondaryIndexes:
              - indexName: by-customer
                keySchema: [{ attributeName: customer, keyType: HASH }]
                projection: { projectionType: INCLUDE, nonKeyAttributes: [total] }
                provisionedThroughput: { readCapacityUnits: 10, writeCapacityUnits: 5 }
            localSecondaryIndexes:
              - indexName: by-date
                keySchema: [{ attributeName: pk, keyType: HASH }, { attributeName: date, keyType: RANGE }]
                projection: { projectionType: KEYS_ONLY }
            streamSpecification: { streamViewType: NEW_IMAGE }
            sseSpecification: { kmsMasterKeyId: alias/backup }
            timeToLive: { attributeName: expiresAt }
            pointInTimeRecovery: { recoveryPeriodInDays: 14 }
            deletionProtectionEnabled: true
            tableClass: STANDARD_INFREQUENT_ACCESS
            itemCount: 1200
            tableSizeBytes: 480000
            tags: { team: payments, tier: gold }
            resourcePolicy: { Version: "2012-10-17", Statement: [] }
          - { tableName: sessions, onDemandThroughput: { maxReadRequestUnits: 700 }, tags: { team: web } }
          - { tableName: orders-restored }
        nativeBackups: [{ tableName: orders, backupName: before-migration, backupCreationDateTime: -2d }]
        recoveryPoints:
          - backupVaultName: main
            tableName: orders
            createdBy: { backupPlanName: daily, ruleName: nightly }
            every: 24h
            for: 34d
            until: -3h
            takes: 12m
            copies: [{ destinationBackupVaultArn: "arn:aws:backup:eu-central-1:111122223333:backup-vault:dr", takes: 20m }]
        backupJobs:
          - { backupVaultName: main, tableName: sessions, state: EXPIRED, creationDate: -27h, statusMessage: Backup job expired before completion., messageCategory: Expired }
        copyJobs:
          - { tableName: orders, destinationBackupVaultArn: "arn:aws:backup:us-east-1:111122223333:backup-vault:nowhere", state: FAILED, creationDate: -5d, statusMessage: no vault }
        restoreJobs:
          - { tableName: orders, status: COMPLETED, creationDate: -6d, takes: 42m, createdTableName: orders-restored }
          - { tableName: orders, status: COMPLETED, creationDate: -2d, takes: 38m, restoreTestingPlanName: monthly, validationStatus: SUCCESSFUL }
        restoreTestingPlans:
          - restoreTestingPlanName: monthly
            scheduleExpression: cron(0 7 1 * ? *)
            lastExecutionTime: -2d
            selections:
              - restoreTestingSelectionName: tables
                protectedResourceConditions: { stringEquals: [{ key: "aws:ResourceTag/tier", value: gold }] }
        scalableTargets:
          - { resourceId: table/orders, scalableDimension: "dynamodb:table:ReadCapacityUnits", minCapacity: 100, maxCapacity: 1000, creationTime: -90d }
        scalingPolicies:
          - policyName: orders-read
            resourceId: table/orders
            scalableDimension: dynamodb:table:ReadCapacityUnits
            targetTrackingScalingPolicyConfiguration: { targetValue: 70, scaleInCooldown: 60, scaleOutCooldown: 60 }
        stacks:
          - stackName: tables
            parameters: { Stage: live }
            tags: { team: platform }
            templateBody: { Resources: { Orders: { Type: "AWS::DynamoDB::Table" } } }
            resources: [{ logicalResourceId: Orders, resourceType: "AWS::DynamoDB::Table", physicalResourceId: orders }]
        alarms:
          - alarmName: orders-errors
            namespace: AWS/DynamoDB
            metricName: SystemErrors
            dimensions: [{ name: TableName, value: orders }]
            statistic: Sum
            period: 60
            evaluationPeriods: 5
            threshold: 1
            comparisonOperator: GreaterThanThreshold
            alarmActions: ["arn:aws:sns:eu-west-1:111122223333:page"]
          - { alarmName: orders-any, alarmRule: ALARM(orders-errors) }
        events:
          - eventName: UpdateBackupPlan
            eventTime: -3d
            actor: alice@example.com
            requestParameters: { backupPlanId: aaaaaaaa-0000-4000-8000-000000000001 }
            resources: [{ resourceType: "AWS::Backup::BackupPlan", resourceName: aaaaaaaa-0000-4000-8000-000000000001 }]
          - { eventName: DeleteTable, eventTime: -100d, eventSource: dynamodb.amazonaws.com, actor: root }
      eu-central-1:
        vaults: [{ backupVaultName: dr }]
  "444455556666":
    name: vault-account
    roles: [{ roleName: holdfast-reader }]
    regions: { eu-west-1: { vaults: [{ backupVaultName: offsite }] } }
`;
