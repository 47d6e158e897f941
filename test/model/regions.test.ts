import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { REGIONS } from '../../src/model/regions.ts';

/** The SDK exports what asks this table, and not the table. */
const SDK = 'node_modules/@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws/partitions.js';

test('the Regions are those that the SDK knows', async () => {
  const { partitionsInfo } = await import(pathToFileURL(resolve(import.meta.dirname, '../..', SDK)).href);
  const known: readonly string[] = partitionsInfo.partitions.flatMap(({ regions }: { regions: object }) =>
    Object.keys(regions),
  );
  expect(REGIONS.toSorted()).toEqual(known.filter((name) => !name.endsWith('-global')).toSorted());
});
