import { describe, expect, it } from 'vitest';
import { load } from './loading.ts';

const policy = (name: string, below: string) => `apiVersion: holdfast/v1\nkind: Policy\nname: ${name}\n${below}\n`;
const places = (problems: readonly { file: string; line: number; column: number; message: string }[]) =>
  problems.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);

describe('a policy that extends another', () => {
  const base = policy(
    'base',
    'backup:\n  objectives:\n    - { frequency: 1d, retention: 35d }\n  vault: { lock: governance, manualDeletion: denied }\nseverity: { backup-rpo: low }',
  );
  const child = policy(
    'child',
    'extends: [./base.yaml]\ntables: {}\nbackup:\n  vault: { lock: compliance }\nseverity: { backup-frequency: high }',
  );
  const loaded = load({ 'p/child.yaml': child }, { 'p/base.yaml': base });
  const [only] = loaded.policies;

  it('merges maps, and its own scalars win', () => {
    expect(loaded.problems).toEqual([]);
    expect(only?.backup?.vault).toEqual({ lock: 'compliance', manualDeletion: 'denied' });
    expect(only?.backup?.objectives).toEqual([{ frequencyMinutes: 1440, retentionMinutes: 50_400 }]);
    expect(only?.severity).toEqual({ 'backup-rpo': 'low', 'backup-frequency': 'high' });
  });

  it('keeps its name', () => {
    expect(loaded.policies.map(({ name }) => name)).toEqual(['child']);
  });

  it('points at the file in which each key is written', () => {
    expect(only?.positions['backup.objectives[0].retention']).toEqual({ file: 'p/base.yaml', line: 6, column: 24 });
    expect(only?.positions['backup.vault.lock']).toEqual({ file: 'p/child.yaml', line: 7, column: 12 });
    expect(only?.positions['backup.vault.manualDeletion']).toEqual({ file: 'p/base.yaml', line: 7, column: 30 });
    expect(only?.positions['backup']).toEqual({ file: 'p/child.yaml', line: 6, column: 1 });
    expect(only?.position).toEqual({ file: 'p/child.yaml', line: 1, column: 1 });
  });

  it('replaces lists as a whole, an empty one included', () => {
    const { policies } = load({
      'base.yaml': policy(
        'base',
        'backup: { copies: [{ region: eu-west-1 }], objectives: [{ frequency: 1d, retention: 7d }] }',
      ),
      'child.yaml': policy(
        'child',
        'extends: [base.yaml]\ntables: {}\nbackup: { copies: [], objectives: [{ frequency: 2d, retention: 9d }] }',
      ),
    });
    expect(policies[0]?.backup).toEqual({
      copies: [],
      objectives: [{ frequencyMinutes: 2880, retentionMinutes: 12_960 }],
    });
  });

  it('lets a later parent win over an earlier one', () => {
    const { policies } = load({
      'a.yaml': policy('a', 'restore: { rto: 1h, testedEvery: 10d }'),
      'b.yaml': policy('b', 'restore: { rto: 2h }'),
      'c.yaml': policy('c', 'extends: [./a.yaml, ./b.yaml]\ntables: {}'),
    });
    expect(policies[0]?.restore).toMatchObject({ rtoMinutes: 120, testedEveryMinutes: 14_400 });
  });

  it('inherits over generations and through several folders', () => {
    const { policies, problems } = load(
      { 'x/y/c.yaml': policy('c', 'extends: [../b.yaml]\ntables: {}') },
      { 'x/b.yaml': policy('b', 'extends: [../a.yaml]'), 'a.yaml': policy('a', 'restore: { rto: 1h }') },
    );
    expect(problems).toEqual([]);
    expect(policies[0]?.restore?.rtoMinutes).toBe(60);
  });

  it('replaces a word by a map and a map by a word', () => {
    const { policies } = load({
      'a.yaml': policy('a', 'restore: { settings: { tags: same-as-source, timeToLive: { attribute: x } } }'),
      'c.yaml': policy(
        'c',
        'extends: [./a.yaml]\ntables: {}\nrestore: { settings: { tags: { a: b }, timeToLive: disabled } }',
      ),
    });
    expect(policies[0]?.restore?.settings).toEqual({ tags: { a: 'b' }, timeToLive: 'disabled' });
  });
});

describe('extends', () => {
  it('of a missing file is a problem at the entry', () => {
    const { problems, policies } = load({ 'a.yaml': policy('a', 'extends: [./gone.yaml]\ntables: {}') });
    expect(places(problems)).toEqual(['a.yaml:4:11 extends names "./gone.yaml", and there is no such file']);
    expect(policies).toEqual([]);
  });

  it('in a cycle is one problem', () => {
    const { problems, policies } = load({
      'a.yaml': policy('a', 'extends: [./b.yaml]\ntables: {}'),
      'b.yaml': policy('b', 'extends: [./c.yaml]'),
      'c.yaml': policy('c', 'extends: [./a.yaml]'),
    });
    expect(places(problems)).toEqual(['c.yaml:4:11 extends forms a cycle: a.yaml → b.yaml → c.yaml → a.yaml']);
    expect(policies).toEqual([]);
  });

  it('of the file itself is a circle', () => {
    const { problems } = load({ 'a.yaml': policy('a', 'extends: [./a.yaml]\ntables: {}') });
    expect(places(problems)).toEqual(['a.yaml:4:11 extends forms a cycle: a.yaml → a.yaml']);
  });

  it('of a broken parent tells the mistake once, in the parent', () => {
    const { problems, policies } = load({
      'a.yaml': policy('a', 'extends: [./base.yaml]\ntables: {}'),
      'b.yaml': policy('b', 'extends: [./base.yaml]\ntables: {}'),
      'base.yaml': policy('base', 'restore: { rto: soon }'),
    });
    expect(places(problems)).toEqual(['base.yaml:4:17 expected a duration such as 4h, found "soon"']);
    expect(policies).toEqual([]);
  });

  it('of a parent whose values contradict each other tells it once', () => {
    const { problems } = load({
      'a.yaml': policy('a', 'extends: [./base.yaml]\ntables: {}'),
      'base.yaml': policy('base', 'backup: { objectives: [{ frequency: 7d, retention: 2d }] }'),
    });
    expect(problems.map(({ file, line, column }) => `${file}:${line}:${column}`)).toEqual(['base.yaml:4:52']);
  });

  it('finds what only parent and child together contradict', () => {
    const { problems } = load({
      'a.yaml': policy('a', 'extends: [./base.yaml]\ntables: {}\nbackup: { maximumRetention: 30d }'),
      'base.yaml': policy('base', 'backup: { objectives: [{ frequency: 1d, retention: 35d }] }'),
    });
    expect(places(problems)).toEqual([
      'a.yaml:6:29 maximumRetention 30d is shorter than the retention 35d that the policy asks for',
    ]);
  });

  it('of a file with several policies is a problem', () => {
    const { problems } = load(
      { 'a.yaml': policy('a', 'extends: [./two.yaml]\ntables: {}') },
      { 'two.yaml': `${policy('x', '')}---\n${policy('y', '')}` },
    );
    expect(places(problems)).toEqual([
      'a.yaml:4:11 extends names "./two.yaml", which holds 2 policies, expected a file with one',
    ]);
  });

  it('without end comes to an end', () => {
    let made = 0;
    const endless = new Proxy<Record<string, string>>(
      {},
      { get: () => policy(`n${made}`, `extends: [./p${++made}.yaml]`) },
    );
    const { problems } = load({ 'a.yaml': policy('a', 'extends: [./p.yaml]') }, endless);
    expect(problems.map(({ message }) => message)).toEqual(['extends spans more than 32 generations']);
  });
});
