import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { withAws } from './aws-machine.ts';

const ESTATE = `
accounts:
  "111122223333":
    regions:
      eu-west-1:
        tables:
          - { tableName: gates, creationDateTime: -40d, billingMode: PAY_PER_REQUEST, onDemandThroughput: { maxReadRequestUnits: 700 }, timeToLive: { attributeName: until }, tags: { team: doors }, streamSpecification: { streamViewType: OLD_IMAGE } }
`;
/** Asks for one setting of the table; a template says them all. */
const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: gates
tables: { except: { names: [temporary] } }
backup: { pointInTimeRecovery: {} }
`;

test('a template is written from all that the table has, whatever the policies ask', async () => {
  await withAws(ESTATE, async ({ holdfast }) => {
    const terraform = await holdfast('fix --format terraform', POLICY);
    expect(terraform.out).not.toContain('not known');
    for (const said of [
      'resource "aws_dynamodb_table" "gates"',
      'attribute_name = "until"',
      '"team" = "doors"',
      'stream_view_type = "OLD_IMAGE"',
      'max_read_request_units = 700',
    ])
      expect(terraform.out).toContain(said);
    const { out } = await holdfast('fix --format cloudformation', POLICY);
    expect(parse(out).Resources.Gates.Properties).toMatchObject({
      TimeToLiveSpecification: { AttributeName: 'until', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      OnDemandThroughput: { MaxReadRequestUnits: 700 },
      Tags: [{ Key: 'team', Value: 'doors' }],
    });
    expect(out).toContain('# Then check again: holdfast check --policies policy.yaml --regions eu-west-1');
  });
});
