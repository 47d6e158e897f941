import { describe, expect, test } from 'vitest';
import { ACCOUNT, ago, type ExampleParts, exampleInventory, REGION } from '../../src/controls/example.ts';
import { judge, resultOf } from '../aws-meaning/judge.ts';

const PART = `backup: { copies: [{ region: ${REGION}, frequency: 24h, rpo: 30h }] }`;
const COPY = `arn:aws:backup:${REGION}:${ACCOUNT}:recovery-point:00000000`;

function statusOf(parts: ExampleParts): string {
  return resultOf(
    judge(exampleInventory({ points: [{ createdAt: ago(5) }], ...parts }), PART),
    'copy-recovery-point-age',
  ).status;
}

describe('a point in the table’s own Region that names no source vault', () => {
  test('is a copy where a completed copy job names it', () => {
    expect(statusOf({ copyJobs: [{ destinationRecoveryPointArn: COPY }] })).toBe('pass');
    expect(statusOf({ copyJobs: [{ destinationRecoveryPointArn: COPY, state: 'FAILED' }] })).toBe('unknown');
  });

  test('is none where a backup job names it', () => {
    expect(statusOf({ backupJobs: [{ recoveryPointArn: COPY }] })).toBe('fail');
  });

  test('may be one where no job does, unless it would be too old', () => {
    expect(statusOf({})).toBe('unknown');
    expect(statusOf({ points: [{ createdAt: ago(40) }] })).toBe('fail');
  });
});
