import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { nodeHost } from '../../../src/app/host/node-host.ts';
import { UserError } from '../../../src/model/user-error.ts';
import { makeFolders } from '../../../src/sources/whole-file.ts';

const NODE = join(import.meta.dirname, '../../../node_modules/node/bin/node');
const CLI = join(import.meta.dirname, '../../../src/cli.ts');

const folder = mkdtempSync(join(tmpdir(), 'holdfast-host-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const host = nodeHost(folder);
const at = (...parts: string[]) => join(folder, ...parts);

describe('the real host', () => {
  test('writes whole files into folders that it makes, and leaves nothing else behind', () => {
    host.writeFile(at('a/b/report.json'), 'first');
    host.writeFile(at('a/b/report.json'), 'second');
    expect(readFileSync(at('a/b/report.json'), 'utf8')).toBe('second');
    expect(readdirSync(at('a/b'))).toEqual(['report.json']);
  });

  test.each(['pieces.txt', 'pieces.txt.gz'])('writes and reads %s piece by piece', async (name) => {
    const text = ['first\n', 'zwölf\n'.repeat(400_000), 'last\n'];
    await host.writePieces(at(name), text);
    expect(readFileSync(at(name)).subarray(0, 2).toString('hex')).toBe(name.endsWith('.gz') ? '1f8b' : '6669');
    let read = '';
    for await (const piece of host.readPieces(at(name))) read += piece;
    expect(read).toBe(text.join(''));
  });

  test('leaves no half of a text that could not be made to its end', async () => {
    function* broken(): Generator<string> {
      yield 'x'.repeat(2_000_000);
      throw new UserError('no more', 'nothing');
    }
    await expect(host.writePieces(at('half/part.jsonl'), broken())).rejects.toThrow('no more');
    expect(readdirSync(at('half'))).toEqual([]);
  });

  test('replaces a link, and leaves what it led to', () => {
    host.writeFile(at('linked/real.json'), 'first');
    symlinkSync('real.json', at('linked/link.json'));
    host.writeFile(at('linked/link.json'), 'second');
    expect(readFileSync(at('linked/real.json'), 'utf8')).toBe('first');
    expect(readFileSync(at('linked/link.json'), 'utf8')).toBe('second');
    expect(lstatSync(at('linked/link.json')).isSymbolicLink()).toBe(false);
  });

  test('writes into a device instead of replacing it', () => {
    symlinkSync('/dev/null', at('device'));
    host.writeFile(at('device'), 'text');
    expect(lstatSync(at('device')).isSymbolicLink()).toBe(true);
    expect(statSync(at('device')).isCharacterDevice()).toBe(true);
  });

  test.skipIf(!existsSync('/dev/full'))('a report that cannot be printed ends with exit code 2 and one line', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(NODE, [CLI, 'schema'], { stdio: ['ignore', full, 'pipe'], encoding: 'utf8' });
    closeSync(full);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'error: cannot write to stdout: ENOSPC: no space left on device, write\n',
    });
  });

  test('keeps the old file when the new one cannot be written', () => {
    mkdirSync(at('taken/inside'), { recursive: true });
    expect(() => host.writeFile(at('taken'), 'text')).toThrow(UserError);
    expect(existsSync(at('taken/inside'))).toBe(true);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('writes nothing out of the working directory through a link in it', () => {
    const script = `
      import { nodeHost } from ${JSON.stringify(new URL('../../../src/app/host/node-host.ts', import.meta.url).href)};
      const host = nodeHost('.');
      const tried = (act) => { try { act(); return 'done'; } catch (error) { return error.message; } };
      const answers = ['out/a.json', 'out/deep/a.json', 'device', 'inside/a.json', 'a.json', '../elsewhere/b.json'].map((path) =>
        [tried(() => host.tryPlace(path)), tried(() => host.writeFile(path, 'new'))]);
      process.stdout.write(JSON.stringify([...answers, [tried(() => host.makeFolder('out/deep'))]]));`;
    const away = (path: string) => `${path} would be written out of the working directory, through a link`;
    mkdirSync(at('way/elsewhere'), { recursive: true });
    mkdirSync(at('way/checkout/real'), { recursive: true });
    writeFileSync(at('way/elsewhere/a.json'), 'old');
    symlinkSync('../elsewhere', at('way/checkout/out'));
    symlinkSync('/dev/null', at('way/checkout/device'));
    symlinkSync('real', at('way/checkout/inside'));
    symlinkSync('../elsewhere/a.json', at('way/checkout/a.json'));
    const printed = execFileSync(NODE, ['--input-type=module', '-e', script], {
      cwd: at('way/checkout'),
      encoding: 'utf8',
    });
    expect(JSON.parse(printed)).toEqual([
      [away('out/a.json'), away('out/a.json')],
      [away('out/deep/a.json'), away('out/deep/a.json')],
      [away('device'), away('device')],
      ['done', 'done'],
      ['done', 'done'],
      ['done', 'done'],
      [away('out/deep')],
    ]);
    expect(readFileSync(at('way/elsewhere/a.json'), 'utf8')).toBe('old');
    expect(readdirSync(at('way/elsewhere'))).toEqual(['a.json', 'b.json']);
    expect(readFileSync(at('way/checkout/real/a.json'), 'utf8')).toBe('new');
  });

  test('looks at files and folders, links and all, in a stable order', () => {
    mkdirSync(at('look/deep'), { recursive: true });
    writeFileSync(at('look/z.yaml'), '');
    writeFileSync(at('look/deep/a.yaml'), '');
    symlinkSync(at('look/z.yaml'), at('look/link.yaml'));
    symlinkSync(at('nowhere'), at('look/broken.yaml'));
    expect(host.look(at('look'))).toEqual({
      kind: 'folder',
      files: [at('look/deep/a.yaml'), at('look/link.yaml'), at('look/z.yaml')],
      special: [],
      outside: [],
    });
    expect(host.look(at('look/z.yaml'))).toEqual({ kind: 'file' });
    expect(host.look(at('look/none'))).toEqual({ kind: 'absent' });
    expect(host.readFile(at('look/none'))).toBeUndefined();
  });

  test('tells the user of what may not be read', () => {
    expect(() => host.readFile(at('look'))).toThrow(`cannot read ${at('look')} (EISDIR)`);
  });

  test('has no AWS settings left but those that it is given', () => {
    const script = `
      import { nodeHost } from ${JSON.stringify(new URL('../../../src/app/host/node-host.ts', import.meta.url).href)};
      nodeHost('.').useAws({ AWS_REGION: 'eu-west-1' });
      process.stdout.write(JSON.stringify(Object.entries(process.env).filter(([name]) => name.startsWith('AWS_'))));`;
    const printed = execFileSync(NODE, ['--input-type=module', '-e', script], {
      env: { AWS_PROFILE: 'work', AWS_ENDPOINT_URL_BACKUP: 'https://elsewhere.example' },
      encoding: 'utf8',
    });
    expect(JSON.parse(printed)).toEqual([
      ['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true'],
      ['AWS_REGION', 'eu-west-1'],
    ]);
  });
});

test.skipIf(process.platform !== 'linux')('a place where nobody can make a folder is an error, and no loop', () => {
  expect(() => makeFolders('/proc/holdfast/deep')).toThrow(/ENOENT|EACCES|EPERM|EROFS/);
});
