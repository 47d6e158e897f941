import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Log } from 'sarif';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleInventory, tableArnOf } from '../../src/controls/example.ts';
import { known } from '../../src/model/fact.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import { builtPackage, temporaryFolder } from '../built-package.ts';
import { type GithubServer, githubServer, REPOSITORY, TOKEN } from '../github/github-server.ts';
import { HOSTILE } from '../report/fixtures.ts';
import { pullRequestEvent } from './event-payloads.ts';
import { runStep, type Step } from './runner.ts';

const PACKAGE = builtPackage();

let github: GithubServer;
beforeAll(async () => {
  github = await githubServer();
});
afterAll(() => github.close());

/** The examples' world with these tables instead of its own, in no backup plan. */
function inventoryOf(names: readonly string[], tags: (name: string) => Record<string, string> = () => ({})): Inventory {
  const inventory = exampleInventory({ selection: { resources: ['arn:aws:dynamodb:*:*:table/none'] } });
  const regions = inventory.regions.map((region) => {
    const [sample] = region.tables.known ? region.tables.value : [];
    if (!sample) throw new Error('the example has no table');
    const tables = names.map((name) => ({
      ...sample,
      name,
      arn: tableArnOf(name),
      tags: known(tags(name), 'tag:GetResources'),
    }));
    return { ...region, tables: known(tables, 'dynamodb:ListTables') };
  });
  return { ...inventory, regions };
}

function step(policy: string, inventory: Inventory, branch?: string): Promise<Step> {
  const workspace = temporaryFolder();
  mkdirSync(join(workspace, 'policies'));
  writeFileSync(join(workspace, 'policies/all.yaml'), policy);
  writeFileSync(join(workspace, 'inventory.json'), JSON.stringify(inventory));
  github.comments.length = 0;
  return runStep(PACKAGE, {
    workspace,
    with: {
      inventory: 'inventory.json',
      comment: 'always',
      reports: 'json,jsonl,sarif,markdown,html,junit,csv,ocsf,asff,openmetrics',
    },
    github: {
      url: github.url,
      token: TOKEN,
      repository: REPOSITORY,
      event: 'pull_request',
      payload: pullRequestEvent(7, branch),
    },
  });
}

function sum(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].reduce((total, [, number]) => total + Number(number?.replaceAll(',', '')), 0);
}

describe('3,000 failing results', () => {
  const FAILING = 3_000;
  let job: Step;
  beforeAll(async () => {
    const names = Array.from({ length: FAILING }, (_, index) => `table-${String(index).padStart(4, '0')}`);
    job = await step('apiVersion: holdfast/v1\nkind: Policy\nname: all\ntables: {}\nbackup: {}\n', inventoryOf(names));
  });

  test('are counted in the outputs', () => {
    expect(job.exit, job.log.slice(-2_000)).toBe(1);
    expect(job.outputs).toMatchObject({ failed: String(FAILING), new: String(FAILING), unknown: '0' });
  });

  test.each([
    ['comment', 65_536, () => github.comments[0]?.body ?? ''],
    ['summary', 1_048_576, () => job.summary],
  ])('fit into the %s, and its numbers add up', (_, limit, textOf) => {
    const text = textOf();
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
    expect(text).toContain('3,000 results failing on 3,000 tables');
    const causes = text.split('\n### ').find((part) => part.startsWith('Causes\n')) ?? '';
    expect(sum(causes, /\*\*([\d,]+) tables\*\*: `table-0000`/g)).toBe(FAILING);
    expect(causes.match(/`table-\d+`/g)?.length ?? 0).toBeLessThan(100);
    const why = text.split('\n### ').find((part) => part.startsWith('Why\n')) ?? '';
    const explained = sum(why, /<\/code>: ([\d,]+) failing/g);
    expect(explained).toBeGreaterThan(0);
    expect(explained + sum(why, /Evidence of ([\d,]+) more/g)).toBe(FAILING);
  });

  test('take no more annotations than GitHub shows, and each of them is told of', () => {
    const of = (name: string) => job.commands.filter((command) => command.name === name);
    for (const level of ['error', 'warning', 'notice']) expect(of(level).length).toBeLessThanOrEqual(10);
    const stated = of('error').map(({ properties, message }) => `${properties['title'] ?? ''} ${message}`);
    expect(stated.reduce((total, text) => total + sum(text, /fails for ([\d,]+) tables/g), 0)).toBe(FAILING);
    expect(stated.join('\n')).toContain('and 2,995 more tables');
  });

  test('fit into SARIF, and its numbers add up', () => {
    const text = readFileSync(job.outputs['sarif-file'] ?? '', 'utf8');
    expect(gzipSync(text).byteLength).toBeLessThanOrEqual(10_000_000);
    const { runs }: Log = JSON.parse(text);
    const [run] = runs;
    expect(run?.results?.length).toBeLessThanOrEqual(5_000);
    const stated = run?.results?.map((each) => Number(each.properties?.['count'])) ?? [];
    expect(stated.reduce((sum, each) => sum + each, Number(run?.properties?.['resultsLeftOut']))).toBe(FAILING);
  });

  test('are all in the reports that have no limit', () => {
    const lines = (output: string) => readFileSync(job.outputs[output] ?? '', 'utf8');
    expect(lines('report-csv').match(/^fail,/gm)).toHaveLength(FAILING);
    expect(lines('junit-file').match(/<failure /g)).toHaveLength(FAILING);
    // The page shows fewer in full, says so, and counts all.
    const page = lines('report-html');
    const shown = page.match(/data-status="fail"/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(1_000);
    expect(shown).toBeLessThan(FAILING);
    expect(page).toMatch(/3,000/);
  });
});

describe('hostile names, tags, policy texts and branches', () => {
  const quoted = (text: string) => JSON.stringify(text);
  const texts = Object.values(HOSTILE);
  let job: Step;
  let comment: string;
  beforeAll(async () => {
    const policy = `apiVersion: holdfast/v1
kind: Policy
name: all
description: ${quoted(HOSTILE.html)}
tables: {}
backup:
  objectives: [{ frequency: 24h, retention: 35d }]
waivers:
  - tables: { names: ["waived*"] }
    controls: [plan-coverage]
    until: 2027-01-31
    reason: ${quoted(texts.join(' '))}
    approvedBy: ${quoted(HOSTILE.mention)}
`;
    const names = [...texts, `waived ${HOSTILE.html}`];
    const branch = `"><script>alert(1)</script>$(id)\`id\`::error::${HOSTILE.link}`;
    job = await step(
      policy,
      inventoryOf(names, (name) => ({ [name]: name })),
      branch,
    );
    comment = github.comments[0]?.body ?? '';
  });

  test('give the runner no command', () => {
    expect(job.exit, job.log.slice(-2_000)).toBe(1);
    const own = /^[a-z-]+: (fails|unknown)|^$/;
    for (const { name, properties } of job.commands) {
      expect(['error', 'warning', 'notice', 'add-mask']).toContain(name);
      expect(properties['title'] ?? '').toMatch(own);
      if (properties['file'] !== undefined) expect(properties['file']).toBe('policies/all.yaml');
    }
  });

  test.each([
    ['comment', () => comment],
    ['summary', () => job.summary],
  ])('bring no tag, link or mention into the %s', (_, textOf) => {
    const outside = textOf()
      .replace(/^<!-- holdfast:default -->$/m, '')
      .replace(/<a href="https:\/\/github\.example\/octo-org\/payments\/actions\/runs\/1234567890">run<\/a>/, '')
      .replace(/`[^`\n]*`|<code>[^<]*<\/code>/g, '');
    const tags = new Set(outside.match(/<[^>]*>/g));
    for (const tag of tags) expect(tag).toMatch(/^<\/?(br|details|summary|sub)>$/);
    expect(outside).not.toMatch(/@(?!&#8203;)/);
    expect(outside).not.toMatch(/:\/\/|www\.|(?<!\\)\]\(/);
  });

  test('stay text in SARIF, at lines of the policy', () => {
    const { runs }: Log = JSON.parse(readFileSync(job.outputs['sarif-file'] ?? '', 'utf8'));
    for (const each of runs[0]?.results ?? []) {
      expect(each.message.text).not.toMatch(/\]\(/);
      expect(each.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('policies/all.yaml');
    }
  });

  test('run nothing in the HTML report or a spreadsheet', () => {
    const page = readFileSync(job.outputs['report-html'] ?? '', 'utf8');
    // The page's own, and the cells of its matrix, which are data.
    expect(page.match(/<script[^>]*>/g)).toEqual(['<script type="application/json" id="cells">', '<script>']);
    expect(page).not.toMatch(/<img|<a /);
    const cells = readFileSync(job.outputs['report-csv'] ?? '', 'utf8');
    expect(cells).not.toMatch(/(^|,|")\s*[=+@]/m);
  });
});
