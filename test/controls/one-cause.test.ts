import { describe, expect, test } from 'vitest';
import { exampleInventory, tableArnOf } from '../../src/controls/example.ts';
import { judge } from '../aws-meaning/judge.ts';

const OBJECTIVE = 'backup: { objectives: [{ frequency: 24h, rpo: 32h, retention: 180d, coldAfter: 30d }] }';

/** `backup-frequency fail ← plan-coverage`, by control. */
function causes(inventory: Parameters<typeof judge>[0], part: string): readonly string[] {
  return judge(inventory, part)
    .results.map(({ control, status, follows }) => `${control} ${status}${follows ? ` ← ${follows}` : ''}`)
    .toSorted();
}

describe('what one cause breaks', () => {
  test('a table that no selection takes has one cause for everything that is asked of its plan', () => {
    const elsewhere = exampleInventory({ selection: { resources: [tableArnOf('customers')] } });
    expect(causes(elsewhere, OBJECTIVE)).toEqual([
      'backup-frequency fail ← plan-coverage',
      'backup-jobs pass',
      'backup-retention fail ← plan-coverage',
      'backup-rpo fail ← plan-coverage',
      'cold-storage fail ← plan-coverage',
      'plan-coverage fail',
    ]);
  });

  test('rules that keep too short are the cause where the table is selected', () => {
    const short = exampleInventory({ rules: [{ lifecycle: { deleteAfterDays: 35 } }] });
    expect(causes(short, OBJECTIVE)).toEqual([
      'backup-frequency fail ← backup-retention',
      'backup-jobs pass',
      'backup-retention fail',
      'backup-rpo fail ← backup-retention',
      'cold-storage fail ← backup-retention',
      'plan-coverage pass',
    ]);
  });

  test('who asks for point-in-time recovery alone asks for no plan', () => {
    expect(causes(exampleInventory(), 'backup: { pointInTimeRecovery: { window: 35d } }')).toEqual([
      'point-in-time-recovery fail',
    ]);
    expect(causes(exampleInventory(), 'backup: {}')).toEqual(['backup-jobs pass', 'plan-coverage pass']);
  });
});
