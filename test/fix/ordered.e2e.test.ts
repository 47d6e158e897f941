import { describe, expect, test } from 'vitest';
import { controlsWith, isInstalled, withAws } from './aws-machine.ts';

const onDemand = 'billingMode: PAY_PER_REQUEST';
const units = (read: number, write: number) =>
  `provisionedThroughput: { readCapacityUnits: ${read}, writeCapacityUnits: ${write} }`;

function index(name: string, more = ''): string {
  return `{ indexName: ${name}, keySchema: [ { attributeName: ${name}, keyType: HASH } ], projection: { projectionType: ALL }${more} }`;
}

/** Source, the table that somebody restored from it, and which of the source's indexes it has. */
const PAIRS = [
  {
    name: 'to-provisioned',
    source: `${units(60, 20)}, globalSecondaryIndexes: [${index('seat', `, ${units(11, 12)}`)}, ${index('show', `, ${units(13, 14)}`)}], streamSpecification: { streamViewType: NEW_IMAGE }`,
    restored: `${onDemand}, globalSecondaryIndexes: [${index('seat')}]`,
  },
  {
    name: 'to-on-demand',
    source: `${onDemand}, globalSecondaryIndexes: [${index('seat')}, ${index('show')}]`,
    restored: units(5, 5),
  },
];

const scaled = (name: string) =>
  [
    ['table', `table/${name}`],
    ['index', `table/${name}/index/show`],
  ].map(([kind, resource]) => ({
    target: `{ resourceId: ${resource}, scalableDimension: "dynamodb:${kind}:ReadCapacityUnits", minCapacity: 8, maxCapacity: 80 }`,
    policy: `{ policyName: "${resource}", resourceId: ${resource}, scalableDimension: "dynamodb:${kind}:ReadCapacityUnits", targetTrackingScalingPolicyConfiguration: { targetValue: 55 } }`,
  }));
const SCALED = scaled('to-provisioned');

const ESTATE = `
accounts:
  "111122223333":
    regions:
      eu-west-1:
        tables:
${PAIRS.map(({ name, source, restored }) => `          - { tableName: ${name}, ${source} }\n          - { tableName: ${name}-b, creationDateTime: -1d, ${restored} }`).join('\n')}
        restoreJobs: [${PAIRS.map(({ name }) => `{ tableName: ${name}, status: COMPLETED, creationDate: -1d, takes: 20m, createdTableName: ${name}-b }`).join(', ')}]
        scalableTargets: [${SCALED.map(({ target }) => target).join(', ')}]
        scalingPolicies: [${SCALED.map(({ policy }) => policy).join(', ')}]
`;

const ASKED = ['billingMode', 'provisionedThroughput', 'globalSecondaryIndexes', 'autoScaling', 'stream'];
const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: seats
tables: { names: [${PAIRS.map(({ name }) => name).join(', ')}] }
restore: { settings: { ${ASKED.map((each) => `${each}: same-as-source`).join(', ')} } }
`;

describe.skipIf(!isInstalled('aws'))(
  'steps that bear on each other (skipped where the AWS CLI is not installed)',
  () => {
    test('stand in the order, and say what AWS wants, for the billing mode of then', { timeout: 400_000 }, async () => {
      await withAws(ESTATE, async ({ bash, holdfast, report }) => {
        const { out, exit, err } = await holdfast('fix', POLICY);
        expect(exit, err).toBe(0);
        await bash(out);
        const after = await report(POLICY);
        expect(controlsWith(after, 'to-provisioned-b', 'pass')).toHaveLength(ASKED.length);
        expect(controlsWith(after, 'to-on-demand-b', 'fail')).toEqual([]);
      });
    });
  },
);
