import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ago } from '../../../src/controls/example.ts';
import { memoryHost, runLine } from '../memory-host.ts';
import { savedInventory } from '../saved-inventory.ts';

const root = mkdtempSync(join(tmpdir(), 'holdfast-pack-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const POLICIES = {
  'policies/gold.yaml':
    'apiVersion: holdfast/v1\nkind: Policy\nname: gold\ntables: { names: ["orders*"] }\nextends: [../shared/base.yaml]\nframeworks: [dora, nist-800-53-r5]\n',
  'shared/base.yaml':
    'apiVersion: holdfast/v1\nkind: Policy\nname: base\nbackup: { objectives: [{ frequency: 24h, retention: 35d }] }\nrestore: { rto: 4h, measure: { statistic: max, over: 30d, samples: 1 } }\n',
};

let files: Record<string, string>;
let inventory: string;

beforeAll(async () => {
  inventory = savedInventory({
    points: [{}],
    restoreJobs: [
      { createdAt: ago(30), completedAt: ago(29) },
      { createdAt: ago(60), completedAt: ago(58) },
    ],
  });
  const host = memoryHost({ files: POLICIES });
  await runLine(`history update --inventory ${inventory} --ledger ${join(root, 'restores.jsonl')}`, host);
  files = { ...POLICIES, 'restores.jsonl': readFileSync(join(root, 'restores.jsonl'), 'utf8') };
});

async function packed(name: string) {
  const host = memoryHost({ files });
  const folder = join(root, name);
  const exit = await runLine(`check --inventory ${inventory} --ledger restores.jsonl --evidence ${folder}`, host);
  return { exit, folder, err: host.err() };
}

async function verified(folder: string) {
  const host = memoryHost();
  const exit = await runLine(`evidence ${folder}`, host);
  return { exit, out: host.out() + host.err() };
}

function filesIn(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesIn(folder, join(below, entry.name)) : [join(below, entry.name)],
  );
}

describe('an evidence pack', () => {
  let pack: string;
  beforeAll(async () => {
    pack = (await packed('pack')).folder;
  });

  test('holds what was read and judged, and is whole', async () => {
    expect(filesIn(pack).toSorted()).toEqual([
      'SHA256SUMS',
      'frameworks.csv',
      'inventory.json.gz',
      'ledger.jsonl',
      'manifest.json',
      'oscal-assessment-results.json',
      'policies/base.yaml',
      'policies/gold.yaml',
      'report.html',
      'report.json',
    ]);
    const { exit, out } = await verified(pack);
    expect([exit, out]).toEqual([0, expect.stringContaining('WHOLE')]);
    execFileSync('sha256sum', ['-c', '--strict', 'SHA256SUMS'], { cwd: pack });
  });

  test('is the same, byte for byte, of the same run', async () => {
    const again = (await packed('again')).folder;
    for (const file of filesIn(pack))
      expect([file, readFileSync(join(again, file))]).toEqual([file, readFileSync(join(pack, file))]);
  });

  test('never takes the place of something', async () => {
    const host = memoryHost({ files });
    expect(await runLine(`check --inventory ${inventory} --evidence ${pack}`, host)).toBe(2);
    expect(host.err()).toContain('is there already');
    expect((await verified(pack)).exit).toBe(0);
    expect(readdirSync(root).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
  /** A forger who puts every hash right. */
  const rehash = (folder: string) => {
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    const others = filesIn(folder)
      .filter((file) => file !== 'SHA256SUMS' && file !== 'manifest.json')
      .toSorted();
    manifest.files = others.map((path) => ({
      path,
      sha256: sha256(join(folder, path)),
      bytes: readFileSync(join(folder, path)).length,
    }));
    writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    const sums = [...others, 'manifest.json'].toSorted().map((path) => `${sha256(join(folder, path))}  ${path}\n`);
    writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
  };
  const edit = (path: string, change: (text: string) => string) => (folder: string) => {
    const target = join(folder, path);
    writeFileSync(target, change(readFileSync(target, 'utf8')));
  };
  const flip = (path: string, at: number) => (folder: string) => {
    const bytes = readFileSync(join(folder, path));
    const index = Math.floor(bytes.length * at);
    bytes[index] = (bytes[index] ?? 0) ^ 1;
    writeFileSync(join(folder, path), bytes);
  };
  const inInventory = (change: (text: string) => string) => (folder: string) => {
    const target = join(folder, 'inventory.json.gz');
    writeFileSync(target, gzipSync(change(gunzipSync(readFileSync(target)).toString())));
  };
  const inManifest = (change: (manifest: Record<string, unknown>) => void) =>
    edit('manifest.json', (text) => {
      const manifest = JSON.parse(text);
      change(manifest);
      return `${JSON.stringify(manifest, null, 2)}\n`;
    });
  const forged = (act: (folder: string) => void) => (folder: string) => {
    act(folder);
    rehash(folder);
  };

  const NAMES = [
    'SHA256SUMS',
    'frameworks.csv',
    'inventory.json.gz',
    'ledger.jsonl',
    'manifest.json',
    'oscal-assessment-results.json',
    'policies/base.yaml',
    'policies/gold.yaml',
    'report.html',
    'report.json',
  ];
  const REACH = { source: 'lookup', from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T00:00:00.000Z', gaps: [] };
  /** What the pack itself tells otherwise, by the field that is named. */
  const REFUTED: readonly (readonly [string, (manifest: Record<string, unknown>) => void])[] = (
    [
      ['takenAt', '2020-01-01T00:00:00.000Z'],
      ['judgedAt', '2020-01-01T00:00:00.000Z'],
      ['judgedAt', '2026-13-01T00:00:00.000Z'],
      ['takenAt', '9999-99-99T99:99:99.999Z'],
      ['period', { from: '2026-11-22T08:00:00.000Z', to: '2026-02-30T08:00:00.000Z' }],
      ['period', { from: '2026-11-22T08:00:00.000Z', to: '2026-11-21T08:00:00.000Z' }],
      ['callers', ['arn:aws:iam::111122223333:role/auditor']],
      ['population.tables', 99],
      ['population.unmatched', 7],
      ['scopes.read', [{ account: '999999999999', region: 'eu-north-1' }]],
      ['scopes.unread', [{ account: '999999999999', region: 'eu-north-1', why: 'denied' }]],
      ['frameworks', []],
      ['frameworks', [{ id: 'hipaa', edition: 'all of it', mappingVersion: '9' }]],
      ['ledger', undefined],
      ['options.history', ['lookup']],
      ['options.now', '9999-99-99T99:99:99.999Z'],
    ] as const
  ).map(([field, value]) => [
    `${field}: ${JSON.stringify(value)}`,
    (manifest) => {
      const [top = '', below] = field.split('.');
      manifest[top] = below === undefined ? value : { ...(manifest[top] as object), [below]: value };
    },
  ]);
  const MANIPULATIONS: readonly (readonly [string, (folder: string) => void])[] = [
    ...NAMES.flatMap((name): (readonly [string, (folder: string) => void])[] => [
      [`a bit of ${name}`, flip(name, 0.5)],
      [`${name} removed`, (folder) => rmSync(join(folder, name))],
      [`a byte after ${name}`, (folder) => appendFileSync(join(folder, name), ' ')],
    ]),
    ['a file added', (folder) => writeFileSync(join(folder, 'extra.txt'), 'x')],
    ['a file added in a folder', (folder) => writeFileSync(join(folder, 'policies/extra.yaml'), 'x')],
    ['a hidden file added', (folder) => writeFileSync(join(folder, '.hidden'), 'x')],
    [
      'a link in place of a file',
      (folder) => {
        rmSync(join(folder, 'report.html'));
        symlinkSync('/etc/hostname', join(folder, 'report.html'));
      },
    ],
    ['a folder that is a link', (folder) => symlinkSync('/etc', join(folder, 'more'))],
    [
      'a path that leads out',
      (folder) => appendFileSync(join(folder, 'SHA256SUMS'), `${'0'.repeat(64)}  ../../etc/passwd\n`),
    ],
    [
      'a path from the root',
      (folder) => appendFileSync(join(folder, 'SHA256SUMS'), `${'0'.repeat(64)}  /etc/passwd\n`),
    ],
    [
      'a path listed twice',
      (folder) =>
        appendFileSync(
          join(folder, 'SHA256SUMS'),
          `${readFileSync(join(folder, 'SHA256SUMS'), 'utf8').split('\n')[0]}\n`,
        ),
    ],
    [
      'a result made to pass, hashes put right',
      forged(
        edit('report.json', (text) =>
          text.replace('"fail"', '"pass"').replace('"unknown"', '"pass"').replace('"pass": ', '"pass":  '),
        ),
      ),
    ],
    [
      'a page made nicer, hashes put right',
      forged(edit('report.html', (text) => text.replace('Holdfast', 'holdfast'))),
    ],
    [
      'OSCAL made nicer, hashes put right',
      forged(edit('oscal-assessment-results.json', (text) => text.replace('Holdfast', 'holdfast'))),
    ],
    [
      'a count made nicer, hashes put right',
      forged(edit('frameworks.csv', (text) => text.replace('not-asked', 'met'))),
    ],
    [
      'a policy made weaker, hashes put right',
      forged(edit('policies/base.yaml', (text) => text.replace('24h', '240h'))),
    ],
    ['a policy moved a line, hashes put right', forged(edit('policies/base.yaml', (text) => `\n${text}`))],
    [
      'a line of the ledger dropped, hashes put right',
      forged(edit('ledger.jsonl', (text) => text.split('\n').slice(1).join('\n'))),
    ],
    [
      'the last line of the ledger dropped, hashes put right',
      forged(edit('ledger.jsonl', (text) => `${text.trimEnd().split('\n').slice(0, -1).join('\n')}\n`)),
    ],
    [
      'a line of the ledger changed, hashes put right',
      forged(edit('ledger.jsonl', (text) => text.replace(ago(60), ago(61)))),
    ],
    [
      'the facts changed, hashes put right',
      forged(inInventory((text) => text.replaceAll('"deleteAfterDays":35', '"deleteAfterDays":5'))),
    ],
    [
      'the exit code changed, hashes put right',
      forged(
        inManifest((manifest) => {
          manifest['exitCode'] = 70;
        }),
      ),
    ],
    [
      'the conclusion changed, hashes put right',
      forged(
        inManifest((manifest) => {
          manifest['conclusion'] = 'noncompliant';
          manifest['exitCode'] = 1;
        }),
      ),
    ],
    [
      'the instant changed, hashes put right',
      forged(
        inManifest((manifest) => {
          manifest['options'] = { ...(manifest['options'] as object), now: '2027-11-22T08:00:00.000Z' };
        }),
      ),
    ],
    [
      'an input that leads out',
      forged(
        inManifest((manifest) => {
          manifest['inputs'] = [{ name: 'policies/gold.yaml', path: '../../etc/passwd' }];
        }),
      ),
    ],
    ...(
      [
        ['is null', 'null\n'],
        ['is a list', '[]\n'],
        ['is empty', ''],
        ['has no events', '{}\n'],
        ['has events that are none', '{"events":[null],"reach":[]}\n'],
        [
          'is of an instant that is none',
          JSON.stringify({ events: [], reach: [{ ...REACH, to: '2026-13-01T00:00:00.000Z' }] }),
        ],
        ['is nested', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
      ] as const
    ).map(([name, text]): readonly [string, (folder: string) => void] => [
      `a history that ${name}`,
      forged((folder) => {
        writeFileSync(join(folder, 'history.json'), text);
        inManifest((manifest) => {
          manifest['hasHistory'] = true;
          manifest['options'] = { ...(manifest['options'] as object), history: ['lookup'] };
        })(folder);
      }),
    ]),
    [
      'a policy added that nothing read, hashes put right',
      forged((folder) => writeFileSync(join(folder, 'policies/strict.yaml'), POLICIES['policies/gold.yaml'])),
    ],
    [
      'a policy that only looks as if it had been read',
      forged((folder) => {
        cpSync(join(folder, 'policies/gold.yaml'), join(folder, 'policies/1-gold.yaml'));
        inManifest((manifest) => {
          manifest['inputs'] = [
            ...(manifest['inputs'] as object[]),
            { name: 'policies/other/gold.txt', path: 'policies/1-gold.yaml' },
          ];
        })(folder);
      }),
    ],
    [
      'a size that is wrong',
      (folder) => {
        inManifest((manifest) => {
          manifest['files'] = (manifest['files'] as object[]).map((file) => ({ ...file, bytes: 1 }));
        })(folder);
        const sum = sha256(join(folder, 'manifest.json'));
        edit('SHA256SUMS', (text) => text.replace(/[0-9a-f]{64}(?= {2}manifest)/, sum))(folder);
      },
    ],
    ['a manifest of another kind', forged(edit('manifest.json', (text) => text.replace('evidence/v1', 'evidence/v9')))],
  ];

  test('is tried in at least fifty ways', () => expect(MANIPULATIONS.length).toBeGreaterThanOrEqual(50));

  test.each(MANIPULATIONS)('that was tampered with is found: %s', async (name, act) => {
    const copy = join(root, `copy-${name.replace(/\W/g, '-')}`);
    cpSync(pack, copy, { recursive: true });
    act(copy);
    const { exit, out } = await verified(copy);
    expect([exit, out]).toEqual([1, expect.stringContaining('DIFFERS')]);
    rmSync(copy, { recursive: true });
  });

  test.each(REFUTED)('names the field of the manifest that is not so: %s', async (name, change) => {
    const copy = join(root, `refuted-${name.replace(/\W/g, '-')}`);
    cpSync(pack, copy, { recursive: true });
    forged(inManifest(change))(copy);
    const [top = '', below] = name.replace(/:.*/, '').split('.');
    const { exit, out } = await verified(copy);
    expect(exit).toBe(1);
    expect(out).toMatch(new RegExp(`DIFFERS {2}manifest\\.json.*[ /]${top}(?:[./]${below ?? ''}| )`));
    rmSync(copy, { recursive: true });
  });

  test('names files that nothing used, and keeps what was found before', async () => {
    const copy = join(root, 'idle');
    cpSync(pack, copy, { recursive: true });
    writeFileSync(join(copy, 'policies/strict.yaml'), 'x');
    rehash(copy);
    expect((await verified(copy)).out).toContain('policies/strict.yaml was not used');
    writeFileSync(join(copy, 'manifest.json'), '[]');
    const { exit, out } = await verified(copy);
    expect([exit, out]).toEqual([1, expect.stringContaining('manifest.json is not as SHA256SUMS says')]);
    expect(out).toContain('manifest.json has not the shape of one');
  });

  test('is written beside its place, and what stands there stays', async () => {
    const beside = join(root, 'mine.part');
    mkdirSync(beside);
    writeFileSync(join(beside, 'thesis.txt'), 'years of work');
    const { folder } = await packed('mine');
    expect(readFileSync(join(beside, 'thesis.txt'), 'utf8')).toBe('years of work');
    expect((await verified(folder)).exit).toBe(0);
    expect(readdirSync(root).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('whose facts are a forger’s from beginning to end is whole: only the signature tells, and that is said', async () => {
    const other = savedInventory({ points: [{}], rules: [{ lifecycle: { deleteAfterDays: 99 } }] });
    const host = memoryHost({ files });
    await runLine(`check --inventory ${other} --evidence ${join(root, 'forged')}`, host);
    const { exit, out } = await verified(join(root, 'forged'));
    expect([exit, out]).toEqual([0, expect.stringContaining('verify the attestation')]);
  });

  test('that is no folder is wrong usage, a deep one is bounded', async () => {
    expect((await verified(join(root, 'nowhere'))).exit).toBe(2);
    const deep = join(root, 'deep', ...Array.from({ length: 40 }, () => 'd'));
    mkdirSync(deep, { recursive: true });
    expect((await verified(join(root, 'deep'))).exit).toBe(2);
  });
});
