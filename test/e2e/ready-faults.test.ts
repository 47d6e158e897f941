import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { Simulator } from '../../src/simulator/server.ts';
import { simulatedFault } from '../sources/simulated-fault.ts';
import { madeUp } from './made-up.ts';
import { policyOf, report, reportOrNothing, simulatorOf } from './simulated-run.ts';
import './unhurried-aws.ts';

const SCENARIO = 'ready-times';

let aws: Simulator;
let sound: Report;

beforeAll(async () => {
  aws = await simulatorOf(SCENARIO);
  sound = await report('--history lookup', policyOf(SCENARIO));
});
afterAll(() => aws.close());

test('whatever AWS refuses, no ready time is made up: neither in time nor too late', async () => {
  const operations = [...Object.keys(sound.apiCalls.byOperation), 'cloudtrail:LookupEvents'];
  const wrong: Record<string, readonly string[]> = {};
  for (const operation of new Set(operations)) {
    aws.faults.set([simulatedFault('deny', operation)]);
    const broken = await reportOrNothing('--history lookup', policyOf(SCENARIO));
    const lies = broken === undefined ? [] : madeUp(sound, broken);
    if (lies.length > 0) wrong[operation] = lies;
  }
  aws.faults.set([]);
  expect(wrong).toEqual({});
  expect(operations.length).toBeGreaterThan(5);
});
