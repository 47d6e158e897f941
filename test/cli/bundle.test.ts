import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exampleInventory } from '../../src/controls/example.ts';
import { builtPackage, nodes, scrubbed, temporaryFolder } from '../built-package.ts';
import { ended, printed, runToEnd, start } from './child.ts';

const PACKAGE = builtPackage();
const CLI = join(PACKAGE, 'dist/cli.js');

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: orders
tables: { names: [orders] }
backup:
  objectives:
    - { frequency: 1h, retention: 35d }
`;

function workplace() {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'policies'));
  writeFileSync(join(folder, 'policies/orders.yaml'), POLICY);
  writeFileSync(join(folder, 'inventory.json'), JSON.stringify(exampleInventory()));
  return { folder, environment: scrubbed(folder) };
}

describe('the bundle', () => {
  test('can be started as a program', () => {
    expect(statSync(CLI).mode & 0o111).toBe(0o111);
    expect(readFileSync(CLI, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  test('stays below 3 MB, notices and all', () => {
    const folder = join(PACKAGE, 'dist');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const bytes = files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    expect(bytes).toBeLessThan(3_000_000);
  });

  test('brings the notices of what is in it', () => {
    const notices = readFileSync(join(PACKAGE, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const name of ['@aws-sdk/client-backup', '@actions/core', 'yaml', 'ajv', 'commander', 'temporal-polyfill']) {
      expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
    }
  });
});

describe.each(nodes())('on Node $version', ({ path: node }) => {
  const holdfast = (words: readonly string[], place = workplace()) => runToEnd(node, [CLI, ...words], place);

  test('prints help and version', async () => {
    expect(await holdfast(['--help'])).toMatchObject({ exit: 0, err: '' });
    expect(await holdfast(['--version'])).toMatchObject({ exit: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  test('judges a saved inventory', async () => {
    const { exit, out, err } = await holdfast(['check', '--inventory', 'inventory.json']);
    expect({ exit, err }).toEqual({ exit: 1, err: '' });
    expect(out).toContain('asked by orders, policies/orders.yaml:7:9 (backup.objectives[0].frequency)');
  });

  test('judges the demo estate from any folder, with nothing installed', async () => {
    const folder = temporaryFolder();
    const { exit, out, err } = await holdfast(['demo'], { folder, environment: scrubbed(folder) });
    expect({ exit, conclusion: /^NONCOMPLIANT /m.test(out) }, err).toEqual({ exit: 1, conclusion: true });
    expect(err).not.toContain('Warning');
    expect(readdirSync(folder).toSorted()).toEqual([
      'holdfast-report.json',
      'holdfast-report.md',
      'holdfast-report.sarif',
    ]);
    const report: { summary: Record<string, number> } = JSON.parse(
      readFileSync(join(folder, 'holdfast-report.json'), 'utf8'),
    );
    expect(report.summary['pass']).toBeGreaterThan(0);
  });

  test('keeps the demo apart from the settings of the user', async () => {
    const folder = temporaryFolder();
    const environment = scrubbed(folder, {
      AWS_PROFILE: 'work',
      AWS_ENDPOINT_URL_BACKUP: 'http://127.0.0.1:1',
      AWS_REGION: 'xx-west-1',
      HTTP_PROXY: 'http://127.0.0.1:1',
      http_proxy: 'http://127.0.0.1:1',
    });
    const { exit, err } = await holdfast(['demo', '--output-dir', 'out'], { folder, environment });
    expect({ exit, files: readdirSync(join(folder, 'out')).length }, err).toEqual({ exit: 1, files: 3 });
  });

  test('says what is missing without credentials, without a stack', async () => {
    const place = workplace();
    const { exit, out, err } = await holdfast(['check', '--regions', 'eu-west-1'], place);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toMatch(/^error: no usable AWS credentials/);
    expect(err).not.toContain('    at ');
  });

  test('survives a reader that leaves early', async () => {
    const { folder, environment } = workplace();
    const child = start('/bin/sh', ['-c', `"${node}" "${CLI}" schema policy; echo "exit $?" >&2`], {
      folder,
      environment,
    });
    child.stdout?.destroy();
    const { err } = await ended(child);
    expect(err).toBe('exit 0\n');
  });

  test('simulates until it is interrupted; live and saved facts give the same answers', async () => {
    const place = workplace();
    const child = start(node, [CLI, 'simulate', '--scenario', 'demo'], place);
    const end = ended(child);
    const exports = await printed(child, /AWS_REGION=\S+\n/);
    const settings = Object.fromEntries(
      [...exports.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
    );
    const account = { ...place, environment: { ...place.environment, ...settings } };
    const scope = ['--policies', join(PACKAGE, 'policies'), '--regions', 'all'];
    const checked = await holdfast(['check', ...scope, '--report', 'json'], account);
    const collected = await holdfast(['collect', ...scope, '--output', 'deep/estate.json.gz'], account);
    child.kill('SIGTERM');
    expect((await end).exit).toBe(0);
    // The demo's role may not read the access policies of vaults in us-east-1.
    expect(collected).toMatchObject({ exit: 3, out: '' });
    expect(collected.err).toMatch(/^deep\/estate\.json\.gz: \d+ tables in \d+ account Regions, \d+ AWS API calls$/m);
    expect(collected.err).toContain('backup:GetBackupVaultAccessPolicy');

    const judged = await holdfast(
      ['check', ...scope.slice(0, 2), '--inventory', 'deep/estate.json.gz', '--report', 'json'],
      place,
    );
    expect(judged.exit).toBe(checked.exit);
    // The two were collected seconds apart: what is left to differ is the age of points and jobs.
    const live = JSON.parse(checked.out);
    const saved = JSON.parse(judged.out);
    expect(saved.summary).toEqual(live.summary);
    expect(saved.apiCalls).toEqual(live.apiCalls);
  });

  test('needs no AWS client for what calls no AWS', async () => {
    const copy = temporaryFolder();
    cpSync(PACKAGE, copy, { recursive: true });
    const dist = join(copy, 'dist');
    const clients = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.js') && holdsClient(readFileSync(join(dist, file), 'utf8')),
    );
    expect(clients.length).toBeGreaterThan(1);
    for (const file of clients) rmSync(join(dist, file));
    const place = workplace();
    const exits = await Promise.all(
      [
        ['check', '--inventory', 'inventory.json'],
        ['validate'],
        ['explain', 'plan-coverage'],
        ['permissions'],
        ['schema'],
      ].map(async (words) => (await runToEnd(node, [join(dist, 'cli.js'), ...words], place)).exit),
    );
    expect(exits).toEqual([1, 0, 0, 0, 0]);
  });
});

/** Every client holds the rules by which its endpoints are found. */
function holdsClient(code: string): boolean {
  return code.includes('AWS::UseFIPS') || code.includes('UseDualStack');
}
