import { describe, expect, test } from 'vitest';
import { actorText, isExpected } from '../../src/drift/actor-text.ts';
import type { Actor } from '../../src/model/trail-event.ts';

const USER: Actor = { kind: 'user', name: 'alice', arn: 'arn:aws:iam::111122223333:user/alice' };
const SESSION: Actor = {
  kind: 'role-session',
  name: 'run-42',
  role: 'deploy',
  arn: 'arn:aws:sts::111122223333:assumed-role/deploy/run-42',
};
const SSO: Actor = { kind: 'sso-user', name: 'bob@example.com', role: 'AWSReservedSSO_Admin_0123456789abcdef' };
const ROOT: Actor = { kind: 'root', name: 'root', account: '111122223333' };
const SERVICE: Actor = { kind: 'service', name: 'backup.amazonaws.com', invokedBy: 'backup.amazonaws.com' };
const OTHER: Actor = {
  kind: 'other-account',
  name: 'carol',
  role: 'deploy',
  account: '444455556666',
  arn: 'arn:aws:sts::444455556666:assumed-role/deploy/carol',
};
const NOBODY: Actor = { kind: 'unknown', name: 'unknown' };

describe('an actor is called', () => {
  test.each<[string, Actor]>([
    ['IAM user alice', USER],
    ['IAM user alice through cloudformation.amazonaws.com', { ...USER, invokedBy: 'cloudformation.amazonaws.com' }],
    ['run-42 in role deploy', SESSION],
    ['SSO user bob@example.com (Admin)', SSO],
    ['the root user of account 111122223333', ROOT],
    ['AWS service backup.amazonaws.com', SERVICE],
    ['carol in role deploy of account 444455556666', OTHER],
    ['somebody whom CloudTrail does not name', NOBODY],
  ])('%s', (text, actor) => {
    expect(actorText(actor)).toBe(text);
  });
});

describe('an expected actor is one', () => {
  test.each<[string, Actor]>([
    ['alice', USER],
    ['ali*', USER],
    ['deploy', SESSION],
    ['arn:aws:sts::111122223333:assumed-role/deploy/*', SESSION],
    ['bob@example.com', SSO],
    ['Admin', SSO],
    ['root', ROOT],
    ['*.amazonaws.com', SERVICE],
    ['arn:aws:sts::444455556666:assumed-role/deploy/*', OTHER],
  ])('whom %s names', (pattern, actor) => {
    expect(isExpected(actor, ['x', pattern])).toBe(true);
  });

  test.each<[string, string, Actor]>([
    ['whose session alone bears the name', 'run-42', SESSION],
    ['of another account by name', 'deploy', OTHER],
    ['of another account by any name', '*', OTHER],
    ['whom nobody knows', '*', NOBODY],
    ['whose name differs in case', 'Alice', USER],
    ['of another account by ARN', 'arn:aws:sts::111122223333:assumed-role/deploy/*', OTHER],
  ])('but not one %s', (_, pattern, actor) => {
    expect(isExpected(actor, [pattern])).toBe(false);
  });
});
