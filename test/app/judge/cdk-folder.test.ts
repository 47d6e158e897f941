import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { cdkFolderAt } from '../../../src/app/files/cdk-folder.ts';
import { nodeHost } from '../../../src/app/host/node-host.ts';
import type { Report } from '../../../src/model/report.ts';
import { simulated } from '../../simulator/simulated.ts';
import { memoryHost, runLine } from '../memory-host.ts';
import { temporaryFile } from '../saved-inventory.ts';

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: port
tables: { names: ["*"] }
backup: { objectives: [{ frequency: 24h, retention: 35d }] }
restore: { settings: { deletionProtection: disabled } }
`;

const CRATES = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName: 'crates',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  },
};

const manifest = (more: object = {}) =>
  JSON.stringify({
    version: '55.0.0',
    artifacts: {
      Harbour: {
        type: 'aws:cloudformation:stack',
        environment: 'aws://111122223333/eu-west-1',
        properties: { templateFile: 'Harbour.template.json', stackName: 'harbour', ...more },
      },
    },
  });

const SCENARIO = JSON.stringify({
  accounts: {
    '111122223333': {
      regions: {
        'eu-west-1': {
          tables: [{ tableName: 'crates' }],
          stacks: [
            {
              stackName: 'harbour',
              templateBody: JSON.stringify({ Resources: { Crates: CRATES } }),
              resources: [
                { logicalResourceId: 'Crates', resourceType: 'AWS::DynamoDB::Table', physicalResourceId: 'crates' },
              ],
            },
          ],
        },
      },
    },
  },
});

function app(resources: object, more: object = {}) {
  return {
    'policies/p.yaml': POLICY,
    'cdk.out/manifest.json': manifest(more),
    'cdk.out/Harbour.template.json': JSON.stringify({ Resources: resources }),
  };
}

test('without an inventory a folder says itself where it goes', async () => {
  const host = memoryHost({ files: app({ Crates: CRATES }) });
  await runLine('check --cloudformation cdk.out --report json', host);
  const report: Report = JSON.parse(host.out());
  expect(report.scopes).toEqual([{ partition: 'aws', account: '111122223333', region: 'eu-west-1' }]);
  expect(host.err()).not.toContain('is taken to go to');
});

test.each<[string, Record<string, string>, string, string]>([
  [
    'without a manifest',
    { 'cdk.out/a.json': '{}' },
    '',
    'is not a folder that `cdk synth` wrote: it has no manifest.json',
  ],
  ['beside --stack', app({}), ' --stack harbour', '--stack names 1 stacks, and --cloudformation 0 templates'],
  ['with a parameter that none takes', app({}), ' --parameters Stag=x', 'no template of --cloudformation takes Stag'],
])('a folder %s ends with exit code 2', async (_, files, more, message) => {
  const host = memoryHost({ files: { 'policies/p.yaml': POLICY, ...files } });
  expect(await runLine(`check --cloudformation cdk.out${more}`, host)).toBe(2);
  expect(host.err()).toContain(message);
});

test('no link that leads out of the folder is followed', () => {
  const top = temporaryFile('cdk');
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
  };
  write('secret.json', '{"Resources":{}}');
  write('cdk.out/manifest.json', manifest());
  symlinkSync('../secret.json', join(top, 'cdk.out/Harbour.template.json'));
  const host = { ...nodeHost('.'), workingDirectory: realpathSync(top) };
  const { readFile, look, realPath } = nodeHost('.');
  const at = (path: string) => join(host.workingDirectory, path.replace(host.workingDirectory, ''));
  const there = {
    ...host,
    readFile: (path: string) => readFile(at(path)),
    look: (path: string) => look(at(path)),
    realPath: (path: string) => realPath(at(path)),
  };
  expect(() => cdkFolderAt('cdk.out', there)).toThrow('cdk.out/Harbour.template.json leads out of the folders');
  write('real/manifest.json', manifest());
  symlinkSync('/etc', join(top, 'away'));
  expect(() => cdkFolderAt('away', there)).toThrow('leads out of the folders that may be read');
});

test('a folder names its stacks itself: those that are deployed are read, and what the app has no more goes', async () => {
  await simulated(
    async (simulator) => {
      Object.assign(process.env, simulator.environment);
      const host = memoryHost({
        files: app({ Other: { ...CRATES, Properties: { ...CRATES.Properties, TableName: 'boxes' } } }),
      });
      await runLine('check --cloudformation cdk.out/ --report json', host);
      const report: Report = JSON.parse(host.out());
      expect(report.apiCalls.byOperation).toMatchObject({ 'cloudformation:ListStackResources': 1 });
      expect(new Set(report.results.map(({ resource }) => resource.name))).toEqual(new Set(['boxes']));
      expect(report.preview).toMatchObject({ sources: ['cdk.out/Harbour.template.json'] });
      expect(report.preview?.changes.map(({ address }) => address)).toEqual(['harbour/Other', 'harbour/Crates']);
    },
    { scenario: SCENARIO },
  );
});
