// What cdk.template.json is made of, with aws-cdk-lib 2 and constructs 10 installed beside this file:
//   node cdk-app.mjs && cp cdk.out/Estate.template.json cdk.template.json
import { App, CfnParameter, Duration, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault, TagOperation } from 'aws-cdk-lib/aws-backup';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, Billing, BillingMode, StreamViewType, Table, TableEncryption, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { Effect, PolicyStatement, StarPrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';

const app = new App({ analyticsReporting: false, outdir: 'cdk.out' });
const stack = new Stack(app, 'Estate', { env: { account: '111122223333', region: 'eu-west-1' } });
const retention = new CfnParameter(stack, 'Frequency', { type: 'String', default: 'daily' });

const key = new Key(stack, 'Key', { alias: 'backups' });
const vault = new BackupVault(stack, 'Vault', {
  backupVaultName: 'main',
  encryptionKey: key,
  blockRecoveryPointDeletion: true,
  lockConfiguration: { minRetention: Duration.days(7), maxRetention: Duration.days(400) },
});
vault.addToAccessPolicy(
  new PolicyStatement({ effect: Effect.DENY, principals: [new StarPrincipal()], actions: ['backup:PutBackupVaultAccessPolicy'], resources: ['*'] }),
);
const copies = BackupVault.fromBackupVaultArn(stack, 'Copies', 'arn:aws:backup:eu-central-1:111122223333:backup-vault:copies');

const plan = new BackupPlan(stack, 'Plan', { backupPlanName: 'nightly', backupVault: vault });
plan.addRule(
  new BackupPlanRule({
    ruleName: 'nightly',
    scheduleExpression: Schedule.cron({ minute: '0', hour: '5' }),
    startWindow: Duration.hours(2),
    completionWindow: Duration.hours(8),
    deleteAfter: Duration.days(35),
    copyActions: [{ destinationBackupVault: copies, deleteAfter: Duration.days(35) }],
  }),
);
plan.addRule(BackupPlanRule.monthly1Year());

const orders = new Table(stack, 'Orders', {
  tableName: 'orders',
  partitionKey: { name: 'pk', type: AttributeType.STRING },
  sortKey: { name: 'sk', type: AttributeType.STRING },
  billingMode: BillingMode.PROVISIONED,
  readCapacity: 5,
  writeCapacity: 5,
  encryption: TableEncryption.CUSTOMER_MANAGED,
  encryptionKey: key,
  stream: StreamViewType.NEW_IMAGE,
  timeToLiveAttribute: 'expires',
  deletionProtection: true,
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
});
orders.addGlobalSecondaryIndex({ indexName: 'by-day', partitionKey: { name: 'day', type: AttributeType.NUMBER } });
orders.addLocalSecondaryIndex({ indexName: 'by-time', sortKey: { name: 'time', type: AttributeType.STRING } });
orders.autoScaleReadCapacity({ minCapacity: 5, maxCapacity: 50 }).scaleOnUtilization({ targetUtilizationPercent: 70 });
Tags.of(orders).add('tier', 'gold');
Tags.of(orders).add('backup', retention.valueAsString);
new Alarm(stack, 'Throttled', {
  alarmName: 'orders-throttled',
  metric: orders.metricUserErrors(),
  threshold: 1,
  evaluationPeriods: 1,
});

const carts = new TableV2(stack, 'Carts', {
  tableName: 'carts',
  partitionKey: { name: 'pk', type: AttributeType.STRING },
  billing: Billing.onDemand(),
  encryption: TableEncryptionV2.awsManagedKey(),
  removalPolicy: RemovalPolicy.DESTROY,
  tags: [{ key: 'tier', value: 'gold' }],
});

const events = new Table(stack, 'Events', {
  tableName: 'events',
  partitionKey: { name: 'pk', type: AttributeType.STRING },
  billingMode: BillingMode.PAY_PER_REQUEST,
  encryption: TableEncryption.DEFAULT,
});
Tags.of(events).add('tier', 'gold');

plan.addSelection('Selected', {
  backupSelectionName: 'selected',
  resources: [
    BackupResource.fromDynamoDbTable(carts),
    BackupResource.fromTag('backup', 'daily', TagOperation.STRING_EQUALS),
  ],
});

app.synth();
