import type { LedgerRecord } from '../../src/history/ledger-line.ts';
import { instant, plusMinutes } from '../../src/model/instant.ts';

const BEGIN = instant(Date.UTC(2026, 0, 5));

export const ORDERS = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';

/** A restore that ended on the given day after 5 January 2026, after half an hour. */
export function record(id: string, day: number, more: Partial<LedgerRecord> = {}): LedgerRecord {
  const started = plusMinutes(BEGIN, day * 1440);
  return {
    id,
    source: ORDERS,
    restored: `${ORDERS}-restored`,
    from: 'restore-job',
    started,
    completed: plusMinutes(started, 30),
    minutes: 30,
    status: 'COMPLETED',
    recoveryPointCreated: started,
    account: '111122223333',
    region: 'eu-west-1',
    ...more,
  };
}

/** One restore a day: `r1`, `r2` … */
export function daily(from: number, to: number): readonly LedgerRecord[] {
  return Array.from({ length: to - from + 1 }, (_, index) => record(`r${from + index}`, from + index));
}

export function linesOf(text: string): readonly string[] {
  return text.split('\n').slice(0, -1);
}

export function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
