import { describe, expect, test } from 'vitest';
import { NOW } from '../../src/controls/example.ts';
import { policyDenials, statementDenials } from '../../src/drift/policy-direction.ts';
import type { Json } from '../../src/model/result.ts';

const DENY = { Effect: 'Deny', Principal: { AWS: ['*'] }, Action: ['backup:DeleteRecoveryPoint'], Resource: ['*'] };
const ALLOW = { ...DENY, Effect: 'Allow' };
const SOMETIMES = { ...DENY, Condition: { StringNotEquals: { 'aws:PrincipalArn': ['x'] } } };
const WIDER = { ...DENY, Action: ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'] };
const FEWER = { ...DENY, Principal: { AWS: ['111122223333'] } };

describe('a statement that changed', () => {
  test.each<[string, Json | undefined, Json | undefined, string]>([
    ['from a denial to nothing weakens', DENY, undefined, 'weakens'],
    ['from nothing to a denial strengthens', undefined, DENY, 'strengthens'],
    ['from a denial to a permission weakens', DENY, ALLOW, 'weakens'],
    ['from a permission to a denial strengthens', ALLOW, DENY, 'strengthens'],
    ['from always to sometimes weakens', DENY, SOMETIMES, 'weakens'],
    ['from sometimes to always strengthens', SOMETIMES, DENY, 'strengthens'],
    ['to more actions strengthens', DENY, WIDER, 'strengthens'],
    ['to fewer actions weakens', WIDER, DENY, 'weakens'],
    ['from everybody to some weakens', DENY, FEWER, 'weakens'],
    ['from some to everybody strengthens', FEWER, DENY, 'strengthens'],
    ['between permissions is neutral', ALLOW, { ...ALLOW, Resource: ['x'] }, 'neutral'],
    ['from nothing to a permission is neutral', undefined, ALLOW, 'neutral'],
  ])('%s', (_, before, after, direction) => {
    const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
    const values = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
    expect(statementDenials({ change, ...values, now: NOW }).direction).toBe(direction);
  });
});

describe('a policy that came or went', () => {
  test.each<[Json, Json, string]>([
    [{ Statement: [DENY] }, null, 'weakens'],
    [null, { Statement: [ALLOW, DENY] }, 'strengthens'],
    [null, { Statement: [ALLOW] }, 'neutral'],
  ])('%j → %j %s', (before, after, direction) => {
    expect(policyDenials({ change: 'changed', before, after, now: NOW }).direction).toBe(direction);
  });
});
