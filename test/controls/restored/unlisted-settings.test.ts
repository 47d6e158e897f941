import { describe, expect, test } from 'vitest';
import { denied, exampleInventory, NOW, ORDERS } from '../../../src/controls/example.ts';
import { unlistedDifferences } from '../../../src/controls/restored/unlisted-settings.ts';
import { estateOf } from '../../../src/estate/estate.ts';
import { restoresOf } from '../../../src/estate/restored.ts';
import { known } from '../../../src/model/fact.ts';
import type { Inventory } from '../../../src/model/inventory.ts';
import type { TableDescription, UnlistedSettings } from '../../../src/model/table.ts';

const NOTHING: UnlistedSettings = { kinesisStreams: known([], 'test'), contributorInsights: known(false, 'test') };

function warnings(source: Partial<TableDescription>, own: Partial<TableDescription>, unlisted = [NOTHING, NOTHING]) {
  const inventory = exampleInventory({ table: { description: source }, restored: { description: own } });
  return stated(inventory, unlisted);
}

function stated(inventory: Inventory, [ofSource, ofOwn]: readonly UnlistedSettings[] = []) {
  const regions = inventory.regions.map((region) => ({
    ...region,
    tables: region.tables.known
      ? known(
          region.tables.value.map((table) => {
            const unlisted = table.arn === ORDERS ? ofSource : ofOwn;
            return unlisted ? { ...table, unlisted } : table;
          }),
          'test',
        )
      : region.tables,
  }));
  const estate = estateOf({ ...inventory, regions }, NOW);
  return unlistedDifferences(estate, restoresOf(estate)).map(
    ({ kind, table, detail }) => `${kind} ${table}: ${detail}`,
  );
}

describe('what no setting of a policy is about', () => {
  test('is told where a restored table differs from its source', () => {
    const source: Partial<TableDescription> = {
      tableClass: 'STANDARD_INFREQUENT_ACCESS',
      replicaRegions: ['eu-central-1', 'us-east-1'],
      onDemandThroughput: { readUnits: 500 },
      warmThroughput: { readUnits: 20_000, writeUnits: 4_000 },
    };
    const stream = 'arn:aws:kinesis:eu-west-1:111122223333:stream/orders';
    const streaming = { kinesisStreams: known([stream], 'test'), contributorInsights: known(true, 'test') };
    expect(warnings(source, {}, [streaming, NOTHING])).toEqual([
      `restored-differs orders-restored: differs from its source orders in table class STANDARD (source: STANDARD_INFREQUENT_ACCESS); replicas none (source: eu-central-1, us-east-1); warm throughput none (source: 20000 read and 4000 write units); Kinesis destinations none (source: ${stream}); Contributor Insights off (source: on); no policy asks for it`,
    ]);
  });

  test('is told of what a table has had since lately only, where both tables tell it', () => {
    const lately = {
      replicaAccounts: ['eu-central-1 of 444455556666'],
      witnessRegions: ['us-west-2'],
      multiRegionConsistency: 'STRONG',
      vectorIndexes: ['by-shape: {"Dimensions":3}'],
    };
    const none = { replicaAccounts: [], witnessRegions: [], multiRegionConsistency: 'none', vectorIndexes: [] };
    expect(warnings(lately, none)).toEqual([
      'restored-differs orders-restored: differs from its source orders in accounts of replicas none (source: eu-central-1 of 444455556666); witnesses none (source: us-west-2); multi-Region consistency none (source: STRONG); vector indexes none (source: by-shape: {"Dimensions":3}); no policy asks for it',
    ]);
    expect(warnings(lately, lately)).toEqual([]);
    expect(warnings({}, { witnessRegions: [] })).toEqual([expect.stringContaining('not compared with its source')]);
  });

  test('is silent where the two are alike, and where the source is gone', () => {
    expect(warnings({}, {})).toEqual([]);
    const gone = exampleInventory({ restoreJobs: [{ createdArn: ORDERS }] });
    expect(stated(gone)).toEqual([]);
  });

  test('says what could not be read, and nothing where nothing was asked', () => {
    const hidden = { ...NOTHING, kinesisStreams: denied('dynamodb:DescribeKinesisStreamingDestination') };
    expect(warnings({}, {}, [NOTHING, hidden])).toEqual([
      'restored-differs orders-restored: not compared with its source orders: Kinesis destinations (not allowed to call dynamodb:DescribeKinesisStreamingDestination); no policy asks for it',
    ]);
    expect(stated(exampleInventory({ restored: {} }))).toEqual([]);
    expect(stated(exampleInventory({ restored: { description: denied('dynamodb:DescribeTable') } }))).toEqual([]);
  });
});
