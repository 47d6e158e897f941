import { list, mapOf, number, type Out, oneOf, record, span, text } from '../reader.ts';
import { account } from './account.ts';
import { organization } from './organization.ts';

const fault = record(
  { kind: oneOf('deny', 'throttle', 'error', 'cut', 'delay') },
  {
    service: text(),
    operation: text(),
    region: text(),
    account: text(),
    every: number(1),
    times: number(1),
    delayMs: number(0, 2_147_483_647),
  },
);

export const scenario = record(
  {},
  {
    defaultAccount: text(),
    defaultRegion: text(),
    pageSize: number(1),
    jobDurations: record({}, { backup: span(), copy: span(), restore: span() }),
    organization,
    faults: list(fault),
    accounts: mapOf(account),
  },
);

export type Scenario = Out<typeof scenario>;
