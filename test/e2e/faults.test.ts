import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { Fault } from '../../src/simulator/fault.ts';
import type { Simulator } from '../../src/simulator/server.ts';
import { simulatedFault } from '../sources/simulated-fault.ts';
import { madeUp } from './made-up.ts';
import { seeded } from './seeded.ts';
import { policyOf, report, reportOrNothing, simulatorOf } from './simulated-run.ts';
import './unhurried-aws.ts';

/** A check for each operation: seconds on an idle machine. */
const PATIENCE_MS = 180_000;

const SCENARIO = 'everything';
const LINE =
  '--regions all --role-arn arn:aws:iam::111122223333:role/holdfast --role-arn arn:aws:iam::444455556666:role/holdfast';

/** What these bring decides nothing: it is shown as evidence beside what does. */
const EVIDENCE_ONLY = [
  'backup:GetRestoreTestingPlan',
  'backup:GetRestoreTestingSelection',
  'backup:ListRestoreTestingPlans',
  'backup:ListRestoreTestingSelections',
  'dynamodb:DescribeContributorInsights',
  'dynamodb:DescribeKinesisStreamingDestination',
];

let aws: Simulator;
/** The same check without faults, and what it asks: everything below is held to it. */
let sound: Report;
let operations: readonly string[];

beforeAll(async () => {
  aws = await simulatorOf(SCENARIO);
  sound = await report(LINE, policyOf(SCENARIO));
  operations = Object.keys(sound.apiCalls.byOperation);
});
afterAll(() => aws.close());

/** Undefined where nothing of AWS could be read: then there is no verdict to be wrong. */
async function under(faults: readonly Fault[]): Promise<Report | undefined> {
  aws.faults.set(faults);
  try {
    return await reportOrNothing(LINE, policyOf(SCENARIO));
  } finally {
    aws.faults.set([]);
  }
}

/** What the results say about why they are unknown, beyond what is unknown anyway. */
function reasons({ results }: Report): ReadonlySet<string> {
  const anyway = new Set(sound.results.filter(({ status }) => status === 'unknown').map((each) => each.fingerprint));
  return new Set(
    results.flatMap(({ unknown, fingerprint }) =>
      unknown && !anyway.has(fingerprint) ? [[unknown.reason, unknown.permission].filter(Boolean).join(' ')] : [],
    ),
  );
}

test('the check of the scenario asks nearly everything that Holdfast may ask', () => {
  expect(operations.length).toBeGreaterThanOrEqual(30);
});

/** What is wrong with a report that was made while one operation was out of order. */
function faultsOf(operation: string, broken: Report, said: (reason: string) => boolean): readonly string[] {
  if (EVIDENCE_ONLY.includes(operation)) {
    const same = JSON.stringify(statuses(broken)) === JSON.stringify(statuses(sound));
    return same ? [] : ['evidence decided'];
  }
  const heard = [...reasons(broken)];
  return [...madeUp(sound, broken), ...(heard.some(said) ? [] : [`says only: ${heard.join(', ')}`])];
}

function statuses({ results }: Report): readonly string[] {
  return results.map(({ fingerprint, status }) => `${fingerprint} ${status}`);
}

describe('whatever AWS refuses, nothing is made up', () => {
  test.each([
    ['deny', 'the permission is named', (operation: string) => `denied ${operation}`],
    ['throttle', 'it is said to be throttled', (operation: string) => `throttled ${operation}`],
    ['error', 'it is said to be unreachable', () => 'unreachable'],
    ['cut', 'it is said to be unreachable', () => 'unreachable'],
  ] as const)(
    '%s for each operation: no crash, no verdict from nothing, and %s',
    async (kind, _, reasonOf) => {
      const wrong: Record<string, readonly string[]> = {};
      const unread: string[] = [];
      for (const operation of operations) {
        const broken = await under([simulatedFault(kind, operation)]);
        if (broken === undefined) {
          unread.push(operation);
          continue;
        }
        const found = faultsOf(operation, broken, (reason) => reason.startsWith(reasonOf(operation)));
        if (found.length > 0) wrong[operation] = found;
      }
      expect(wrong).toEqual({});
      expect(unread.filter((operation) => !operation.startsWith('sts:'))).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'forty pairs of operations, each in a way drawn by lot',
    async () => {
      const draw = seeded(20261122);
      const kinds = ['deny', 'throttle', 'error', 'cut'] as const;
      const wrong: Record<string, readonly string[]> = {};
      for (let pair = 0; pair < 40; pair += 1) {
        const faults = [0, 1].map(() =>
          simulatedFault(kinds[draw(kinds.length)] ?? 'deny', operations[draw(operations.length)] ?? ''),
        );
        const broken = await under(faults);
        const lies = broken === undefined ? [] : madeUp(sound, broken);
        if (lies.length > 0) wrong[faults.map(({ kind, operation }) => `${kind} ${operation}`).join(' + ')] = lies;
      }
      expect(wrong).toEqual({});
    },
    PATIENCE_MS,
  );

  test('one Region without an answer leaves the other account and Region judged', async () => {
    const cut = await under([{ kind: 'cut', region: 'eu-central-1' }]);
    expect(cut && madeUp(sound, cut)).toEqual([]);
    expect(cut?.results.filter(({ status }) => status === 'pass').length).toBeGreaterThan(10);
  });
});

test(
  'nor where one fact decides, whichever operation is denied, everywhere or in one Region',
  async () => {
    const edge = await simulatorOf('one-fact-away');
    try {
      const policy = policyOf('one-fact-away');
      const whole = await report(LINE, policy);
      const wrong: Record<string, readonly string[]> = {};
      for (const operation of Object.keys(whole.apiCalls.byOperation)) {
        for (const region of [undefined, 'eu-west-1', 'eu-central-1']) {
          edge.faults.set([{ ...simulatedFault('deny', operation), ...(region ? { region } : {}) }]);
          const broken = await reportOrNothing(LINE, policy);
          const lies = broken === undefined ? [] : madeUp(whole, broken);
          if (lies.length > 0) wrong[`${operation} in ${region ?? 'all Regions'}`] = lies;
        }
      }
      expect(wrong).toEqual({});
    } finally {
      await edge.close();
    }
  },
  PATIENCE_MS,
);
