import { describe, expect, it } from 'vitest';
import { known, unknown } from '../../src/model/fact.ts';
import type { Policy } from '../../src/model/policy.ts';
import type { MatchSubject } from '../../src/policy/match.ts';
import { waiverFor } from '../../src/policy/waiver.ts';
import { HEADER, loadOne } from './loading.ts';

const TABLE: MatchSubject = {
  arn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
  name: 'orders',
  account: '111122223333',
  region: 'eu-west-1',
  tags: known({ tier: 'gold' }, 'test'),
};
const DENIED = unknown('denied', 'tags were denied');
const NOON = '2026-11-22T12:00:00.000Z';

function policy(...waivers: readonly (readonly [tables: string, until: string, reason: string])[]): Policy {
  const lines = waivers.map(
    ([tables, until, reason]) =>
      `  - { tables: ${tables}, controls: [copy-frequency], until: ${until}, reason: ${reason}, approvedBy: me }`,
  );
  const [only] = loadOne(`${HEADER}tables: {}\nwaivers:\n${lines.join('\n')}\n`).policies;
  if (!only) throw new Error('the policy of the test has a mistake');
  return only;
}

const verdict = (of: Policy, at = NOON, table = TABLE, control = 'copy-frequency') => {
  const found = waiverFor(of, control, table, at);
  const doubt = found.kind !== 'active' && found.undecided ? ` but ${found.undecided.waiver.reason}?` : '';
  return (found.kind === 'none' ? 'none' : `${found.kind} ${found.waiver.reason}`) + doubt;
};

describe('waiverFor', () => {
  it('finds the waiver of the control and the table', () => {
    expect(verdict(policy(['{ names: [orders] }', '2027-01-31', 'why']))).toBe('active why');
  });

  it('finds none for another control', () => {
    expect(verdict(policy(['{}', '2027-01-31', 'why']), NOON, TABLE, 'restore-time')).toBe('none');
  });

  it('finds none for another table', () => {
    expect(verdict(policy(['{ names: [carts] }', '2027-01-31', 'why']))).toBe('none');
  });

  it('counts through the last millisecond of its last day, UTC', () => {
    const last = policy(['{}', '2026-11-22', 'why']);
    expect(verdict(last, '2026-11-22T23:59:59.999Z')).toBe('active why');
    expect(verdict(last, '2026-11-23T00:00:00.000Z')).toBe('expired why');
  });

  it('names the expired waiver that ended last', () => {
    const past = policy(['{}', '2025-01-01', 'first'], ['{}', '2026-01-01', 'last'], ['{}', '2024-01-01', 'old']);
    expect(verdict(past)).toBe('expired last');
  });

  it('prefers an active waiver to an expired one', () => {
    expect(verdict(policy(['{}', '2026-01-01', 'old'], ['{}', '2027-01-01', 'new']))).toBe('active new');
  });

  it('waives nothing by tags that are unknown, and says so', () => {
    const byTag = policy(['{ tags: { tier: [gold] } }', '2027-01-01', 'tag'], ['{}', '2026-01-01', 'old']);
    expect(verdict(byTag)).toBe('active tag');
    expect(verdict(byTag, NOON, { ...TABLE, tags: DENIED })).toBe('expired old but tag?');
  });

  it('says nothing of a waiver by unknown tags that has ended', () => {
    const ended = policy(['{ tags: { tier: [gold] } }', '2026-01-01', 'tag']);
    expect(verdict(ended, NOON, { ...TABLE, tags: DENIED })).toBe('none');
  });
});
