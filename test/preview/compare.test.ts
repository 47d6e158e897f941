import { expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { Result } from '../../src/model/result.ts';
import { compared } from '../../src/preview/compare.ts';

/** A report of one result a table. */
function reportOf(tables: Readonly<Record<string, Result['status']>>): Report {
  const results = Object.entries(tables).map(([name, status]) => ({
    control: 'restored-tags',
    status,
    fingerprint: name,
    subjects: [],
    resource: { type: 'AWS::DynamoDB::Table', arn: name, name, account: '111122223333', region: 'eu-west-1' },
  }));
  return { results } as unknown as Report;
}

test('a table of which nothing was asked is not told to be judged no more', () => {
  const before = reportOf({ asked: 'pass', source: 'not-applicable' });
  const { preview } = compared({ before, after: reportOf({}), changes: [], alone: false, notes: [] });
  expect(preview?.sentences).toEqual(['after this change this table in eu-west-1 is judged no more: asked']);
});
