import { describe, expect, test } from 'vitest';
import { ago, denied, type ExampleParts, exampleInventory, ORDERS } from '../../../src/controls/example.ts';
import { restoredStream } from '../../../src/controls/restored-stream.ts';
import { restoredTags } from '../../../src/controls/restored-tags.ts';
import type { Inventory } from '../../../src/model/inventory.ts';
import { judgeInventory, judgeSetting } from './judge.ts';

const sameTags = { tags: 'same-as-source' } as const;

/** The example world without the table `orders`. */
function withoutSource(parts: ExampleParts): Inventory {
  const inventory = exampleInventory(parts);
  return {
    ...inventory,
    regions: inventory.regions.map((region) =>
      region.tables.known
        ? { ...region, tables: { ...region.tables, value: region.tables.value.filter(({ arn }) => arn !== ORDERS) } }
        : region,
    ),
  };
}

describe('the source that same-as-source compares with', () => {
  test('leaves it unknown, with what would settle it, when the source is gone', () => {
    const outcome = judgeInventory(restoredTags, sameTags, withoutSource({ restored: {} }));
    expect(outcome).toMatchObject({
      status: 'unknown',
      message: 'cannot tell the tags of the source',
      unknown: {
        reason: 'not-collected',
        detail: `the source ${ORDERS} is gone or outside the scope; write the value into the policy, or name with --former a baseline or inventory of before`,
      },
    });
    expect(outcome.because).toEqual([outcome.unknown?.detail]);
  });

  test('does not matter where the policy names the value', () => {
    const inventory = withoutSource({ restored: { tags: { team: 'a' } } });
    expect(judgeInventory(restoredTags, { tags: { team: 'a' } }, inventory).status).toBe('pass');
    expect(judgeInventory(restoredTags, { tags: { team: 'b' } }, inventory).status).toBe('fail');
  });

  test('is not the restored table itself, which would always equal itself', () => {
    const inventory = exampleInventory({ restoreJobs: [{ createdArn: ORDERS }] });
    const outcome = judgeInventory(restoredStream, { stream: 'same-as-source' }, inventory);
    expect(outcome.status).toBe('unknown');
    expect(outcome.unknown?.detail).toContain('restored under the name of its source orders, which is gone');
  });

  test('is not a later table of the same name', () => {
    const outcome = judgeSetting(
      restoredStream,
      { stream: 'same-as-source' },
      {
        table: { description: { createdAt: ago(5) } },
        restoreJobs: [{ recoveryPointCreatedAt: ago(30) }],
      },
    );
    expect(outcome.status).toBe('unknown');
    expect(outcome.unknown?.detail).toContain(`today's orders was created ${ago(5)}, after the backup of ${ago(30)}`);
  });

  test.each([
    ['when the backup was made', { restoreJobs: [{ recoveryPointCreatedAt: undefined }] }, 'may be a later table'],
    ['when the table was made', { table: { description: { createdAt: undefined } } }, 'does not tell when'],
  ])('may be a later table of the name while nothing tells %s', (_, parts, detail) => {
    const outcome = judgeSetting(restoredStream, { stream: 'same-as-source' }, parts as unknown as ExampleParts);
    expect(outcome).toMatchObject({ status: 'unknown', unknown: { detail: expect.stringContaining(detail) } });
  });

  test('is the table that existed when the backup was made', () => {
    const outcome = judgeSetting(
      restoredStream,
      { stream: 'same-as-source' },
      {
        table: { description: { createdAt: ago(500) } },
        restoreJobs: [{ recoveryPointCreatedAt: ago(30) }],
      },
    );
    expect(outcome.status).toBe('pass');
  });

  test('is judged by the point in time that the table itself tells of, without a restore job', () => {
    const restore = { sourceTableArn: ORDERS, restoredTo: ago(30), inProgress: false };
    const parts = { restoreJobs: [], restored: { description: { restore } } };
    const settings = { stream: 'same-as-source' } as const;
    expect(judgeSetting(restoredStream, settings, parts).status).toBe('pass');
    expect(
      judgeSetting(restoredStream, settings, { ...parts, table: { description: { createdAt: ago(20) } } }).status,
    ).toBe('unknown');
  });

  test('is not compared with when nobody may describe it, because it may be a later one', () => {
    const outcome = judgeSetting(restoredTags, sameTags, {
      table: { description: denied('dynamodb:DescribeTable'), tags: { team: 'a' } },
      restored: { tags: { team: 'a' } },
    });
    expect(outcome).toMatchObject({ status: 'unknown', unknown: { permission: 'dynamodb:DescribeTable' } });
  });

  test('leaves it unknown when its own fact is unknown', () => {
    const outcome = judgeSetting(restoredTags, sameTags, { table: { tags: denied('tag:GetResources') } });
    expect(outcome).toMatchObject({
      status: 'unknown',
      message: 'cannot tell the tags of the source orders',
      unknown: { reason: 'denied', permission: 'tag:GetResources' },
    });
  });
});
