import { describe, expect, it } from 'vitest';
import { encode, HEADER, load, loadOne } from './loading.ts';

/** Every key of the language, with values of its own. */
const WHOLE = `# yaml-language-server: $schema=../schemas/policy.schema.json
apiVersion: holdfast/v1
kind: Policy
name: ledger-platinum
description: Ledger tables

tables:
  names: ["ledger-*", audit-?]
  tags: { tier: [platinum], owner: ["*"] }
  accounts: ["222233334444", "3333*"]
  regions: [ap-southeast-2, "us-gov-*"]
  except:
    names: ["*-tmp"]
    tags: { temporary: ["*"] }
    accounts: ["222233335555"]
    regions: [us-gov-east-1]

backup:
  objectives:
    - frequency: 90m
      rpo: 3h
      retention: 2w
    - frequency: P31D
      retention: 400d
      coldAfter: 60d
  maximumRetention: 500d
  copies:
    - region: ap-southeast-4
      account: "555566667777"
      frequency: PT12H
      rpo: P1DT6H30M
      retention: 30d
  recoveryPoints:
    newestWithin: 4h
    observedOver: 7d
    encrypted: true
  vault:
    lock: governance
    encryption: arn:aws:kms:*:222233334444:alias/ledger-*
    manualDeletion: denied
    airGapped: required
  pointInTimeRecovery: { window: 14d }

restore:
  rto: 2h
  measure: { clock: ready, statistic: p99, over: 365d, samples: 5 }
  testedEvery: 30d
  settings:
    globalSecondaryIndexes: same-as-source
    localSecondaryIndexes: same-as-source
    billingMode: PAY_PER_REQUEST
    provisionedThroughput: { readAtLeast: 10, writeAtLeast: 20 }
    encryption: customer-managed
    autoScaling: { read: { min: 5, max: 50, target: 70 }, write: { min: 6 } }
    iamPolicies: same-as-source
    alarms: [{ metric: SystemErrors }, { metric: ThrottledRequests }]
    tags: { team: ledger }
    stream: NEW_IMAGE
    timeToLive: { attribute: goneAt }
    deletionProtection: enabled
    pointInTimeRecovery: { window: 7d }

severity: { backup-frequency: critical, restore-time: low }
waivers:
  - tables: { names: [ledger-old] }
    controls: [copy-coverage, copy-frequency]
    until: 2028-02-29
    reason: frozen
    approvedBy: ledger-oncall
`;

describe('a policy that uses the whole language', () => {
  const { policies, problems, templates } = loadOne(WHOLE);
  const [policy] = policies;

  it('loads without a problem', () => {
    expect({ problems, templates, count: policies.length }).toEqual({ problems: [], templates: [], count: 1 });
  });

  it('names its tables', () => {
    expect(policy).toMatchObject({
      name: 'ledger-platinum',
      description: 'Ledger tables',
      position: { file: 'p.yaml', line: 2, column: 1 },
    });
    expect(policy?.tables).toStrictEqual({
      names: ['ledger-*', 'audit-?'],
      tags: { tier: ['platinum'], owner: ['*'] },
      accounts: ['222233334444', '3333*'],
      regions: ['ap-southeast-2', 'us-gov-*'],
      except: { names: ['*-tmp'], tags: { temporary: ['*'] }, accounts: ['222233335555'], regions: ['us-gov-east-1'] },
    });
  });

  it('counts every duration in minutes', () => {
    expect(policy?.backup).toStrictEqual({
      objectives: [
        { frequencyMinutes: 90, rpoMinutes: 180, retentionMinutes: 20_160 },
        { frequencyMinutes: 44_640, retentionMinutes: 576_000, coldAfterMinutes: 86_400 },
      ],
      maximumRetentionMinutes: 720_000,
      copies: [
        {
          region: 'ap-southeast-4',
          account: '555566667777',
          frequencyMinutes: 720,
          rpoMinutes: 1830,
          retentionMinutes: 43_200,
        },
      ],
      recoveryPoints: { newestWithinMinutes: 240, observedOverMinutes: 10_080, encrypted: true },
      vault: {
        lock: 'governance',
        encryption: 'arn:aws:kms:*:222233334444:alias/ledger-*',
        manualDeletion: 'denied',
        airGapped: 'required',
      },
      pointInTimeRecovery: { windowMinutes: 20_160 },
    });
  });

  it('asks for restores', () => {
    expect(policy?.restore).toStrictEqual({
      rtoMinutes: 120,
      measure: { clock: 'ready', statistic: 'p99', overMinutes: 525_600, samples: 5 },
      testedEveryMinutes: 43_200,
      settings: {
        globalSecondaryIndexes: 'same-as-source',
        localSecondaryIndexes: 'same-as-source',
        billingMode: 'PAY_PER_REQUEST',
        provisionedThroughput: { readAtLeast: 10, writeAtLeast: 20 },
        encryption: 'customer-managed',
        autoScaling: { read: { min: 5, max: 50, target: 70 }, write: { min: 6 } },
        iamPolicies: 'same-as-source',
        alarms: [{ metric: 'SystemErrors' }, { metric: 'ThrottledRequests' }],
        tags: { team: 'ledger' },
        stream: 'NEW_IMAGE',
        timeToLive: { attribute: 'goneAt' },
        deletionProtection: 'enabled',
        pointInTimeRecovery: { windowMinutes: 10_080 },
      },
    });
  });

  it('sets severities and waives', () => {
    expect(policy?.severity).toStrictEqual({ 'backup-frequency': 'critical', 'restore-time': 'low' });
    expect(policy?.waivers).toStrictEqual([
      {
        tables: { names: ['ledger-old'] },
        controls: ['copy-coverage', 'copy-frequency'],
        until: '2028-02-29',
        reason: 'frozen',
        approvedBy: 'ledger-oncall',
        position: { file: 'p.yaml', line: 65, column: 5 },
      },
    ]);
  });

  it('says where each key is written', () => {
    const at = (path: string) => {
      const place = policy?.positions[path];
      return place && `${place.file}:${place.line}:${place.column}`;
    };
    expect(at('backup')).toBe('p.yaml:18:1');
    expect(at('backup.objectives[0]')).toBe('p.yaml:20:7');
    expect(at('backup.objectives[0].frequency')).toBe('p.yaml:20:7');
    expect(at('backup.objectives[1].retention')).toBe('p.yaml:24:7');
    expect(at('backup.copies[0].rpo')).toBe('p.yaml:31:7');
    expect(at('restore.measure.samples')).toBe('p.yaml:46:56');
    expect(at('restore.settings.timeToLive')).toBe('p.yaml:59:5');
    expect(at('severity.restore-time')).toBe('p.yaml:63:41');
  });

  it('says nothing of keys that are not written', () => {
    const { policies: plain } = loadOne(`${HEADER}tables: {}\nrestore: { rto: 4h }\n`);
    expect(plain[0]?.restore?.measure).toEqual({
      clock: 'restored',
      statistic: 'max',
      overMinutes: 259_200,
      samples: 1,
    });
    expect(Object.keys(plain[0]?.positions ?? {})).toEqual([
      'apiVersion',
      'kind',
      'name',
      'tables',
      'restore',
      'restore.rto',
    ]);
  });
});

describe('loadPolicies', () => {
  it('reads JSON, indented with tabs', () => {
    const text = '{\n\t"apiVersion": "holdfast/v1",\n\t"kind": "Policy",\n\t"name": "j",\n\t"tables": {}\n}\n';
    const { policies, problems } = load({ 'p.json': text });
    expect({ names: policies.map((policy) => policy.name), problems }).toEqual({ names: ['j'], problems: [] });
  });

  it('reads several documents of a file and skips empty ones', () => {
    const { policies, problems } = loadOne(
      `---\n---\n${HEADER}tables: {}\n---\n# nothing\n---\n${HEADER.replace('orders', 'carts')}tables: {}\n`,
    );
    expect(problems).toEqual([]);
    expect(policies.map(({ name, position }) => `${name} ${position.line}`)).toEqual(['orders 3', 'carts 10']);
  });

  it('accepts a byte order mark and Windows line ends, and counts neither', () => {
    const { policies } = loadOne(`\ufeff${HEADER}tables: {}\n`.replaceAll('\n', '\r\n'));
    expect(policies[0]?.positions['apiVersion']).toEqual({ file: 'p.yaml', line: 1, column: 1 });
    expect(policies[0]?.positions['tables']).toEqual({ file: 'p.yaml', line: 4, column: 1 });
  });

  it('takes NO, dates and quoted digits for the text that they are', () => {
    const { policies, problems } = loadOne(`${HEADER}tables: { tags: { country: [NO, "1", 2026-01-01] } }\n`);
    expect(problems).toEqual([]);
    expect(policies[0]?.tables.tags).toEqual({ country: ['NO', '1', '2026-01-01'] });
  });

  it('reads a file that is named twice, in two ways, once', () => {
    const { policies, problems } = load({
      'a/p.yaml': `${HEADER}tables: {}\n`,
      './a/../a/p.yaml': `${HEADER}tables: {}\n`,
    });
    expect(problems).toEqual([]);
    expect(policies).toHaveLength(1);
  });

  it('resolves aliases, and merge keys below the own keys of a map', () => {
    const { policies, problems } = loadOne(`${HEADER}tables: {}
backup:
  copies:
    - &first { region: eu-west-1, frequency: 1d, retention: 7d }
    - { retention: 14d, <<: *first, region: eu-west-2 }
    - *first
`);
    expect(problems).toEqual([]);
    expect(policies[0]?.backup?.copies).toEqual([
      { region: 'eu-west-1', frequencyMinutes: 1440, retentionMinutes: 10_080 },
      { region: 'eu-west-2', frequencyMinutes: 1440, retentionMinutes: 20_160 },
      { region: 'eu-west-1', frequencyMinutes: 1440, retentionMinutes: 10_080 },
    ]);
    expect(policies[0]?.positions['backup.copies[1].frequency']).toEqual({ file: 'p.yaml', line: 7, column: 35 });
  });

  it('keeps tag keys that objects have by nature as plain tag keys', () => {
    const { policies } = loadOne(`${HEADER}tables: { tags: { constructor: [a], toString: [b] } }\n`);
    expect(Object.entries(policies[0]?.tables.tags ?? {})).toEqual([
      ['constructor', ['a']],
      ['toString', ['b']],
    ]);
  });

  it('takes a policy without tables for a template, which judges nothing', () => {
    const { policies, templates, problems } = loadOne(`${HEADER}restore: { rto: 4h }\n`);
    expect({ policies, templates, problems }).toEqual({
      policies: [],
      templates: [{ name: 'orders', position: { file: 'p.yaml', line: 1, column: 1 } }],
      problems: [],
    });
  });

  it('names the first byte that is not UTF-8', () => {
    const bytes = new Uint8Array([...encode('a: 1\nb: é'), 0xc3, 0x28, 0x0a]);
    expect(loadOne(bytes).problems).toEqual([
      { file: 'p.yaml', line: 2, column: 5, message: 'byte 0xC3 is not UTF-8', hint: 'save the file as UTF-8' },
    ]);
  });
});
