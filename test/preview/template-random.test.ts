import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { memoryHost, runLine } from '../app/memory-host.ts';
import { ACCOUNT, NOW, type Simulated, simulated } from '../simulator/simulated.ts';
import { deploy } from './deploy.ts';
import { isMap, type JsonMap, type JsonTree } from './json-tree.ts';
import { wrongAnswers } from './judged-side.ts';
import { changed, type RandomEstate, randomEstate, seeded, type Where } from './random-estate.ts';
import { REGIONS, templateOf } from './random-estate-templates.ts';

/*
 * Changes made at random of two stacks in two Regions are previewed, as a CDK app and as a template with and without its stack, and
 * deployed by the second reader. Whatever the preview says for sure is what is found. HOLDFAST_RANDOM_CHANGES asks for more of
 * them, HOLDFAST_RANDOM_SEED for others.
 */

const CHANGES = Number(process.env['HOLDFAST_RANDOM_CHANGES'] ?? 1);
const SEED = Number(process.env['HOLDFAST_RANDOM_SEED'] ?? 1);
/** One estate is changed so often; then another begins. */
const IN_A_ROW = 10;

const BACKUP = `
  objectives: [{ frequency: 24h, rpo: 32h, retention: 35d }]
  maximumRetention: 365d
  vault: { lock: governance, encryption: customer-managed, manualDeletion: denied }
  pointInTimeRecovery: { window: 35d }`;

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: near
tables: { tags: { tier: [gold] }, regions: [eu-west-1] }
backup:${BACKUP}
  copies: [{ region: eu-central-1, frequency: 24h, retention: 35d }]
---
apiVersion: holdfast/v1
kind: Policy
name: far
tables: { tags: { tier: [gold] }, regions: [eu-central-1] }
backup:${BACKUP}
`;

const WHERE = ['near', 'far'] as const;
type Stacks = Readonly<Record<Where, JsonMap>>;

interface Score {
  changes: number;
  sure: number;
  unknown: number;
  refused: number;
  readonly wrong: string[];
}

describe('the preview of templates changed at random', () => {
  test(`is what is found after they were deployed: ${CHANGES} changes, seed ${SEED}`, {
    timeout: 180_000 + CHANGES * 60_000,
  }, async () => {
    const score: Score = { changes: 0, sure: 0, unknown: 0, refused: 0, wrong: [] };
    for (let first = 0; first < CHANGES; first += IN_A_ROW) {
      await inARow(SEED + first, Math.min(IN_A_ROW, CHANGES - first), score);
    }
    process.stdout.write(
      `\ntemplates changed at random, seed ${SEED}: ${score.changes} changes, ${score.sure + score.unknown} answers, ` +
        `${score.sure} sure, ${score.wrong.length} wrong; ${score.refused} stacks refused\n`,
    );
    expect(score.wrong).toEqual([]);
    expect(score.sure).toBeGreaterThan(score.unknown);
  });
});

async function inARow(seed: number, changes: number, score: Score): Promise<void> {
  const random = seeded(seed);
  let stands: Stacks = { near: { Resources: {} }, far: { Resources: {} } };
  let estate = await firstEstate(random, stands);
  for (let number = 0; number <= changes; number += 1) {
    const { estate: after, did } = number === 0 ? { estate, did: ['at first'] } : changed(estate, random);
    const what = `seed ${seed}, change ${number} (${did.join(', ')})`;
    const wanted: Stacks = { near: templateOf(after, 'near'), far: templateOf(after, 'far') };
    const both = await deployed(stands, wanted);
    const one = await deployed(stands, { ...wanted, far: stands.far });
    score.changes += 1;
    score.refused += both.refused;
    await inWorld(stands, async () => {
      const files = { 'policy.yaml': POLICY, 'near.json': JSON.stringify(wanted.near), ...cdkApp(wanted) };
      const check = async (line: string) => aboutTables(await report(`check ${line}`, files));
      add(score, `${what}, as a CDK app`, await check('--cloudformation cdk.out'), both.found);
      add(score, `${what}, of its stack`, await check('--cloudformation near.json --stack near'), one.found);
      // Without the stack it is not seen that CloudFormation replaces nothing that keeps its name (README, limits).
      if (one.refused > 0) return;
      // What goes with a stack of which nothing is known has no answer, before as after.
      const alone = wrongAnswers(await check('--cloudformation near.json'), one.found);
      const wrong = alone.filter((each) => !each.endsWith('found not asked'));
      score.wrong.push(...wrong.map((each) => `${what}, without its stack: ${each}`));
    });
    stands = both.stands;
    // What AWS refuses is taken out of the code again.
    if (both.refused === 0) estate = after;
  }
}

/** One that AWS takes. */
async function firstEstate(random: () => number, nothing: Stacks): Promise<RandomEstate> {
  for (;;) {
    const estate = randomEstate(random);
    const { refused } = await deployed(nothing, { near: templateOf(estate, 'near'), far: templateOf(estate, 'far') });
    if (refused === 0) return estate;
  }
}

function add(score: Score, what: string, previewed: Report, found: Report): void {
  const unknown = previewed.results.filter(({ status }) => status === 'unknown').length;
  score.unknown += unknown;
  score.sure += previewed.results.length - unknown;
  score.wrong.push(...wrongAnswers(previewed, found).map((wrong) => `${what}: ${wrong}`));
}

function aboutTables(found: Report): Report {
  return { ...found, results: found.results.filter(({ control }) => control !== 'aws-accepts') };
}

/** What is found after each stack was updated, or taken back as it was. */
async function deployed(before: Stacks, wanted: Stacks) {
  const isRefused = { near: isTaken(before.near, wanted.near), far: isTaken(before.far, wanted.far) };
  for (;;) {
    const stands: Stacks = {
      near: isRefused.near ? before.near : wanted.near,
      far: isRefused.far ? before.far : wanted.far,
    };
    const refused = WHERE.filter((where) => isRefused[where]).length;
    let found: Report | undefined;
    const failing = await inWorld(stands, async () => {
      found = aboutTables(await report('check', { 'policy.yaml': POLICY }));
    });
    if (found && failing === undefined) return { found, stands, refused };
    if (failing === undefined || isRefused[failing]) throw new Error('what stands cannot be made');
    isRefused[failing] = true;
  }
}

/** An account in which both stacks stand; gives the one that AWS refuses, if it does. */
async function inWorld(stacks: Stacks, use: () => Promise<void>): Promise<Where | undefined> {
  let failing: Where | undefined;
  await simulated(async (simulator) => {
    for (const where of WHERE) {
      try {
        record(simulator, where, stacks[where], await deploy(stacks[where], simulator, REGIONS[where]));
      } catch (error) {
        if (!(error instanceof Error) || !('$fault' in error)) throw error;
        failing = where;
        return;
      }
    }
    Object.assign(process.env, simulator.environment);
    await use();
  });
  return failing;
}

function record({ state }: Simulated, where: Where, template: JsonMap, ids: ReadonlyMap<string, string>): void {
  const region = state.accounts.get(ACCOUNT)?.regions.get(REGIONS[where]);
  const at = new Date(NOW - 86_400_000);
  region?.stacks.set(where, {
    StackName: where,
    StackId: `arn:aws:cloudformation:${REGIONS[where]}:${ACCOUNT}:stack/${where}/0f9d1a55-0000-4000-8000-0123456789ab`,
    StackStatus: 'CREATE_COMPLETE',
    CreationTime: at,
    Parameters: [],
    Tags: [],
    TemplateBody: JSON.stringify(template),
    resources: Object.entries(resourcesOf(template)).map(([LogicalResourceId, { Type }]) => ({
      LogicalResourceId,
      PhysicalResourceId: ids.get(LogicalResourceId),
      ResourceType: String(Type),
      ResourceStatus: 'CREATE_COMPLETE',
      LastUpdatedTimestamp: at,
    })),
  });
}

/**
 * CloudFormation makes what is new, and what takes the place of something, before anything goes: two of one name cannot be, and
 * what keeps the name that it is given is not replaced.
 */
function isTaken(before: JsonMap, after: JsonMap): boolean {
  const stands = resourcesOf(before);
  return Object.entries(resourcesOf(after)).some(([id, resource]) => {
    const name = nameOf(resource);
    if (name === undefined) return false;
    const former = stands[id];
    if (!former) return Object.values(stands).some((each) => nameOf(each) === name);
    if (nameOf(former) !== name) return false;
    return ['KeySchema', 'EncryptionKeyArn'].some(
      (key) => JSON.stringify(propertiesOf(former)[key]) !== JSON.stringify(propertiesOf(resource)[key]),
    );
  });
}

function nameOf(resource: JsonMap): string | undefined {
  const { TableName, BackupVaultName } = propertiesOf(resource);
  const name = TableName ?? BackupVaultName;
  return name === undefined ? undefined : `${String(resource['Type'])} ${String(name)}`;
}

function propertiesOf({ Properties }: JsonMap): JsonMap {
  return isMap(Properties) ? Properties : {};
}

function resourcesOf({ Resources }: JsonMap): Readonly<Record<string, JsonMap>> {
  const found: JsonTree | undefined = Resources;
  return isMap(found) ? (found as Record<string, JsonMap>) : {};
}

function cdkApp(stacks: Stacks): Readonly<Record<string, string>> {
  const artifacts = Object.fromEntries(
    WHERE.map((where) => [
      where,
      {
        type: 'aws:cloudformation:stack',
        environment: `aws://${ACCOUNT}/${REGIONS[where]}`,
        properties: { templateFile: `${where}.json`, stackName: where },
      },
    ]),
  );
  return {
    'cdk.out/manifest.json': JSON.stringify({ version: '55.0.0', artifacts }),
    'cdk.out/near.json': JSON.stringify(stacks.near),
    'cdk.out/far.json': JSON.stringify(stacks.far),
  };
}

async function report(line: string, files: Readonly<Record<string, string>>): Promise<Report> {
  const host = memoryHost({ files, environment: { AWS_REGION: REGIONS.near } });
  await runLine(`${line} --regions eu-west-1,eu-central-1 --policies policy.yaml --report json`, host);
  expect(host.out(), host.err()).not.toBe('');
  return JSON.parse(host.out());
}
