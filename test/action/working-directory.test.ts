import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { placedIn } from '../../src/app/action/working-directory.ts';
import { nodeHost } from '../../src/app/host/node-host.ts';
import { optionsOf } from '../../src/app/options/options.ts';
import type { Rest } from '../../src/github/rest.ts';
import type { Report } from '../../src/model/report.ts';
import { memoryHost, runLine } from '../app/memory-host.ts';
import { savedInventory } from '../app/saved-inventory.ts';
import { temporaryFolder } from '../built-package.ts';
import { pullRequestEvent } from './event-payloads.ts';
import { HEAD } from './github-step.ts';
import { stepInMemory } from './in-memory-step.ts';

/** A `=` and a `:` are what makes a word something else than a path. */
const FOLDER = 'stage=live/a:b';
const INVENTORY = savedInventory();
const POLICY = `${HEAD}backup:\n  objectives:\n${[1, 2, 3].map((hours) => `    - { frequency: ${hours}h, retention: 35d }\n`).join('')}`;
const TEMPLATE = `Parameters: { Name: { Type: String } }
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: !Ref Name
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: pk, AttributeType: S }]
      KeySchema: [{ AttributeName: pk, KeyType: HASH }]
`;
const FILES = {
  'policies/orders.yaml': POLICY,
  't.yaml': TEMPLATE,
  'p.json': '{"Name":"crates"}',
};

/** A step whose files all lie in a folder of the checkout. */
function step(folder: string, inputs: Readonly<Record<string, string>>, github?: Rest) {
  const placed = Object.entries(FILES).map(([name, text]) => [join(folder, name), text]);
  const host = memoryHost({
    files: { ...Object.fromEntries(placed), 'event.json': JSON.stringify(pullRequestEvent(7)) },
    environment: {
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: 'event.json',
      GITHUB_REPOSITORY: 'octo-org/payments',
    },
  });
  const given = { 'working-directory': folder, inventory: INVENTORY, 'output-dir': 'out', ...inputs };
  return { host, stated: stepInMemory(given, host, github) };
}

/** All that names a file, and where the reports went. */
async function placesOf(folder: string, inputs: Readonly<Record<string, string>>) {
  const { host, stated } = step(folder, inputs);
  const { exit, outputs, annotations, failures } = await stated;
  const read = (name: string) => JSON.parse(host.files.get(`/work/place/out/holdfast-report.${name}`) ?? 'null');
  const { results }: Report = read('json');
  const uris = [...JSON.stringify(read('sarif')).matchAll(/"uri":"([^"]*)"/g)].map(([, uri]) => uri);
  return {
    stated: { exit, outputs, failures },
    annotated: annotations.map(({ at }) => at?.file),
    asked: results.map(({ policy }) => policy?.file),
    made: results.map(({ template }) => template?.file),
    // What is not a path of the checkout, such as the address of the documentation, stays.
    uris: uris.filter((uri) => uri?.endsWith('.yaml')),
  };
}

describe('the input working-directory', () => {
  test.each([
    ['a policy', {}],
    ['a template', { cloudformation: 't.yaml', parameters: 'p.json' }],
    ['a template, its parameters given', { cloudformation: './t.yaml', parameters: 'Name=crates' }],
  ])('changes nothing but what files are named from: %s', async (_, inputs) => {
    const [root, below] = [await placesOf('.', inputs), await placesOf(FOLDER, inputs)];
    expect(root.stated).toMatchObject({ exit: 1, outputs: { 'report-json': 'out/holdfast-report.json' } });
    expect(below.stated).toEqual(root.stated);
    const moved = (files: readonly (string | undefined)[]) => files.map((file) => file && join(FOLDER, file));
    for (const key of ['annotated', 'asked', 'made'] as const) expect(below[key], key).toEqual(moved(root[key]));
    const encoded = FOLDER.split('/').map(encodeURIComponent).join('/');
    expect(below.uris).toEqual(root.uris.map((uri) => `${encoded}/${uri}`));
    expect(below.annotated).toContain(`${FOLDER}/${'cloudformation' in inputs ? 't.yaml' : 'policies/orders.yaml'}`);
  });

  test('is where the lines that a pull request changes are', async () => {
    const filename = `${FOLDER}/policies/orders.yaml`;
    const patch = '@@ -8,0 +9,1 @@\n+    - { frequency: 3h, retention: 35d }';
    const github: Rest = {
      request: async () => ({ ok: true, body: [{ filename, patch }], hasNext: false }),
    };
    const { annotations } = await step(FOLDER, { annotations: '1', token: 'ghs_x' }, github).stated;
    expect(annotations.map(({ at }) => at)).toMatchObject([{ file: filename, line: 9 }]);
  });

  const PATHS = `policies merge inventory terraform-plan cloudformation change-set backup-policy base-policies parameters history ledger
    baseline-report baseline former former-report config`;

  test.each(PATHS.split(/\s+/))('is where %s is looked up', async (name) => {
    const { exit, failures } = await step(FOLDER, {
      ...(name === 'parameters' ? { cloudformation: 't.yaml' } : {}),
      [name]: 'none.json',
    }).stated;
    expect(exit).toBe(2);
    expect(failures).toEqual([expect.stringContaining(`${FOLDER}/none.json`)]);
  });

  test('moves what names files, and nothing else', () => {
    const moved = optionsOf('action').filter(({ spec }) => {
      let isPlaced = false;
      const placed = (path: string) => {
        isPlaced = true;
        return path;
      };
      for (const word of ['a', 'true', '1']) {
        try {
          spec.read([word], '', placed);
        } catch {
          // A word that the input does not take.
        }
      }
      return isPlaced;
    });
    expect(moved.map(({ name }) => name).toSorted()).toEqual([...PATHS.split(/\s+/), 'evidence'].toSorted());
  });

  test('is where settings are that nobody names', async () => {
    const host = memoryHost({ files: { 'live/policies/orders.yaml': POLICY, 'holdfast.yaml': 'drift: 1\n' } });
    expect(await runLine(`baseline --inventory ${INVENTORY} --policies live/policies`, host)).toBe(0);
    const given = {
      'working-directory': 'live',
      inventory: INVENTORY,
      baseline: '../holdfast.lock.json',
      'output-dir': '.',
    };
    expect((await stepInMemory(given, host)).exit).toBe(1);
    host.files.set('/work/place/live/holdfast.yaml', 'drift: 1\n');
    expect((await stepInMemory(given, host)).failures).toEqual([
      expect.stringMatching(/^live\/holdfast\.yaml: drift holds no keys/),
    ]);
  });

  test('leaves whole paths where they are', () => {
    const host = memoryHost({ files: FILES });
    expect(placedIn('policies', host)('/tmp/a.json')).toBe('/tmp/a.json');
    expect(placedIn('/work/place/policies/', host)('a.json')).toBe('policies/a.json');
    expect(placedIn('./', host)('./a.json')).toBe('./a.json');
  });

  const checkout = join(temporaryFolder(), 'checkout');
  for (const folder of ['../outside', 'real']) mkdirSync(join(checkout, folder), { recursive: true });
  writeFileSync(join(checkout, 'file'), '');
  symlinkSync('../outside', join(checkout, 'away'));
  symlinkSync('real', join(checkout, 'link'));
  symlinkSync('round', join(checkout, 'round'));
  writeFileSync(join(checkout, '../outside/secret'), 'hunter2');
  const quiet = memoryHost();
  const onDisk = { ...quiet, ...inFolder(checkout, () => nodeHost('/')), stdout: quiet.stdout };

  test.each([
    ['absent', 'which is not a folder of the checkout'],
    ['file', 'which is not a folder of the checkout'],
    ['file/', 'which is not a folder of the checkout'],
    ['round', 'which is not a folder of the checkout'],
    ['..', 'which leads out of the checkout'],
    ['../outside', 'which leads out of the checkout'],
    ['/etc', 'which leads out of the checkout'],
    ['away', 'which leads out of the checkout'],
    ['away/secret', 'which leads out of the checkout'],
  ])('that is %j is one error, in terms of the input', async (directory, why) => {
    const { exit, failures, annotations } = await stepInMemory({ 'working-directory': directory }, onDisk);
    expect({ exit, annotations }).toEqual({ exit: 2, annotations: [] });
    expect(failures).toEqual([
      `input working-directory is ${JSON.stringify(directory)}, ${why}; name a folder of the checkout, by its path from the root of the checkout`,
    ]);
  });

  test('may be a link that stays in the checkout', () => {
    expect(placedIn('link', onDisk)('a.json')).toBe('link/a.json');
  });
});

function inFolder<T>(folder: string, make: () => T): T {
  const home = process.cwd();
  process.chdir(folder);
  try {
    return make();
  } finally {
    process.chdir(home);
  }
}
