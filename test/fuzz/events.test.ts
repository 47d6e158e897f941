import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Answer, Rest } from '../../src/github/rest.ts';
import { pullRequestEvent, pushEvent, scheduleEvent, workflowRunEvent } from '../action/event-payloads.ts';
import { stepInMemory } from '../action/in-memory-step.ts';
import { memoryHost } from '../app/memory-host.ts';
import { savedInventory } from '../app/saved-inventory.ts';
import { REPOSITORY } from '../github/github-server.ts';
import { mutated, mutations, type Tree } from './mutated.ts';
import { peakMib, RUNS, SEED, wrongIn } from './wrong.ts';

const INVENTORY = savedInventory();
const POLICY =
  'apiVersion: holdfast/v1\nkind: Policy\nname: orders\ntables: { names: ["*"] }\nbackup: { objectives: [{ frequency: 1h, retention: 35d }] }\n';

const PAYLOADS: Readonly<Record<string, object>> = {
  pull_request: pullRequestEvent(7, 'topic', true),
  workflow_run: workflowRunEvent('c0ffee'),
  schedule: scheduleEvent(),
  push: pushEvent('main'),
};

/** What GitHub lists, of every kind at once. */
const ENTRY = {
  id: 318,
  number: 318,
  state: 'closed',
  state_reason: 'not_planned',
  body: '<!-- holdfast:default -->\n<!-- failures:0 -->\n## Holdfast\n<sub>before</sub>',
  user: { login: 'github-actions[bot]' },
  head: { sha: 'c0ffee', ref: 'topic' },
  base: { repo: { id: 35129377 } },
  filename: 'policies/orders.yaml',
  patch: '@@ -1,3 +1,4 @@\n-x\n+y',
};

/** Paths with nothing in them that a payload could bend: one repository's, and whole numbers. */
const PATH = new RegExp(
  `^(/user|/graphql|/repos/${REPOSITORY}/(issues|pulls)(/comments/\\d+|/\\d+(/comments|/files)?)?)(\\?[^#\\s]*)?$`,
);

// What a step loads on demand takes its time but once.
beforeAll(async () => {
  await import('../../src/app/action/scan.ts');
});

const tree = (value: object): Tree => JSON.parse(JSON.stringify(value));

test('no payload and no answer of GitHub is a bug, hangs a step, reaches another address or a log raw', {
  timeout: 60_000 + RUNS * 300,
}, async () => {
  const events = fc.constantFrom(...Object.keys(PAYLOADS));
  await fc.assert(
    fc.asyncProperty(events, mutations, mutations, fc.boolean(), async (event, ofPayload, ofAnswer, isSound) => {
      const paths: string[] = [];
      const listed = JSON.stringify([ENTRY]);
      const answer = isSound ? listed : mutated(JSON.parse(listed), ofAnswer);
      const rest: Rest = {
        request: async (method, path): Promise<Answer> => {
          paths.push(path);
          return answered(answer, method === 'GET');
        },
      };
      const host = memoryHost({
        files: { 'policies/orders.yaml': POLICY, 'event.json': mutated(tree(PAYLOADS[event] ?? {}), ofPayload) },
        environment: {
          RUNNER_TEMP: '/r',
          GITHUB_EVENT_NAME: event,
          GITHUB_EVENT_PATH: 'event.json',
          GITHUB_REPOSITORY: REPOSITORY,
        },
      });
      const given = { inventory: INVENTORY, comment: 'always', issue: 'on-failure', token: 'x' };
      const begin = performance.now();
      const step = await stepInMemory(given, host, rest);
      const { exit, log, warnings, summary, failures } = step;
      const texts = [...log, ...warnings, ...failures, summary, host.out(), ...host.files.values()].map(
        (text, index): [string, string] => [`text ${index}`, text],
      );
      // The payload itself is no output.
      const told = texts.filter(([, text]) => text !== host.files.get('/work/place/event.json'));
      expect(wrongIn({ exit, tookMs: performance.now() - begin, texts: told, why: host.out() })).toEqual([]);
      expect(paths.filter((path) => !PATH.test(path))).toEqual([]);
    }),
    { numRuns: RUNS, seed: SEED },
  );
  expect(peakMib()).toBeLessThan(1_024);
});

/** As the client answers that reads it: JSON knows no infinite number, and no name without quotation marks. */
function answered(text: string, isList: boolean): Answer {
  try {
    const body: unknown = JSON.parse(text.replace(/1e999|-?\.(?:nan|inf)\b/g, '1e99'));
    return { ok: true, body: !isList && Array.isArray(body) ? body[0] : body, hasNext: false };
  } catch {
    return { ok: false, why: 'no JSON', maybeDone: true };
  }
}
