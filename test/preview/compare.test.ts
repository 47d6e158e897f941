import { expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { Result } from '../../src/model/result.ts';
import { compared } from '../../src/preview/compare.ts';
import { placeAt } from '../../src/preview/place.ts';
import { HOME } from './laid-over.ts';

/** A report of one result a table. */
function reportOf(tables: Readonly<Record<string, Result['status']>>, control = 'restored-tags'): Report {
  const results = Object.entries(tables).map(([name, status]) => ({
    control,
    status,
    fingerprint: name,
    subjects: [],
    resource: { type: 'AWS::DynamoDB::Table', arn: name, name, account: '111122223333', region: 'eu-west-1' },
  }));
  return { results } as unknown as Report;
}

test('a table of which nothing was asked is not told to be no longer evaluated', () => {
  const before = reportOf({ asked: 'pass', source: 'not-applicable' });
  const { preview } = compared({ before, after: reportOf({}), changes: [], alone: false, notes: [] });
  expect(preview?.sentences).toEqual(['after this change this table in eu-west-1 is no longer evaluated: asked']);
});

test.each([
  ['Made', 'update', true, 'AWS refuses Made: nothing of this change stays, as CloudFormation takes all of it back'],
  ['Gone', 'delete', true, 'AWS refuses to delete Gone: it stays'],
  ['aws_x.made', 'create', false, 'AWS refuses aws_x.made: it is not made, nor what rests on it'],
] as const)('what becomes of %s, which AWS refuses, is told', (address, action, rollsBack, sentence) => {
  const resource = { address, type: 'T', action, place: placeAt(HOME), edits: [] };
  const changes = [{ sources: [], resources: [resource], rollsBack, notes: [] }];
  const after = reportOf({ [address]: 'fail' }, 'aws-accepts');
  const { preview } = compared({ before: reportOf({}), after, changes, alone: false, notes: [] });
  expect(preview?.sentences).toEqual([sentence]);
});
