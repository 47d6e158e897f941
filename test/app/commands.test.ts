import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/app/commands.ts';
import type { CommandName } from '../../src/app/options/options.ts';
import { optionsOf } from '../../src/app/options/options.ts';
import { VERSION } from '../../src/app/version.ts';
import { controls } from '../../src/controls/index.ts';
import { type MemoryHostParts, memoryHost, runLine } from './memory-host.ts';
import { savedInventory, temporaryFile } from './saved-inventory.ts';

async function holdfast(line: string, parts: MemoryHostParts = {}) {
  const host = memoryHost(parts);
  const exit = await runLine(line, host);
  return { exit, out: host.out(), err: host.err() };
}

const NAMES = Object.keys(COMMANDS) as CommandName[];

describe('the program', () => {
  test('prints its help with every command and exit code', async () => {
    const { exit, out, err } = await holdfast('--help');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    for (const name of NAMES) expect(out).toContain(`  ${name} `);
    expect(out).toContain('  70  a bug in Holdfast');
  });

  test('prints its version', async () => {
    expect(await holdfast('--version')).toEqual({ exit: 0, out: `${VERSION}\n`, err: '' });
  });

  test('without a command prints its help to stderr and exits with 2', async () => {
    const { exit, out, err } = await holdfast('');
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain('Usage: holdfast');
  });

  test('names the nearest command for one that it does not know', async () => {
    const { exit, err } = await holdfast('chek');
    expect(exit).toBe(2);
    expect(err).toBe("error: unknown command 'chek'\n(Did you mean check?)\n");
  });

  test.each(NAMES)('help of %s is the same in both orders', async (name) => {
    expect(await holdfast(`help ${name}`)).toEqual(await holdfast(`${name} --help`));
  });

  test.each(['help chekc', 'chekc --help', 'chekc --regions all'])(
    '%s tells of a command that is misspelt',
    async (line) => {
      expect(await holdfast(line)).toEqual({
        exit: 2,
        out: '',
        err: "error: unknown command 'chekc'\n(Did you mean check?)\n",
      });
    },
  );

  test.each(NAMES)('help of %s has every option and an example', async (name) => {
    const { exit, out } = await holdfast(`${name} --help`);
    expect(exit).toBe(0);
    expect(out).toContain(`$ holdfast ${name}`);
    for (const option of optionsOf(name))
      expect(out).toContain(option.spec.argument ? option.spec.value : `--${option.name}`);
  });

  test('tells a bug from wrong usage', async () => {
    const host = memoryHost({ files: { 'policies/a.yaml': 'x' } });
    const broken = {
      ...host,
      readFile: () => {
        throw new TypeError('a is not a function');
      },
    };
    expect(await runLine('validate', broken)).toBe(70);
    expect(host.err()).toContain('TypeError: a is not a function');
    expect(host.err()).toContain('This is a bug in Holdfast');
  });
});

const POLICY = 'apiVersion: holdfast/v1\nkind: Policy\nname: orders\ntables: { names: [orders] }\nbackup: {}\n';

describe('validate', () => {
  test('counts what is valid, in folders and below them', async () => {
    const files = {
      'policies/a.yaml': POLICY,
      'policies/team/b.yml': `${POLICY.replace('orders', 'second')}---\n${POLICY.replace('orders', 'third')}`,
      'policies/.hidden/c.yaml': 'not: a policy',
      'policies/notes.md': 'not a policy',
    };
    expect(await holdfast('validate', { files })).toEqual({
      exit: 0,
      out: '3 policies in 2 files are valid\n',
      err: '',
    });
  });

  test('takes files by name, and templates for what they are', async () => {
    const files = { 'one.yaml': POLICY.replace('tables: { names: [orders] }\n', '') };
    expect(await holdfast('validate one.yaml', { files })).toMatchObject({
      exit: 0,
      out: '1 template in 1 file is valid\n',
    });
  });

  test('knows backup policies of AWS Organizations by their shape, and says what they may not mean', async () => {
    const files = {
      'p/a.yaml': POLICY,
      'p/org.json': '{"plans":{"daily":{"regions":{"@@assign":"eu-west-1"}}}}',
    };
    expect(await holdfast('validate p', { files })).toEqual({
      exit: 0,
      out: '1 policy and 1 backup policy in 2 files are valid\n',
      err: 'note: p/org.json:1:20: `regions` takes a list; write ["eu-west-1"]\n',
    });
    const wrong = { 'org.json': '{"plans":\n{"daily":{"regionz":{}}}}' };
    expect(await holdfast('validate org.json', { files: wrong })).toEqual({
      exit: 2,
      out: expect.stringMatching(/^org\.json:2:11: `plans\.daily` has no key `regionz`$/m),
      err: '1 problem in 1 policy file\n',
    });
    expect(await holdfast('check --policies p', { files })).toMatchObject({
      exit: 2,
      err: expect.stringContaining('--backup-policy NAME=p/org.json'),
    });
  });

  test('prints every problem of every file on stdout and exits with 2', async () => {
    const files = { 'p/a.yaml': POLICY.replace('backup', 'backups'), 'p/b.yaml': POLICY.replace('Policy', 'Polcy') };
    const { exit, out, err } = await holdfast('validate p', { files });
    expect(exit).toBe(2);
    expect(out).toMatch(/^p\/a\.yaml:5:1: /m);
    expect(out).toMatch(/^p\/b\.yaml:2:7: /m);
    expect(err).toBe('2 problems in 2 policy files\n');
  });

  test('follows extends to files that were not named', async () => {
    const files = {
      'child.yaml': POLICY.replace('backup: {}', 'extends: [./base/parent.yaml]'),
      'base/parent.yaml': `${POLICY.replace('orders', 'parent')}severity: { nonsense: high }\n`,
    };
    const { exit, out } = await holdfast('validate child.yaml', { files });
    expect(exit).toBe(2);
    expect(out).toContain('base/parent.yaml:6:13: ');
  });

  test('refuses a folder without policies', async () => {
    const { exit, err } = await holdfast('validate p', { files: { 'p/readme.md': '' } });
    expect(exit).toBe(2);
    expect(err).toContain('no policy file in p');
  });
});

describe('check', () => {
  test('refuses templates only', async () => {
    const files = { 'policies/t.yaml': POLICY.replace('tables: { names: [orders] }\n', '') };
    const { exit, err } = await holdfast(`check --inventory ${savedInventory()}`, { files });
    expect(exit).toBe(2);
    expect(err).toContain('no policy that judges tables');
  });
});

describe('explain', () => {
  test.each(['policy-coverage', ...controls.map((control) => control.id)])('has a page for %s', async (id) => {
    const { exit, out, err } = await holdfast(`explain ${id}`);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(new RegExp(`^${id}: `));
    expect(out).toContain('\nWhen it fails\n');
  });

  test('names the IAM actions that a control needs', async () => {
    const { out } = await holdfast('explain backup-frequency');
    expect(out).toContain('  - backup:GetBackupPlan\n');
    expect(out).toContain('https://docs.aws.amazon.com/');
  });

  test('shows plan, rule, selection and clause of a table, by name and by ARN', async () => {
    const inventory = savedInventory();
    const byName = await holdfast(`explain orders --inventory ${inventory}`);
    expect(byName.exit).toBe(0);
    expect(byName.out).toContain('rule nightly');
    expect(byName.out).toContain('Resources[0]');
    const byArn = await holdfast(
      `explain arn:aws:dynamodb:eu-west-1:111122223333:table/orders --inventory ${inventory}`,
    );
    expect(byArn.out).toBe(byName.out);
  });

  test('names the nearest table, or the nearest control', async () => {
    const table = await holdfast(`explain oders --inventory ${savedInventory()}`);
    expect(table).toMatchObject({ exit: 2, err: expect.stringContaining('did you mean `orders`?') });
    const control = await holdfast('explain backup-frequncy');
    expect(control).toMatchObject({ exit: 2, err: expect.stringContaining('did you mean `backup-frequency`?') });
  });
});

describe('schedule', () => {
  test('prints exactly the documented JSON', async () => {
    const host = memoryHost();
    const { run } = await import('../../src/app/run.ts');
    const words = [
      'schedule',
      'cron(0 5 ? * MON-FRI *)',
      '--report',
      'json',
      '--from',
      '2026-11-21',
      '--count',
      '1',
      '--start-window',
      '60',
    ];
    expect(await run(words, host)).toBe(0);
    expect(JSON.parse(host.out())).toEqual({
      expression: 'cron(0 5 ? * MON-FRI *)',
      timezone: 'UTC',
      runs: ['2026-11-23T05:00:00.000Z'],
      longestGapMinutes: 4320,
      gapFrom: '2026-11-27T05:00:00.000Z',
      gapTo: '2026-11-30T05:00:00.000Z',
      worstCaseMinutes: 4380,
    });
  });

  test('shows runs in UTC and in the zone, from now on', async () => {
    const host = memoryHost();
    const { run } = await import('../../src/app/run.ts');
    expect(await run(['schedule', '30 2 ? * * *', '--timezone', 'Europe/Berlin', '--count', '2'], host)).toBe(0);
    expect(host.out()).toContain(
      '  Mon 2026-11-23 01:30  Mon 2026-11-23 02:30\n  Tue 2026-11-24 01:30  Tue 2026-11-24 02:30\n',
    );
    expect(host.out()).toContain('worst case    2 d 7 h, with a start window of 8 h');
  });

  test('says that a schedule never runs', async () => {
    const host = memoryHost();
    const { run } = await import('../../src/app/run.ts');
    expect(await run(['schedule', 'cron(0 0 30 2 ? *)'], host)).toBe(0);
    expect(host.out()).toContain('no run');
  });

  test('refuses what AWS would refuse, and names the field', async () => {
    const host = memoryHost();
    const { run } = await import('../../src/app/run.ts');
    expect(await run(['schedule', 'cron(0 25 ? * * *)'], host)).toBe(2);
    expect(host.err()).toContain('hours');
    expect(host.out()).toBe('');
  });
});

describe('schema', () => {
  test.each([
    ['', 'Holdfast policy'],
    ['policy', 'Holdfast policy'],
    ['test', 'Holdfast test'],
    ['inventory', undefined],
    ['report', 'Holdfast report'],
  ])('prints the schema %s', async (name, title) => {
    const { exit, out } = await holdfast(`schema ${name}`.trim());
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      ...(title === undefined ? {} : { title }),
    });
  });
});

describe('permissions', () => {
  const permissions = async (policy: string, line = '') => {
    const { exit, out } = await holdfast(`permissions ${line}`.trim(), { files: { 'policies/p.yaml': policy } });
    expect(exit).toBe(0);
    const { Statement }: { Statement: { Sid: string; Action: string[]; Resource: string | string[] }[] } =
      JSON.parse(out);
    return Object.fromEntries(Statement.map(({ Sid, Action, Resource }) => [Sid, { Action, Resource }]));
  };
  const head = POLICY.replace('backup: {}\n', '');

  test('names only what the policies need, limited to what they name', async () => {
    expect(await permissions(`${head}backup: { pointInTimeRecovery: { window: 7d } }\n`)).toEqual({
      AccountWide: { Action: ['dynamodb:ListTables'], Resource: '*' },
      Tables: { Action: ['dynamodb:DescribeContinuousBackups'], Resource: ['arn:aws:dynamodb:*:*:table/orders'] },
    });
  });

  test('covers all tables when restored ones are judged, since any may be one', async () => {
    const policy = `${head}restore: { settings: { stream: same-as-source } }\n`;
    expect((await permissions(policy))['Tables']?.Resource).toEqual(['arn:aws:dynamodb:*:*:table/*']);
  });

  test('adds what a list of all Regions takes', async () => {
    const policy = `${head}backup: { pointInTimeRecovery: { window: 7d } }\n`;
    expect((await permissions(policy, '--regions all'))['AccountWide']?.Action).toContain('account:ListRegions');
  });

  test('takes the partition from the Regions that are named', async () => {
    const policy = `${head.replace('names: [orders]', 'regions: [cn-north-1]')}backup: {}\n`;
    expect((await permissions(policy))['BackupPlans']?.Resource).toEqual(['arn:aws-cn:backup:*:*:backup-plan:*']);
  });
});

describe('simulate', () => {
  test('prints what to export, and ends well when it is interrupted', async () => {
    const host = memoryHost();
    const exit = runLine('simulate', host);
    await expect.poll(host.err, { timeout: 120_000 }).toContain('listens at http://127.0.0.1:');
    host.interrupt();
    expect(await exit).toBe(0);
    expect(host.out()).toMatch(/^export AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:\d+$/m);
    expect(host.out()).toMatch(/^export AWS_ACCESS_KEY_ID=\S+$/m);
  });

  test('refuses a scenario with mistakes, at their places', async () => {
    const files = { 'estate.yaml': 'accounts:\n  "111122223333":\n    regons: {}\n' };
    const { exit, out, err } = await holdfast('simulate --scenario estate.yaml', { files });
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain('estate.yaml:3:5: ');
  });

  test('refuses a port that is taken', async () => {
    const { createServer } = await import('node:http');
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { exit, err } = await holdfast(`simulate --port ${port}`);
    server.close();
    expect(exit).toBe(2);
    expect(err).toContain(`port ${port} of 127.0.0.1 is not free`);
  });
});

describe('files', () => {
  test('an inventory that is none is wrong usage', async () => {
    const file = temporaryFile('broken.json');
    writeFileSync(file, '{"schema": ');
    const { exit, err } = await holdfast(`check --inventory ${file}`, { files: { 'policies/p.yaml': POLICY } });
    expect(exit).toBe(2);
    expect(err).toContain('broken.json');
  });
});
