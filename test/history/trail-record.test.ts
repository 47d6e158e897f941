import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTrailRecord } from '../../src/history/trail-record.ts';
import type { TrailEvent } from '../../src/model/trail-event.ts';
import { serviceRecord, trailRecord } from './trail-records.ts';

function eventOf(record: unknown): TrailEvent {
  const reading = readTrailRecord(record);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.event;
}

const ISSUER = {
  type: 'Role',
  principalId: 'AROAX',
  arn: 'arn:aws:iam::111122223333:role/ops/deploy',
  accountId: '111122223333',
  userName: 'deploy',
};
const SSO_ROLE = 'AWSReservedSSO_PowerUser_0123456789abcdef';

describe('an actor', () => {
  test.each([
    [
      'an IAM user',
      {
        type: 'IAMUser',
        arn: 'arn:aws:iam::111122223333:user/team/alice',
        accountId: '111122223333',
        userName: 'alice',
      },
      'user',
      'alice',
      {},
    ],
    [
      'an IAM user without a name',
      { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/team/alice' },
      'user',
      'alice',
      {},
    ],
    [
      'a session of a role with a path',
      {
        type: 'AssumedRole',
        principalId: 'AROAX:bob',
        arn: 'arn:aws:sts::111122223333:assumed-role/deploy/bob',
        accountId: '111122223333',
        sessionContext: { sessionIssuer: ISSUER },
      },
      'role-session',
      'bob',
      { role: 'deploy' },
    ],
    [
      'a session without its issuer',
      { type: 'AssumedRole', principalId: 'AROAX:bob', arn: 'arn:aws:sts::111122223333:assumed-role/deploy/bob' },
      'role-session',
      'bob',
      { role: 'deploy' },
    ],
    [
      'a session without a type',
      { arn: 'arn:aws:sts::111122223333:assumed-role/deploy/bob' },
      'role-session',
      'bob',
      { role: 'deploy' },
    ],
    [
      'a session with a principal only',
      { type: 'AssumedRole', principalId: 'AROAX:bob', accountId: '111122223333' },
      'role-session',
      'bob',
      {},
    ],
    [
      'a person through IAM Identity Center',
      { type: 'AssumedRole', arn: `arn:aws:sts::111122223333:assumed-role/${SSO_ROLE}/carol@example.com` },
      'sso-user',
      'carol@example.com',
      { role: SSO_ROLE },
    ],
    [
      'an Identity Center user',
      {
        type: 'IdentityCenterUser',
        accountId: '111122223333',
        onBehalfOf: { userId: 'u-1', identityStoreArn: 'arn:x' },
      },
      'sso-user',
      'u-1',
      {},
    ],
    [
      'the root user',
      { type: 'Root', arn: 'arn:aws:iam::111122223333:root', accountId: '111122223333' },
      'root',
      'root',
      {},
    ],
    [
      'an AWS service',
      { type: 'AWSService', invokedBy: 'backup.amazonaws.com' },
      'service',
      'backup.amazonaws.com',
      { invokedBy: 'backup.amazonaws.com' },
    ],
    [
      'AWS Backup in its own events',
      { accountId: '111122223333', invokedBy: 'backup.amazonaws.com' },
      'service',
      'backup.amazonaws.com',
      { invokedBy: 'backup.amazonaws.com' },
    ],
    [
      'another account',
      { type: 'AWSAccount', principalId: 'AIDAY', accountId: '444455556666' },
      'other-account',
      '444455556666',
      { account: '444455556666' },
    ],
    [
      'a role of another account',
      { type: 'AssumedRole', arn: 'arn:aws:sts::444455556666:assumed-role/central/dave', accountId: '444455556666' },
      'other-account',
      'dave',
      { role: 'central' },
    ],
    [
      'a federated user',
      { type: 'FederatedUser', principalId: '111122223333:erin', arn: 'arn:aws:sts::111122223333:federated-user/erin' },
      'user',
      'erin',
      {},
    ],
    [
      'a web identity',
      { type: 'WebIdentityUser', principalId: 'accounts.google.com:app:frank', userName: 'frank' },
      'user',
      'frank',
      {},
    ],
    ['nobody', {}, 'unknown', 'unknown', {}],
    ['what is no identity', 'alice', 'unknown', 'unknown', {}],
  ])('%s', (_, userIdentity, kind, name, more) => {
    expect(eventOf(trailRecord({ userIdentity })).actor).toMatchObject({ kind, name, ...more });
  });

  test('keeps the service on whose behalf a role acted', () => {
    const userIdentity = {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/deploy/bob',
      invokedBy: 'cloudformation.amazonaws.com',
    };
    expect(eventOf(trailRecord({ userIdentity })).actor).toMatchObject({
      kind: 'role-session',
      name: 'bob',
      invokedBy: 'cloudformation.amazonaws.com',
    });
  });
});

describe('the console', () => {
  test.each([
    [{ userAgent: 'console.amazonaws.com' }, true],
    [{ userAgent: '[console.amazonaws.com]' }, true],
    [{ userAgent: 'signin.amazonaws.com' }, true],
    [{ userAgent: 'Mozilla/5.0 (X11; Linux)' }, true],
    [{ userAgent: 'aws-cli/2.31.0', sessionCredentialFromConsole: 'true' }, true],
    [{ userAgent: 'aws-cli/2.31.0', sessionCredentialFromConsole: true }, true],
    [{ userAgent: 'aws-cli/2.31.0' }, false],
    [{ userAgent: 'my-console.amazonaws.com-client' }, false],
    [{ userAgent: undefined }, false],
  ])('%j: %s', (fields, expected) => {
    expect(eventOf(trailRecord(fields)).fromConsole).toBe(expected);
  });
});

describe('a record', () => {
  test('becomes an event with what it says, and without what it leaves out', () => {
    expect(eventOf(trailRecord({ responseElements: null }))).toEqual({
      id: 'event-1',
      at: '2026-11-20T10:00:00.000Z',
      source: 'backup.amazonaws.com',
      name: 'UpdateBackupPlan',
      kind: 'api-call',
      account: '111122223333',
      region: 'eu-west-1',
      actor: { kind: 'user', name: 'alice', arn: 'arn:aws:iam::111122223333:user/alice', account: '111122223333' },
      sourceIp: '203.0.113.7',
      userAgent: 'aws-cli/2.31.0',
      fromConsole: false,
      request: { backupPlanId: 'plan-1' },
    });
  });

  test('of a service has its details, even when they are text', () => {
    const details = { restoreJobId: 'job-1', status: 'COMPLETED' };
    const [plain, text] = [details, JSON.stringify(details)].map((each) =>
      eventOf(serviceRecord('RestoreCompleted', each)),
    );
    expect(plain?.kind).toBe('service-event');
    expect(plain?.serviceDetails).toEqual(details);
    expect(text).toEqual(plain);
  });

  test('with an error code changed nothing, and says so', () => {
    expect(eventOf(trailRecord({ errorCode: 'AccessDenied' })).errorCode).toBe('AccessDenied');
  });

  test('names its account by the caller where it names no recipient', () => {
    expect(eventOf(trailRecord({ recipientAccountId: undefined })).account).toBe('111122223333');
  });

  test('of any minor version is read', () => {
    expect(readTrailRecord(trailRecord({ eventVersion: '1.99' })).ok).toBe(true);
  });

  test.each([
    [{ eventID: undefined }, 'it has no eventID'],
    [{ eventTime: 'yesterday' }, 'event event-1 has no readable eventTime'],
    [{ eventName: '' }, 'event event-1 has no eventSource or no eventName'],
    [{ awsRegion: null }, 'event event-1 names no account or no Region'],
    [{ eventVersion: '2.0' }, 'event event-1 has eventVersion 2.0; Holdfast knows 1.x'],
  ])('with %j cannot be understood', (fields, reason) => {
    expect(readTrailRecord(trailRecord(fields))).toEqual({ ok: false, reason });
  });

  test('of any shape makes the reader neither throw nor lie', () => {
    const keys = Object.keys(trailRecord({ serviceEventDetails: {}, errorCode: '' }));
    const odd = fc.dictionary(fc.constantFrom(...keys), fc.anything()).map((fields) => trailRecord(fields));
    fc.assert(
      fc.property(fc.oneof(odd, fc.anything()), (record) => {
        const reading = readTrailRecord(record);
        expect(reading.ok ? reading.event.id : reading.reason).not.toBe('');
      }),
    );
  });
});
