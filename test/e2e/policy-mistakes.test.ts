import { expect, test } from 'vitest';
import { holdfast } from './simulated-run.ts';

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: payments
tables:
  names: ["payments-*"]
  region: [eu-west-1]
backup:
  objectives:
    - frequency: 24 hours
      retention: 35d
  copies:
    - frequency: 24h
  vault:
    lock: complience
restore:
  rto: 4h
  settings:
    stream: same-as-source
    timetolive: same-as-source
severity: { backup-frequency: critical }
`;

const MISTAKES = [
  ['policy.yaml:6:3', 'regions'],
  ['policy.yaml:9:18', '24h'],
  ['policy.yaml:12:7', 'region'],
  ['policy.yaml:14:11', 'compliance'],
  ['policy.yaml:19:5', 'timeToLive'],
] as const;

test.each(['validate policy.yaml', 'check --policies policy.yaml'])(
  '%s shows five mistakes in twenty lines where they are, and judges nothing',
  async (line) => {
    expect(POLICY.trimEnd().split('\n')).toHaveLength(20);
    const { exit, out, err } = await holdfast(line, POLICY);
    expect(exit).toBe(2);
    const said = `${out}${err}`;
    const messages = said.split('\n').filter((each) => /^policy\.yaml:\d+:\d+/.test(each));
    expect(messages.map((message) => /^policy\.yaml:\d+:\d+/.exec(message)?.[0])).toEqual(MISTAKES.map(([at]) => at));
    for (const [, remedy] of MISTAKES) expect(said).toContain(remedy);
  },
);
