import { describe, expect, test } from 'vitest';
import type { ExampleTable } from '../../../src/controls/example.ts';
import { restoredBillingMode } from '../../../src/controls/restored-billing-mode.ts';
import { restoredDeletionProtection } from '../../../src/controls/restored-deletion-protection.ts';
import { restoredPointInTimeRecovery } from '../../../src/controls/restored-point-in-time-recovery.ts';
import { restoredStream } from '../../../src/controls/restored-stream.ts';
import { restoredTags } from '../../../src/controls/restored-tags.ts';
import { restoredTimeToLive } from '../../../src/controls/restored-time-to-live.ts';
import { known } from '../../../src/model/fact.ts';
import { DAY_MINUTES } from '../../../src/model/instant.ts';
import type { RestoreSettings } from '../../../src/model/policy.ts';
import type { PointInTimeRecovery, TimeToLive } from '../../../src/model/table.ts';
import { judgeSetting } from './judge.ts';

function ttl(status: TimeToLive['status'], attribute?: string): ExampleTable {
  return { timeToLive: known(attribute === undefined ? { status } : { status, attribute }, 'test') };
}

function pitr(value: PointInTimeRecovery): ExampleTable {
  return { pointInTimeRecovery: known(value, 'test') };
}

const on = { description: { deletionProtection: true } };
const newImage = { description: { stream: 'NEW_IMAGE' } };
const provisioned = { description: { billingMode: 'PROVISIONED' } } as const;
const days = (number: number) => ({ windowMinutes: number * DAY_MINUTES });

type Row = readonly [asked: RestoreSettings, source: ExampleTable, own: ExampleTable, status: string, message: string];

describe('restored-billing-mode', () => {
  test.each<Row>([
    [
      { billingMode: 'same-as-source' },
      provisioned,
      provisioned,
      'pass',
      'billing mode is PROVISIONED, as on the source',
    ],
    [
      { billingMode: 'same-as-source' },
      provisioned,
      {},
      'fail',
      'billing mode is PAY_PER_REQUEST; policy asks for PROVISIONED, as on the source',
    ],
    [{ billingMode: 'PROVISIONED' }, {}, provisioned, 'pass', 'billing mode is PROVISIONED, as asked'],
    [{ billingMode: 'PROVISIONED' }, {}, {}, 'fail', 'billing mode is PAY_PER_REQUEST; policy asks for PROVISIONED'],
  ])('asked for %j, source %j, restored %j: %s', (settings, table, restored, status, message) => {
    expect(judgeSetting(restoredBillingMode, settings, { table, restored })).toMatchObject({ status, message });
  });
});

describe('restored-stream', () => {
  test.each<Row>([
    [{ stream: 'same-as-source' }, newImage, newImage, 'pass', 'a stream of NEW_IMAGE, as on the source'],
    [
      { stream: 'same-as-source' },
      newImage,
      { description: { stream: 'KEYS_ONLY' } },
      'fail',
      'a stream of KEYS_ONLY; policy asks for a stream of NEW_IMAGE, as on the source',
    ],
    [
      { stream: 'same-as-source' },
      {},
      newImage,
      'fail',
      'a stream of NEW_IMAGE; policy asks for no stream, as on the source',
    ],
    [{ stream: 'disabled' }, newImage, {}, 'pass', 'no stream, as asked'],
    [{ stream: 'disabled' }, {}, newImage, 'fail', 'a stream of NEW_IMAGE; policy asks for no stream'],
    [{ stream: 'NEW_IMAGE' }, {}, newImage, 'pass', 'a stream of NEW_IMAGE, as asked'],
    [{ stream: 'NEW_IMAGE' }, newImage, {}, 'fail', 'no stream; policy asks for a stream of NEW_IMAGE'],
  ])('asked for %j, source %j, restored %j: %s', (settings, table, restored, status, message) => {
    expect(judgeSetting(restoredStream, settings, { table, restored })).toMatchObject({ status, message });
  });

  test('says that the stream is a new one', () => {
    const { because } = judgeSetting(restoredStream, { stream: 'NEW_IMAGE' }, { restored: newImage });
    expect(because).toEqual([
      'a restored table’s stream has an ARN of its own; readers of the source’s stream do not follow',
    ]);
  });
});

describe('restored-deletion-protection', () => {
  test.each<Row>([
    [{ deletionProtection: 'same-as-source' }, on, on, 'pass', 'deletion protection is enabled, as on the source'],
    [{ deletionProtection: 'same-as-source' }, {}, {}, 'pass', 'deletion protection is disabled, as on the source'],
    [
      { deletionProtection: 'same-as-source' },
      {},
      on,
      'fail',
      'deletion protection is enabled; policy asks for it disabled, as on the source',
    ],
    [{ deletionProtection: 'enabled' }, {}, {}, 'fail', 'deletion protection is disabled; policy asks for it enabled'],
    [{ deletionProtection: 'disabled' }, on, {}, 'pass', 'deletion protection is disabled, as asked'],
    [{ deletionProtection: 'disabled' }, {}, on, 'fail', 'deletion protection is enabled; policy asks for it disabled'],
  ])('asked for %j, source %j, restored %j: %s', (settings, table, restored, status, message) => {
    expect(judgeSetting(restoredDeletionProtection, settings, { table, restored })).toMatchObject({ status, message });
  });
});

describe('restored-time-to-live', () => {
  test.each<Row>([
    [
      { timeToLive: 'same-as-source' },
      ttl('ENABLED', 'x'),
      ttl('ENABLED', 'x'),
      'pass',
      'time to live by x, as on the source',
    ],
    [
      { timeToLive: 'same-as-source' },
      ttl('ENABLED', 'x'),
      ttl('ENABLED', 'y'),
      'fail',
      'time to live by y; policy asks for time to live by x, as on the source',
    ],
    [{ timeToLive: 'same-as-source' }, ttl('DISABLED', 'x'), {}, 'pass', 'no time to live, as on the source'],
    [
      { timeToLive: 'same-as-source' },
      {},
      ttl('ENABLED', 'x'),
      'fail',
      'time to live by x; policy asks for none, as on the source',
    ],
    [{ timeToLive: 'disabled' }, {}, ttl('DISABLING', 'x'), 'pass', 'no time to live, as asked'],
    [{ timeToLive: 'disabled' }, {}, ttl('ENABLING', 'x'), 'fail', 'time to live by x; policy asks for none'],
    [
      { timeToLive: { attribute: 'x' } },
      {},
      ttl('DISABLING', 'x'),
      'fail',
      'no time to live; policy asks for time to live by x',
    ],
  ])('asked for %j, source %j, restored %j: %s', (settings, table, restored, status, message) => {
    expect(judgeSetting(restoredTimeToLive, settings, { table, restored })).toMatchObject({ status, message });
  });

  test('says that a change is under way', () => {
    const outcome = judgeSetting(
      restoredTimeToLive,
      { timeToLive: { attribute: 'x' } },
      { restored: ttl('ENABLING', 'x') },
    );
    expect(outcome).toMatchObject({
      status: 'pass',
      because: ['time to live is ENABLING: the change takes up to an hour'],
      expected: { timeToLive: { attribute: 'x' } },
      actual: { timeToLive: { attribute: 'x' } },
    });
  });
});

describe('restored-point-in-time-recovery', () => {
  const seven = pitr({ enabled: true, recoveryPeriodDays: 7 });
  const full = pitr({ enabled: true });
  const off = pitr({ enabled: false, recoveryPeriodDays: 35 });

  test.each<readonly [RestoreSettings['pointInTimeRecovery'], ExampleTable, ExampleTable, string, string]>([
    ['same-as-source', seven, full, 'pass', 'on over 35 d; policy asks for it on over 7 d, as on the source'],
    ['same-as-source', full, seven, 'fail', 'on over 7 d; policy asks for it on over 35 d, as on the source'],
    ['same-as-source', off, off, 'pass', 'off; policy asks for it off, as on the source'],
    ['same-as-source', off, full, 'fail', 'on over 35 d; policy asks for it off, as on the source'],
    ['same-as-source', full, off, 'fail', 'off; policy asks for it on over 35 d, as on the source'],
    ['enabled', off, seven, 'pass', 'on over 7 d; policy asks for it on'],
    ['enabled', full, off, 'fail', 'off; policy asks for it on'],
    ['disabled', full, off, 'pass', 'off; policy asks for it off'],
    ['disabled', off, full, 'fail', 'on over 35 d; policy asks for it off'],
    [days(7), off, seven, 'pass', 'on over 7 d; policy asks for it on over 7 d'],
    [days(8), full, seven, 'fail', 'on over 7 d; policy asks for it on over 8 d'],
    [days(1), full, off, 'fail', 'off; policy asks for it on over 24 h'],
  ])('asked for %j, source %j, restored %j: %s', (asked, table, restored, status, message) => {
    const settings = asked === undefined ? {} : { pointInTimeRecovery: asked };
    expect(judgeSetting(restoredPointInTimeRecovery, settings, { table, restored })).toMatchObject({
      status,
      message: `point-in-time recovery is ${message}`,
    });
  });
});

describe('restored-tags', () => {
  test('leaves out the tags that AWS sets itself', () => {
    const outcome = judgeSetting(
      restoredTags,
      { tags: 'same-as-source' },
      {
        table: { tags: { 'aws:cloudformation:stack-name': 'orders', team: 'a' } },
        restored: { tags: { team: 'a' } },
      },
    );
    expect(outcome).toMatchObject({ status: 'pass', expected: { tags: { team: 'a' } } });
  });

  test('passes a source without tags, and says so', () => {
    expect(judgeSetting(restoredTags, { tags: 'same-as-source' }, {})).toMatchObject({
      status: 'pass',
      message: 'no tags of the source to bring back',
    });
  });

  test('names each tag that is missing or has another value', () => {
    const outcome = judgeSetting(
      restoredTags,
      { tags: 'same-as-source' },
      { table: { tags: { team: 'a', tier: 'gold', x: '' } }, restored: { tags: { tier: 'silver', x: '' } } },
    );
    expect(outcome).toMatchObject({
      status: 'fail',
      message: 'lacks 2 of the 3 tags of the source: team, tier',
      because: ['tag team is missing; asked: a', 'tag tier is silver; asked: gold'],
      actual: { tags: { tier: 'silver', x: '' } },
    });
  });

  test('counts what a long list leaves out', () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`tag-${index + 10}`, 'x']));
    const { because, message } = judgeSetting(restoredTags, { tags: many }, {});
    expect(because).toHaveLength(13);
    expect(because.at(-1)).toBe('… and 38 more');
    expect(message).toBe('lacks 50 of the 50 tags asked for: tag-10, tag-11, tag-12, tag-13, tag-14, … and 45 more');
  });

  test('finds no tag on the prototype of an object', () => {
    expect(judgeSetting(restoredTags, { tags: { constructor: 'x' } }, {})).toMatchObject({
      status: 'fail',
      because: ['tag constructor is missing; asked: x'],
    });
  });
});
