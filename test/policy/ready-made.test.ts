import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requirementsOf } from '../../src/controls/requirements.ts';
import { known } from '../../src/model/fact.ts';
import { RESTORE_SETTINGS } from '../../src/model/policy.ts';
import { matchTable } from '../../src/policy/match.ts';
import { load } from './loading.ts';

const FOLDER = join(import.meta.dirname, '../../policies');
const files = readdirSync(FOLDER).filter((name) => /^[^.]+\.yaml$/.test(name));
const loaded = load(Object.fromEntries(files.map((name) => [`policies/${name}`, readFileSync(join(FOLDER, name))])));

function judgedBy(tags: Readonly<Record<string, string>>): readonly string[] {
  const table = {
    arn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/t',
    name: 't',
    account: '111122223333',
    region: 'eu-west-1',
  };
  return loaded.policies
    .filter((policy) => matchTable(policy.tables, { ...table, tags: known(tags, 'test') }).match === 'yes')
    .map((policy) => policy.name);
}

describe('the ready-made policies', () => {
  it('have no problem', () => {
    expect(loaded.problems).toEqual([]);
    expect(loaded.templates.map((template) => template.name)).toEqual([
      'dora-article-12',
      'dynamodb-defaults',
      'soc-2',
    ]);
  });

  it.each([
    [{ tier: 'gold' }, ['gold']],
    [{ tier: 'silver' }, ['silver']],
    [{ tier: 'bronze' }, ['bronze']],
    [{}, ['dynamodb-baseline']],
    [{ tier: 'iron' }, ['dynamodb-baseline']],
    [{ temporary: 'yes' }, []],
  ])('judge a table tagged %j by one policy at most', (tags, names) => {
    expect(judgedBy(tags)).toEqual(names);
  });

  it('ask of gold tables for all thirteen settings', () => {
    const gold = loaded.policies.find((policy) => policy.name === 'gold');
    expect(Object.keys(gold?.restore?.settings ?? {}).sort()).toEqual([...RESTORE_SETTINGS].sort());
  });

  it.each([
    ['dora-article-12', 'dora', ['copy-separation', 'recovery-point-objective', 'restore-tested', 'vault-lock']],
    ['soc-2', 'soc-2', ['recovery-point-objective', 'restore-tested', 'vault-deletion']],
  ])('%s is extended by who knows the tables, and speaks for %s', (parent, framework, controls) => {
    const own = `apiVersion: holdfast/v1\nkind: Policy\nname: own\nextends: [./${parent}.yaml]\ntables: {}\n`;
    const texts = files.map((name) => [`policies/${name}`, readFileSync(join(FOLDER, name))] as const);
    const { policies, problems } = load({ ...Object.fromEntries(texts), 'policies/own.yaml': own });
    expect(problems).toEqual([]);
    const policy = policies.find(({ name }) => name === 'own');
    expect(policy?.frameworks).toEqual([framework]);
    const asked = policy ? requirementsOf(policy).map(({ control }) => control.id) : [];
    expect(asked).toEqual(expect.arrayContaining(controls));
  });

  it.each(files)('%s tells editors where its schema is', (name) => {
    const [first] = readFileSync(join(FOLDER, name), 'utf8').split('\n');
    expect(first).toBe('# yaml-language-server: $schema=../schemas/policy.schema.json');
  });
});
