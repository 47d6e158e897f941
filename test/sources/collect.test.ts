import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { TABLE_NEEDS } from '../../src/model/need.ts';
import { UserError } from '../../src/model/user-error.ts';
import { collect } from '../../src/sources/collect.ts';
import type { CollectionRequest } from '../../src/sources/request.ts';
import {
  callerIdentity,
  refusal,
  type ScriptedAnswer,
  type ScriptedAws,
  type ScriptedRequest,
  scriptedAws,
} from './scripted-aws.ts';

const NOW = '2026-11-22T08:00:00.000Z';
const HOST = { now: NOW, progress: () => undefined };

const NOTHING: CollectionRequest = {
  regions: [],
  roleArns: [],
  regionNeeds: new Set(),
  accountNeeds: new Set(),
  copyDestinations: [],
  describeEveryTable: false,
  tableNeeds: () => new Map(),
};

const everyFact: CollectionRequest['tableNeeds'] = ({ tables }) =>
  new Map(tables.known ? tables.value.map((table) => [table.arn, new Set(TABLE_NEEDS)]) : []);

const DYNAMODB: Readonly<Record<string, ScriptedAnswer>> = {
  DescribeTable: { json: { Table: { TableStatus: 'ACTIVE', KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] } } },
  DescribeTimeToLive: { json: { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } } },
  DescribeContinuousBackups: {
    json: {
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: 'ENABLED',
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
      },
    },
  },
  GetResourcePolicy: refusal('com.amazonaws.dynamodb.v20120810#PolicyNotFoundException'),
};

let aws: ScriptedAws | undefined;
const scrubbed = { ...process.env };
afterEach(async () => {
  process.env = { ...scrubbed };
  await aws?.close();
});

async function withAws(
  answer: (request: ScriptedRequest) => ScriptedAnswer,
  environment: Record<string, string> = {},
): Promise<void> {
  aws = await scriptedAws(answer);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_REGION: 'eu-west-1',
    ...environment,
  });
}

/** An account without tables. */
function emptyAccount(request: ScriptedRequest): ScriptedAnswer {
  if (request.operation === 'GetCallerIdentity') return callerIdentity('111122223333');
  if (request.operation === 'ListTables') return { json: { TableNames: [] } };
  return refusal('UnknownOperationException');
}

function assumedRole(account: string): ScriptedAnswer {
  return {
    type: 'text/xml',
    text: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIA${account}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  };
}

/** Roles of any account may be assumed, but for those named `closed`. */
function organization(request: ScriptedRequest): ScriptedAnswer {
  if (request.operation === 'AssumeRole') {
    const role = new URLSearchParams(request.body).get('RoleArn') ?? '';
    if (role.endsWith('closed')) {
      return {
        status: 403,
        type: 'text/xml',
        text: '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>',
      };
    }
    return assumedRole(role.split(':')[4] ?? '');
  }
  if (request.operation === 'GetCallerIdentity') return callerIdentity(request.accessKey.replace('ASIA', ''));
  return emptyAccount(request);
}

describe('before anything is read', () => {
  test('no Region is an error of the user, with what to do', async () => {
    await withAws(emptyAccount);
    delete process.env['AWS_REGION'];
    const error = await collect(NOTHING, HOST).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({
      message: 'no AWS Region is configured',
      advice: expect.stringContaining('AWS_REGION'),
    });
    expect(aws?.requests).toHaveLength(0);
  });

  test('no credentials are an error of the user', async () => {
    await withAws(emptyAccount);
    delete process.env['AWS_ACCESS_KEY_ID'];
    const error = await collect(NOTHING, HOST).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ message: expect.stringContaining('no usable AWS credentials') });
  });

  test('a profile that is not there is an error of the user that names it', async () => {
    await withAws(emptyAccount);
    await expect(collect({ ...NOTHING, profile: 'nobody' }, HOST)).rejects.toThrow(
      /no usable AWS credentials in profile nobody/,
    );
  });

  test('credentials and Region come from the profile that is asked for', async () => {
    await withAws(emptyAccount);
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION']) delete process.env[name];
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-profile-'));
    const file = join(folder, 'config');
    writeFileSync(
      file,
      '[profile audit]\nregion = ap-south-1\naws_access_key_id = AKIDPROFILE\naws_secret_access_key = s\n',
    );
    process.env['AWS_CONFIG_FILE'] = file;
    const inventory = await collect({ ...NOTHING, profile: 'audit' }, HOST);
    rmSync(folder, { recursive: true });
    expect(inventory.regions.map((region) => region.region)).toEqual(['ap-south-1']);
    expect(aws?.requests.every((request) => request.accessKey === 'AKIDPROFILE')).toBe(true);
  });
});

describe('who reads', () => {
  test('the partition is that of the caller', async () => {
    await withAws(({ operation }) =>
      operation === 'GetCallerIdentity'
        ? callerIdentity('111122223333', 'aws-us-gov')
        : { json: { TableNames: ['t'] } },
    );
    const [region] = (await collect({ ...NOTHING, regions: ['us-gov-west-1'] }, HOST)).regions;
    expect(region?.tables).toMatchObject({
      known: true,
      value: [{ arn: 'arn:aws-us-gov:dynamodb:us-gov-west-1:111122223333:table/t' }],
    });
  });

  test('a caller who may not even ask is a scope that was not read, not a crash', async () => {
    await withAws(() => ({
      status: 403,
      type: 'text/xml',
      text: '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Code>ExpiredToken</Code><Message>The security token is expired</Message></Error></ErrorResponse>',
    }));
    const inventory = await collect({ ...NOTHING, regions: ['eu-west-1', 'us-east-1'] }, HOST);
    expect(inventory.regions).toEqual([]);
    expect(inventory.unread.map((scope) => [scope.region, scope.why.reason])).toEqual([
      ['eu-west-1', 'denied'],
      ['us-east-1', 'denied'],
    ]);
  });

  test.each([
    ['is in no organization, so it has no global settings', 'The account is not a member of an organization', []],
    ['asked wrongly, so nothing is known of them', 'A parameter is of the wrong type', 'unreachable'],
  ])('an account that %s', async (_, message, expected) => {
    await withAws((request) =>
      request.operation === 'GET /global-settings'
        ? { status: 400, json: { Code: 'InvalidRequestException', Message: message } }
        : emptyAccount(request),
    );
    const inventory = await collect({ ...NOTHING, accountNeeds: new Set(['global-settings']) }, HOST);
    const settings = inventory.accounts[0]?.globalSettings;
    expect(settings?.known ? Object.entries(settings.value) : settings?.reason).toEqual(expected);
  });

  test('several roles read several accounts, each once, and one that is closed is told', async () => {
    await withAws(organization);
    const roles = ['222233334444:role/a', '222233334444:role/b', '333344445555:role/c', '444455556666:role/closed'];
    const inventory = await collect({ ...NOTHING, roleArns: roles.map((role) => `arn:aws:iam::${role}`) }, HOST);
    expect(inventory.regions.map((region) => region.account)).toEqual(['222233334444', '333344445555']);
    expect(inventory.unread).toEqual([
      {
        region: 'eu-west-1',
        roleArn: 'arn:aws:iam::444455556666:role/closed',
        why: expect.objectContaining({ reason: 'denied', permission: 'sts:AssumeRole' }),
      },
    ]);
    expect(inventory.apiCalls.byOperation).toMatchObject({
      'sts:AssumeRole': 4,
      'sts:GetCallerIdentity': 3,
      'dynamodb:ListTables': 2,
    });
    expect(inventory.apiCalls.total).toBe(aws?.requests.length);
    expect(aws?.requests.filter((request) => request.body.includes('RoleSessionName=holdfast'))).toHaveLength(4);
  });
});

describe('which Regions are read', () => {
  test.each([
    ['ap-south-1', ['eu-west-1', 'ap-south-1'], 'ap-south-1'],
    ['us-east-1', ['us-gov-west-1', 'us-gov-east-1'], 'us-gov-west-1'],
  ])('with %s configured and %s asked for, %s says who the caller is', async (configured, regions, home) => {
    await withAws(emptyAccount, { AWS_REGION: configured });
    await collect({ ...NOTHING, regions }, HOST);
    expect(aws?.requests.filter((request) => request.service === 'sts').map((request) => request.region)).toEqual([
      home,
    ]);
  });

  test('all that are enabled, page by page', async () => {
    await withAws((request) => {
      if (request.operation !== 'POST /listRegions') return emptyAccount(request);
      expect(JSON.parse(request.body).RegionOptStatusContains).toEqual(['ENABLED', 'ENABLED_BY_DEFAULT']);
      return JSON.parse(request.body).NextToken
        ? { json: { Regions: [{ RegionName: 'ap-east-1', RegionOptStatus: 'ENABLED' }] } }
        : {
            json: { Regions: [{ RegionName: 'us-east-1', RegionOptStatus: 'ENABLED_BY_DEFAULT' }], NextToken: 'more' },
          };
    });
    const inventory = await collect({ ...NOTHING, regions: 'all' }, HOST);
    expect(inventory.regions.map((region) => region.region)).toEqual(['ap-east-1', 'us-east-1']);
  });

  test('none, and it is told, when they cannot be listed', async () => {
    await withAws((request) =>
      request.operation === 'POST /listRegions' ? refusal('AccessDeniedException', 'no', 403) : emptyAccount(request),
    );
    const inventory = await collect({ ...NOTHING, regions: 'all' }, HOST);
    expect(inventory.regions).toEqual([]);
    expect(inventory.unread).toMatchObject([
      { region: 'all', why: { reason: 'denied', permission: 'account:ListRegions' } },
    ]);
  });

  test('one whose endpoint is not AWS makes its facts unknown and leaves the others alone', async () => {
    await withAws((request) =>
      request.region === 'us-east-1' && request.operation === 'ListTables'
        ? { text: '<html></html>', type: 'text/html' }
        : emptyAccount(request),
    );
    const { regions } = await collect({ ...NOTHING, regions: ['eu-west-1', 'us-east-1'] }, HOST);
    expect(regions.map(({ region, tables }) => [region, tables.known])).toEqual([
      ['eu-west-1', true],
      ['us-east-1', false],
    ]);
  });
});

describe('an inventory', () => {
  test('is plain JSON, frozen, and says when it was taken', async () => {
    await withAws(emptyAccount);
    const inventory = await collect(NOTHING, HOST);
    expect(inventory.takenAt).toBe(NOW);
    expect(JSON.parse(JSON.stringify(inventory))).toEqual(inventory);
    expect(Object.isFrozen(inventory.regions[0]?.tables)).toBe(true);
  });

  test('of policies that need nothing takes two calls', async () => {
    await withAws(emptyAccount);
    expect((await collect(NOTHING, HOST)).apiCalls).toEqual({
      total: 2,
      byOperation: { 'dynamodb:ListTables': 1, 'sts:GetCallerIdentity': 1 },
    });
  });

  test('is not made when the run is aborted', async () => {
    await withAws((request) =>
      request.operation === 'ListTables' ? { hang: 'before the answer' } : emptyAccount(request),
    );
    const abort = new AbortController();
    const run = collect(NOTHING, { ...HOST, signal: abort.signal });
    setTimeout(() => abort.abort(new Error('stopped')), 300);
    await expect(run).rejects.toThrow('stopped');
  });
});

describe('a table that goes while it is read', () => {
  const policy = { ...NOTHING, describeEveryTable: true, tableNeeds: everyFact };

  function twoTables(gone: readonly string[]): (request: ScriptedRequest) => ScriptedAnswer {
    return (request) => {
      if (request.operation === 'ListTables') return { json: { TableNames: ['kept', 'going'] } };
      if (request.service !== 'dynamodb') return emptyAccount(request);
      if (request.body.includes('going') && gone.includes(request.operation)) {
        const code =
          request.operation === 'DescribeContinuousBackups' ? 'TableNotFoundException' : 'ResourceNotFoundException';
        return refusal(`com.amazonaws.dynamodb.v20120810#${code}`, 'Requested resource not found');
      }
      return DYNAMODB[request.operation] ?? refusal('UnknownOperationException');
    };
  }

  test('is left out when DescribeTable says so', async () => {
    await withAws(twoTables(['DescribeTable', 'DescribeTimeToLive', 'DescribeContinuousBackups', 'GetResourcePolicy']));
    const [region] = (await collect(policy, HOST)).regions;
    expect(region?.tables).toMatchObject({ known: true, value: [{ name: 'kept' }] });
  });

  test.each(['DescribeTimeToLive', 'DescribeContinuousBackups'])(
    'stays, with an unknown fact, when only %s says so',
    async (operation) => {
      await withAws(twoTables([operation]));
      const [region] = (await collect({ ...policy, describeEveryTable: false }, HOST)).regions;
      const tables = region?.tables.known ? region.tables.value : [];
      expect(tables.map((table) => table.name)).toEqual(['going', 'kept']);
      const facts = [tables[0]?.timeToLive, tables[0]?.pointInTimeRecovery].filter((fact) => !fact?.known);
      expect(facts).toMatchObject([
        { known: false, reason: 'unreachable', detail: expect.stringContaining(`dynamodb:${operation}`) },
      ]);
    },
  );
});

describe('a restore job', () => {
  test('counts as one of DynamoDB by its type, however it is written, or by its tables', async () => {
    const table = 'arn:aws:dynamodb:eu-west-1:111122223333:table/t';
    const jobs = [
      { RestoreJobId: 'managed', ResourceType: 'DynamoDB.FullyManaged' },
      { RestoreJobId: 'plain', ResourceType: 'DynamoDB' },
      { RestoreJobId: 'by-source', SourceResourceArn: table },
      { RestoreJobId: 'by-result', CreatedResourceArn: table },
      { RestoreJobId: 'disk', ResourceType: 'EBS' },
      { RestoreJobId: 'unclear' },
    ];
    await withAws((request) =>
      request.operation === 'GET /restore-jobs'
        ? { json: { RestoreJobs: jobs.map((job) => ({ ...job, Status: 'COMPLETED', CreationDate: 1_795_000_000 })) } }
        : emptyAccount(request),
    );
    const { regions } = await collect({ ...NOTHING, regionNeeds: new Set(['restore-jobs']) }, HOST);
    const found = regions[0]?.restoreJobs.known ? regions[0].restoreJobs.value.map((job) => job.id) : [];
    expect(found).toEqual(['by-result', 'by-source', 'managed', 'plain']);
    expect(aws?.requests.filter((request) => request.query.has('resourceType'))).toEqual([]);
  });

  test('without its date makes the list unknown instead of a guess', async () => {
    await withAws((request) =>
      request.operation === 'GET /restore-jobs'
        ? { json: { RestoreJobs: [{ RestoreJobId: 'r', ResourceType: 'DynamoDB', Status: 'COMPLETED' }] } }
        : emptyAccount(request),
    );
    const { regions } = await collect({ ...NOTHING, regionNeeds: new Set(['restore-jobs']) }, HOST);
    expect(regions[0]?.restoreJobs).toMatchObject({
      known: false,
      reason: 'unreachable',
      detail: expect.stringContaining('CreationDate'),
    });
  });

  test('in a state that AWS does not document makes the list unknown: it may be running, or over', async () => {
    const job = { RestoreJobId: 'r', ResourceType: 'DynamoDB', Status: 'PAUSED', CreationDate: 1_795_000_000 };
    await withAws((request) =>
      request.operation === 'GET /restore-jobs' ? { json: { RestoreJobs: [job] } } : emptyAccount(request),
    );
    const { regions } = await collect({ ...NOTHING, regionNeeds: new Set(['restore-jobs']) }, HOST);
    expect(regions[0]?.restoreJobs).toMatchObject({
      known: false,
      detail: 'backup:ListRestoreJobs brought no answer: the answer holds a Status that is not documented, PAUSED',
    });
  });
});
