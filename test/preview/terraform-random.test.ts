import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { wrongAnswers } from './judged-side.ts';
import { changed, type RandomEstate, randomEstate, seeded } from './random-estate.ts';
import { filesOf } from './random-estate-hcl.ts';
import { type Outcome, withTerraform } from './terraform-change.ts';
import { hasTerraform } from './terraform-runs.ts';

/*
 * Changes made at random are planned by the real provider against the embedded AWS, previewed, applied and judged. Whatever the
 * preview says for sure is what is found. HOLDFAST_RANDOM_CHANGES asks for more of them, HOLDFAST_RANDOM_SEED for others.
 */

const CHANGES = Number(process.env['HOLDFAST_RANDOM_CHANGES'] ?? 2);
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

interface Score {
  changes: number;
  sure: number;
  unknown: number;
  refused: number;
  readonly wrong: string[];
  readonly unforeseen: string[];
}

describe.skipIf(!hasTerraform)(
  'the preview of changes made at random (skipped where terraform or a mirror of the provider is missing)',
  () => {
    test(`is what is found after they were applied: ${CHANGES} changes, seed ${SEED}`, {
      timeout: 180_000 + CHANGES * 120_000,
    }, async () => {
      const score: Score = { changes: 0, sure: 0, unknown: 0, refused: 0, wrong: [], unforeseen: [] };
      for (let first = 0; first < CHANGES; first += IN_A_ROW) {
        await inARow(SEED + first, Math.min(IN_A_ROW, CHANGES - first), score);
      }
      const answers = score.sure + score.unknown;
      process.stdout.write(
        `\nchanges made at random, seed ${SEED}: ${score.changes} changes, ${answers} answers, ${score.sure} sure, ` +
          `${score.wrong.length} wrong; ${score.refused} changes refused in part, ${score.unforeseen.length} not foreseen\n` +
          score.unforeseen.map((each) => `not foreseen: ${each}\n`).join(''),
      );
      expect(score.wrong).toEqual([]);
      expect(score.sure).toBeGreaterThan(score.unknown);
    });
  },
);

async function inARow(seed: number, changes: number, score: Score): Promise<void> {
  const random = seeded(seed);
  let estate: RandomEstate = randomEstate(random);
  await withTerraform(
    { first: filesOf(estate), regions: 'eu-west-1,eu-central-1', changing: true },
    async (previewAndApply) => {
      add(score, await previewAndApply(filesOf(estate), POLICY), `seed ${seed}, at first`);
      for (let number = 1; number <= changes; number += 1) {
        const { estate: after, did } = changed(estate, random);
        estate = after;
        add(
          score,
          await previewAndApply(filesOf(estate), POLICY),
          `seed ${seed}, change ${number} (${did.join(', ')})`,
        );
      }
    },
  );
}

/** What cannot be applied, and was not said to be refused, says nothing of the preview's answers: the change was not made. */
function add(score: Score, { previewed, applied, failure }: Outcome, what: string): void {
  score.changes += 1;
  const isForeseen = previewed.results.some(({ control }) => control === 'aws-accepts');
  if (failure !== undefined) score.refused += 1;
  if (failure !== undefined && !isForeseen) {
    score.unforeseen.push(`${what}: ${failure.replaceAll(/\s+/g, ' ').slice(-400)}`);
    return;
  }
  const judged = aboutTables(previewed);
  const unknown = judged.results.filter(({ status }) => status === 'unknown').length;
  score.unknown += unknown;
  score.sure += judged.results.length - unknown;
  score.wrong.push(...wrongAnswers(judged, applied).map((wrong) => `${what}: ${wrong}`));
}

function aboutTables(report: Report): Report {
  return { ...report, results: report.results.filter(({ control }) => control !== 'aws-accepts') };
}
