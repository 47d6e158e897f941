import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { configAt } from '../../../src/app/files/config-file.ts';
import { nodeHost } from '../../../src/app/host/node-host.ts';
import { DEFAULT_CONFIG } from '../../../src/app/options/values.ts';
import { type MemoryHost, memoryHost, runLine } from '../memory-host.ts';
import { savedInventory } from '../saved-inventory.ts';

const top = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-reads-')));
const disk = nodeHost('.');
afterAll(() => rmSync(top, { recursive: true, force: true }));

const HOME = process.cwd();
const SECRET = 'machine example.org login deploy password tr0ub4dor';
const CHILD = (parent: string) =>
  `apiVersion: holdfast/v1\nkind: Policy\nname: orders\nextends: [${parent}]\ntables: { names: [orders] }\n`;
const PARENT =
  'apiVersion: holdfast/v1\nkind: Policy\nname: common\nbackup: { objectives: [{ frequency: 24h, retention: 40d }] }\n';
const WHOLE = `${PARENT}tables: { names: [orders] }\n`;

let folder: string;
let repository: string;
let number = 0;
beforeEach(() => {
  number += 1;
  folder = join(top, String(number));
  repository = join(folder, 'repository');
  write('home/.netrc', `${SECRET}\n`);
  write('repository/policies/.keep', '');
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function link(target: string, path: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  symlinkSync(target, join(folder, path));
}

const makePipe = (path: string) => execFileSync('sh', ['-c', 'mkfifo "$0"', path]);

/** The real file system, seen from the repository. */
function host(): MemoryHost {
  const at = (path: string) => resolve(repository, path);
  return {
    ...memoryHost(),
    workingDirectory: repository,
    readFile: (path) => disk.readFile(at(path)),
    readPieces: (path) => disk.readPieces(at(path)),
    look: (path) => disk.look(at(path)),
    realPath: (path) => disk.realPath(at(path)),
  };
}

async function said(line: string): Promise<{ exit: number; text: string }> {
  const machine = host();
  const exit = await runLine(line, machine);
  return { exit, text: machine.out() + machine.err() };
}

async function refused(line: string, why = 'leads out of the folders that may be read'): Promise<void> {
  const { exit, text } = await said(line);
  expect(text).toContain(why);
  expect(text).not.toContain('tr0ub4dor');
  expect(exit).toBe(2);
}

describe('what a policy extends', () => {
  test.each(['../../home/.netrc', '/proc/self/environ'])('is not read at %s', async (parent) => {
    write('repository/policies/orders.yaml', CHILD(parent));
    await refused('validate');
  });

  test('is not read through a link to a file or a folder', async () => {
    write('repository/policies/orders.yaml', CHILD('../links/base.yaml'));
    link('../../home/.netrc', 'repository/links/base.yaml');
    await refused('validate');
    write('repository/policies/orders.yaml', CHILD('../home/.netrc'));
    link('../home', 'repository/home');
    await refused('validate');
  });

  test('is read beside the folder, within the working directory', async () => {
    write('repository/policies/orders.yaml', CHILD('../shared/base.yaml'));
    write('repository/shared/base.yaml', PARENT);
    expect(await said('validate')).toMatchObject({ exit: 0 });
  });

  test('is read in a folder elsewhere that is named, and not beside it', async () => {
    write('mounted/orders.yaml', CHILD('./base.yaml'));
    write('mounted/base.yaml', PARENT);
    expect(await said(`validate ${folder}/mounted`)).toMatchObject({ exit: 0 });
    expect(await said(`validate ${folder}/mounted/orders.yaml`)).toMatchObject({ exit: 0 });
    write('mounted/orders.yaml', CHILD('../home/.netrc'));
    await refused(`validate ${folder}/mounted`);
  });
});

describe('a folder of policies', () => {
  test('is refused where a link in it leads away, to a file or a folder', async () => {
    link('../../home/.netrc', 'repository/policies/base.yaml');
    await refused('validate');
    await refused('validate policies/base.yaml');
    rmSync(join(folder, 'repository/policies/base.yaml'));
    link('/', 'repository/policies/all');
    await refused('validate');
  });

  test('is refused where it is itself a link that leads away', async () => {
    rmSync(join(repository, 'policies'), { recursive: true });
    write('home/notes.yaml', SECRET);
    link('../home', 'repository/policies');
    await refused('validate');
  });

  test('is read once where links lead in a cycle', async () => {
    write('repository/policies/orders.yaml', WHOLE);
    link('.', 'repository/policies/a');
    link('.', 'repository/policies/b');
    link('c.yaml', 'repository/policies/c.yaml');
    const { exit, text } = await said('validate');
    expect(exit).toBe(0);
    expect(text).toContain('1 file');
    await refused('test policies', 'no policy test in policies');
  });

  test('is read as Kubernetes mounts it', async () => {
    write('mounted/..2026_01/orders.yaml', CHILD('./deep/base.yaml'));
    write('mounted/..2026_01/deep/base.yaml', PARENT);
    link('..2026_01', 'mounted/..data');
    link('..data/orders.yaml', 'mounted/orders.yaml');
    link('..data/deep', 'mounted/deep');
    const { exit, text } = await said(`validate ${folder}/mounted`);
    expect(text).toContain('2 files');
    expect(exit).toBe(0);
  });
});

describe('what is not a regular file', () => {
  test('is told and not opened in a folder, refused where it is named', async () => {
    write('repository/policies/orders.yaml', WHOLE);
    makePipe(join(repository, 'policies/pipe.yaml'));
    const { exit, text } = await said('validate');
    expect(text).toContain('note: policies/pipe.yaml is a pipe, a socket or a device, and was not read');
    expect(exit).toBe(0);
    await refused('validate policies/pipe.yaml', 'is a pipe, a socket or a device');
  });

  test.each([
    'check --inventory',
    'check --inventory none.json --ledger',
    'drift --inventory none.json --baseline',
    'check --inventory none.json --baseline-report',
    `check --inventory ${savedInventory()} --cloudformation`,
    'merge',
    'test',
  ])('is refused at once: %s', async (line) => {
    write('repository/policies/orders.yaml', WHOLE);
    makePipe(join(repository, 'pipe'));
    for (const special of [`${repository}/pipe`, '/dev/zero']) {
      await refused(`${line} ${special}`, `${special} is a pipe, a socket or a device`);
    }
  });
});

describe('a file that is named, and is a link that came with the repository,', () => {
  test.each([
    'check --inventory link',
    'check --inventory saved.json --former link',
    'check --inventory saved.json --ledger link',
    'check --inventory saved.json --baseline link',
    'check --inventory saved.json --baseline-report link',
    'check --inventory saved.json --history link',
    'check --inventory saved.json --cloudformation link',
    'check --inventory saved.json --terraform-plan link',
    'check --inventory saved.json --cloudformation template.json --parameters link',
    'drift --inventory saved.json --baseline link',
    'drift --inventory link --baseline lock.json',
    'baseline --inventory saved.json --output link',
    'baseline --inventory link --output new.json',
    'fix --inventory link',
    'restores --inventory link',
    'explain orders --inventory link',
    'history update --inventory saved.json --ledger link',
    'simulate --scenario link',
  ])('is not read where it leads away: %s', async (line) => {
    write('repository/policies/orders.yaml', WHOLE);
    write('repository/template.json', '{"Resources":{}}');
    write(
      'repository/lock.json',
      '{"schema":"holdfast/baseline/v1","takenAt":"2026-11-22T08:00:00.000Z","accounts":{},"unread":[]}',
    );
    link('../home/.netrc', 'repository/link');
    writeFileSync(join(repository, 'saved.json'), readFileSync(savedInventory()));
    process.chdir(repository);
    try {
      await refused(line);
    } finally {
      process.chdir(HOME);
    }
    expect(readFileSync(join(folder, 'home/.netrc'), 'utf8')).toBe(`${SECRET}\n`);
  });

  test('is read within the repository, and settings are such a file', async () => {
    write('repository/policies/orders.yaml', WHOLE);
    write('repository/real/settings.yaml', 'drift: { expectedActors: [deploy] }\n');
    link('real/settings.yaml', 'repository/holdfast.yaml');
    expect(configAt(DEFAULT_CONFIG, host()).expectedActors).toEqual(['deploy']);
    link('../home/.netrc', 'repository/other.yaml');
    expect(() => configAt({ path: 'other.yaml', isNamed: true }, host())).toThrow(
      'leads out of the folders that may be read',
    );
    rmSync(join(repository, 'holdfast.yaml'));
    link('../home/.netrc', 'repository/holdfast.yaml');
    expect(() => configAt(DEFAULT_CONFIG, host())).toThrow('leads out of the folders that may be read');
  });
});

test('settings are read from a regular file only', () => {
  expect(() => configAt({ path: '/dev/zero', isNamed: true }, host())).toThrow('is a pipe, a socket or a device');
});

test.each([
  ['drift:\n  expectedActors: *team\n', '2:19'],
  ['drift:\n  <<: *team\n', '2:7'],
  // Each of them stands for forty of the line before it.
  [
    `drift:\n  expectedActors:\n    - &a [${Array(40).fill('x').join()}]\n    - &b [${Array(40).fill('*a').join()}]\n    - [${Array(40).fill('*b').join()}]\n`,
    '5:23',
  ],
])('aliases of settings are refused with their line: %j', (text, place) => {
  write('repository/holdfast.yaml', text);
  expect(() => configAt(DEFAULT_CONFIG, host())).toThrow(
    `holdfast.yaml:${place}: an alias stands for nothing, or for too much`,
  );
});

describe('a policy test', () => {
  test.each([
    ['policies: [../orders.yaml]\nscenario: ../../../home/.netrc\nnow: 2026-11-22T08:00:00Z'],
    ['policies: [../../../home/.netrc]\nscenario: ./a.scenario.yaml\nnow: 2026-11-22T08:00:00Z'],
    ['policies: [../orders.yaml]\ninventory: ../../../home/.netrc'],
  ])('names nothing that lies outside: %s', async (named) => {
    write('repository/policies/orders.yaml', WHOLE);
    write('repository/policies/tests/a.scenario.yaml', '');
    write(
      'repository/policies/tests/a.test.yaml',
      `apiVersion: holdfast/v1\nkind: Test\nname: one\n${named}\nexpect: [{ table: orders, control: plan-coverage, status: pass }]\n`,
    );
    await refused('test policies');
  });
});
