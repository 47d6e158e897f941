// What cdk-folders/ is made of, with aws-cdk-lib 2 and constructs 10 installed beside this file: node cdk-folders.mjs
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { App, NestedStack, Stack, Stage, Tags } from 'aws-cdk-lib';
import { BackupPlan, BackupResource } from 'aws-cdk-lib/aws-backup';
import { AttributeType, Billing, BillingMode, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';

const account = '111122223333';
const env = { account, region: 'eu-west-1' };
const pk = { partitionKey: { name: 'pk', type: AttributeType.STRING }, billingMode: BillingMode.PAY_PER_REQUEST };

stages(new App({ analyticsReporting: false, outdir: 'cdk-folders/stages' }));
regions(new App({ analyticsReporting: false, outdir: 'cdk-folders/regions' }));
for (const file of globSync('cdk-folders/**/{tree.json,validation-report.json,*.metadata.json,cdk.out,asset.*}')) rmSync(file, { recursive: true });
for (const file of globSync('cdk-folders/**/manifest.json')) {
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  for (const { properties } of Object.values(manifest.artifacts)) delete properties?.flags;
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
}

function stages(app) {
  const data = new Stack(app, 'Data', { env, stackName: 'shop-data', tags: { tier: 'gold', owner: 'shop' } });
  new Table(data, 'Orders', pk);
  const inner = new NestedStack(data, 'Inner');
  new Table(inner, 'Deep', pk);

  const replicated = new Stack(app, 'Replicated', { env });
  new TableV2(replicated, 'Carts', {
    tableName: 'carts',
    partitionKey: pk.partitionKey,
    billing: Billing.onDemand(),
    replicas: [{ region: 'eu-central-1' }],
  });

  // A whole stack is selected by the ARNs that it exports.
  const backups = new Stack(app, 'Backups', { env });
  const plan = BackupPlan.dailyMonthly1YearRetention(backups, 'Plan');
  plan.addSelection('All', { resources: [BackupResource.fromConstruct(data)] });

  const live = new Stage(app, 'Live', { env: { account: '444455556666', region: 'us-east-1' } });
  const shop = new Stack(live, 'Shop');
  new Table(shop, 'Parcels', pk);

  const anywhere = new Stack(app, 'Anywhere');
  Tags.of(anywhere).add('tier', 'silver');
  new Table(anywhere, 'Scratch', pk);
  app.synth();
}

/** What one Region exports and another imports goes through custom resources. */
function regions(app) {
  const data = new Stack(app, 'Data', { env: { account, region: 'eu-central-1' }, crossRegionReferences: true });
  const table = new Table(data, 'Routes', { ...pk, tableName: 'routes', stream: 'NEW_IMAGE' });
  const other = new Stack(app, 'Other', { env, crossRegionReferences: true });
  new StringParameter(other, 'Stream', { stringValue: table.tableStreamArn });
  const plan = BackupPlan.daily35DayRetention(other, 'Plan');
  plan.addSelection('All', { resources: [BackupResource.fromTag('tier', 'gold')] });
  app.synth();
}
