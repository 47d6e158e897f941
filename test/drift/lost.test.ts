import { expect, test } from 'vitest';
import { denied, type ExampleParts } from '../../src/controls/example.ts';
import { lostIn } from '../../src/drift/lost.ts';
import { baseline } from './compare.ts';
import { inEstate } from './estate.ts';

const HIDDEN: ExampleParts = { rules: denied('backup:GetBackupPlan') };

test('a baseline that could not read what another records loses it', () => {
  expect(lostIn(baseline(), baseline(HIDDEN)).map(({ path }) => path)).toContain('plans.daily.rules');
  expect(lostIn(baseline(HIDDEN), baseline(HIDDEN))).toEqual([]);
  expect(lostIn(baseline(HIDDEN), baseline())).toEqual([]);
  expect(lostIn(baseline(), baseline({ rules: [] }))).toEqual([]);
});

test('a whole Region that could not be read is lost', () => {
  const former = baseline();
  const why = { $unknown: { reason: 'unreachable', detail: 'nobody answers' } };
  expect(lostIn(former, { ...former, accounts: {}, unread: [{ region: 'eu-west-1', why }] })).not.toEqual([]);
  expect(lostIn(former, { ...former, accounts: {} })).toEqual([]);
});

test('the file that records more stays as it is, and the exit code is 3', async () => {
  await inEstate(async ({ simulator, holdfast, files, write }) => {
    expect((await holdfast('baseline')).exit).toBe(0);
    const before = files.get('holdfast.lock.json');
    simulator.faults.set([{ service: 'dynamodb', operation: 'DescribeContinuousBackups', kind: 'deny' }]);
    const { exit, err } = await holdfast('baseline');
    expect({ exit, text: files.get('holdfast.lock.json') }).toEqual({ exit: 3, text: before });
    expect(err).toContain('holdfast.lock.json is left as it is: it records 2 facts that could not be read now');
    // What cannot be parsed may be a merge that is not finished: nobody knows what it records.
    write('holdfast.lock.json', '<<<<<<< ours\n');
    expect((await holdfast('baseline')).exit).toBe(2);
    expect(files.get('holdfast.lock.json')).toBe('<<<<<<< ours\n');
    // Where nothing stands, what could be read is recorded.
    files.delete('holdfast.lock.json');
    expect((await holdfast('baseline')).exit).toBe(3);
    expect(files.get('holdfast.lock.json')).toContain('"$unknown"');
  });
});

test('a baseline from the future is refused', async () => {
  await inEstate(async ({ holdfast, files, write }) => {
    await holdfast('baseline');
    write(
      'holdfast.lock.json',
      (files.get('holdfast.lock.json') ?? '').replace(/"takenAt": "\d{4}/, '"takenAt": "2033'),
    );
    for (const words of [
      ['drift', '--history', 'none'],
      ['check', '--baseline', 'holdfast.lock.json'],
    ]) {
      const { exit, err } = await holdfast(...words);
      expect({ words, exit, err }).toMatchObject({ exit: 2, err: expect.stringContaining('is in the future') });
    }
  });
});
