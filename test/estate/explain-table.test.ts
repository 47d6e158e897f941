import { describe, expect, test } from 'vitest';
import { COPY_VAULT, denied, type ExampleParts, exampleInventory, NOW, ORDERS } from '../../src/controls/example.ts';
import { estateOf } from '../../src/estate/estate.ts';
import { explainTable } from '../../src/estate/explain-table.ts';
import { unknown } from '../../src/model/fact.ts';
import { escapeTerminal } from '../../src/report/escape.ts';
import { renderExplained } from '../../src/selection/explain.ts';

function explained(parts: ExampleParts): string[] {
  const estate = estateOf(exampleInventory(parts), NOW);
  return estate.tables.flatMap((table) => renderExplained(explainTable(estate, table), (text) => text).split('\n'));
}

describe('the explanation of a table', () => {
  test('shows the clause, and of each rule its schedule, its next run, its vault and its copies', () => {
    expect(explained({ copyVaults: [{}] })).toEqual([
      'table arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
      '  covered by 1 plan',
      '    plan daily (plan-1)',
      '      selection tables',
      '        Resources[0] arn:aws:dynamodb:eu-west-1:111122223333:table/orders matches',
      '      rule nightly',
      '        cron(0 5 ? * * *) UTC, longest gap 24 h (Mon 05:00 → Tue 05:00), start window 60 min',
      '        next run 2026-11-23T05:00:00.000Z, started by 2026-11-23T06:00:00.000Z (1 h later) or not at all',
      '        into vault main, kept 35 d',
      "        copied to vault copies in eu-central-1 of account 111122223333, kept 35 d from the source's creation",
      '  all rules together',
      '    kept 35 d or longer: longest gap 24 h (2026-11-23T05:00:00.000Z → 2026-11-24T05:00:00.000Z), worst case 25 h with a start window of 60 min',
    ]);
  });

  test('counts the runs that give way, and tells each length of retention apart', () => {
    const rules = [
      { name: 'hourly', scheduleExpression: 'cron(0 * ? * * *)', lifecycle: { deleteAfterDays: 1 }, copyActions: [] },
      { name: 'daily', startWindowMinutes: 480, lifecycle: { moveToColdStorageAfterDays: 30 }, copyActions: [] },
    ];
    expect(explained({ rules }).slice(5)).toEqual([
      '      rule hourly',
      '        cron(0 * ? * * *) UTC, longest gap 1 h (Sun 08:00 → Sun 09:00), start window 60 min',
      '        next run 2026-11-22T08:00:00.000Z, started by 2026-11-22T09:00:00.000Z (1 h later) or not at all',
      '        in 2920 of 8760 runs of the next year gives way to rule daily, which keeps at least as long and whose start window overlaps',
      '        into vault main, kept 1 d',
      '      rule daily',
      '        cron(0 5 ? * * *) UTC, longest gap 24 h (Mon 05:00 → Tue 05:00), start window 480 min',
      '        next run 2026-11-23T05:00:00.000Z, started by 2026-11-23T13:00:00.000Z (8 h later) or not at all',
      '        into vault main, kept forever, cold after 30 d',
      '  all rules together',
      '    kept 1 d or longer: longest gap 8 h (2026-11-23T05:00:00.000Z → 2026-11-23T13:00:00.000Z), worst case 9 h with a start window of 60 min',
      '    kept forever: longest gap 24 h (2026-11-23T05:00:00.000Z → 2026-11-24T05:00:00.000Z), worst case 32 h with a start window of 480 min',
    ]);
  });

  test('tells rules of one name apart', () => {
    const same = { name: 'backup', copyActions: [] };
    const rules = [same, { ...same, scheduleExpression: 'cron(0 5 1 * ? *)', lifecycle: { deleteAfterDays: 365 } }];
    expect(explained({ rules }).filter((line) => line.includes('gives way'))).toEqual([
      '        in 12 of 365 runs of the next year gives way to rule backup, which keeps at least as long and whose start window overlaps',
    ]);
  });

  test('shows what stops a copy, what is not known of it, and whose retention it has', () => {
    const rules = [{ copyActions: [{ destinationVaultArn: COPY_VAULT }] }];
    const settings = { optIn: { DynamoDB: false }, management: { DynamoDB: true } };
    expect(explained({ rules, settings }).slice(-5, -2)).toEqual([
      "        copied to vault copies in eu-central-1 of account 111122223333, kept 35 d from the source's creation (the source’s own)",
      '          cannot work: advanced DynamoDB backup is off in eu-west-1 (opt-in without DynamoDB)',
      `          unknown: the vaults of account 111122223333 in eu-central-1 were not read, so ${COPY_VAULT} could not be checked (not-collected: backup:ListBackupVaults)`,
    ]);
  });

  test('shows a vault that is gone, a schedule that is over and one that cannot be read', () => {
    const rules = [
      { name: 'over', vaultName: 'gone', scheduleExpression: 'cron(0 5 ? * * 2020)', copyActions: [] },
      { name: 'odd', scheduleExpression: 'rate(1 day)', copyActions: [] },
    ];
    const lines = explained({ rules });
    expect(lines).toContain('        never runs again');
    expect(lines).toContain('          every job of the rule fails: vault gone does not exist');
    expect(lines).toContain('    kept 35 d or longer: fewer than two runs are sure');
    expect(lines.filter((line) => line.includes('rate(1 day)'))).toHaveLength(2);
  });

  test('counts no rule whose every job fails, and says so; and that a vault could not be read', () => {
    const note = '      note: rule nightly does not count: every job of it fails';
    expect(explained({ rules: [{ vaultName: 'gone', copyActions: [] }] })).toContain(note);
    const lines = explained({ rules: [{ copyActions: [] }], vaults: denied('backup:ListBackupVaults') });
    expect(lines).not.toContain(note);
    expect(lines).toContain(
      '          unknown: not allowed to call backup:ListBackupVaults (denied: backup:ListBackupVaults)',
    );
  });

  test('shows that a change leaves copies open', () => {
    const openCopies = unknown('not-collected', 'copy_action: known after apply');
    expect(explained({ rules: [{ copyActions: [], openCopies }] })).toContain(
      '        unknown: copy_action: known after apply (not-collected)',
    );
  });

  test('keeps hostile names to their line', () => {
    const hostile = 'x\n  covered by 9 plans\u001b[2J\u202e';
    const rules = [
      { name: hostile, vaultName: hostile, copyActions: [{ destinationVaultArn: `${COPY_VAULT}${hostile}` }] },
    ];
    const estate = estateOf(exampleInventory({ rules, selection: { resources: [ORDERS], roleArn: hostile } }), NOW);
    const [table] = estate.tables;
    if (!table) throw new Error('the example has a table');
    const lines = renderExplained(explainTable(estate, table), escapeTerminal).split('\n');
    expect(lines.filter((line) => line.includes('covered by'))[0]).toBe('  covered by 1 plan');
    expect(lines.filter((line) => line.startsWith('  covered by'))).toHaveLength(1);
    expect(lines.join('')).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  test('names the role that cannot back the table up', () => {
    const backupRoles = [{ arn: 'arn:aws:iam::111122223333:role/backup' }];
    expect(explained({ backupRoles })).toContain(
      '        backups by this selection fail: role arn:aws:iam::111122223333:role/backup does not exist',
    );
  });

  test('says of a table that nothing covers what comes nearest, and of no rules', () => {
    expect(explained({ selection: { resources: ['arn:aws:dynamodb:*:*:table/Orders'] } })).toEqual([
      'table arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
      '  no plan of the Region covers it',
      '  nearest misses',
      "    plan daily (plan-1) › selection tables: Resources[0] arn:aws:dynamodb:*:*:table/Orders differs from the table's name orders in case only (case)",
    ]);
  });
});
