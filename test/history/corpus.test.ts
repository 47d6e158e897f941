import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTrailRecord } from '../../src/history/trail-record.ts';
import { restoresOfTrail } from '../../src/history/trail-restores.ts';
import { serviceRecord } from './trail-records.ts';

/** Events of other projects' tests. They are not part of this one: where they are absent the tests say so and are left out. */
const FOLDER = resolve(import.meta.dirname, '../../../shared/corpus/A-events');
const isThere = existsSync(FOLDER);
const missing = `no corpus of events at ${FOLDER}`;

interface Gathered {
  readonly events: readonly { readonly event: Readonly<Record<string, unknown>> }[];
}

interface Restored {
  readonly account: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

function filesOf(kind: string): readonly string[] {
  const folder = join(FOLDER, kind);
  return readdirSync(folder).map((name) => join(folder, name));
}

test.runIf(!isThere)('the corpus of events is where it must be', ({ skip }) => {
  if (process.env['HOLDFAST_CI'] === 'true') expect.fail(missing);
  skip(missing);
});

describe.skipIf(!isThere)('events of other projects', () => {
  const events = isThere
    ? filesOf('cloudtrail').flatMap((file) => {
        const { events: held }: Gathered = JSON.parse(readFileSync(file, 'utf8'));
        return held.map(({ event }) => event);
      })
    : [];

  test('are there', () => {
    expect(events.length).toBeGreaterThan(0);
  });

  test.each(events)('are understood, or it is said why not: $eventName', (event) => {
    const reading = readTrailRecord(event);
    if (reading.ok) {
      expect(reading.event).toMatchObject({
        id: event['eventID'],
        source: event['eventSource'],
        name: event['eventName'],
      });
      expect(reading.event.actor.name).not.toBe('');
    } else expect(reading.reason).toMatch(/\b(has no|names no|eventVersion)\b/);
  });

  test('of a restore job, as AWS tells of it elsewhere, would be measured', () => {
    const [file = ''] = filesOf('eventbridge');
    const { detail }: Restored = JSON.parse(readFileSync(file, 'utf8'));
    const reading = readTrailRecord(serviceRecord('RestoreCompleted', detail));
    if (!reading.ok) throw new Error(reading.reason);
    const [restore] = restoresOfTrail([reading.event]).restores;
    expect(restore).toMatchObject({ id: detail['restoreJobId'], outcome: 'completed', sizeBytes: 1880 });
    expect(restore?.minutes).toBeCloseTo(6.184, 3);
  });
});
