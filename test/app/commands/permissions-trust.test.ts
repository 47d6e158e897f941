import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { memoryHost, runLine } from '../memory-host.ts';

const POLICY =
  'apiVersion: holdfast/v1\nkind: Policy\nname: p\ntables: { names: [orders] }\nbackup: { pointInTimeRecovery: {} }\n';

async function printed(line: string): Promise<{ readonly exit: number; readonly out: string; readonly err: string }> {
  const host = memoryHost({ files: { 'policies/p.yaml': POLICY } });
  const exit = await runLine(`permissions ${line}`.trim(), host);
  return { exit, out: host.out(), err: host.err() };
}

const HOST = 'token.actions.githubusercontent.com';
const BY_ID = 'github:octo-org@123456/payments@456789';

function statement(federated: unknown, condition: object, audience = 'sts.amazonaws.com'): object {
  const { StringEquals = {}, ...others } = condition as { StringEquals?: object };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: federated },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { ...others, StringEquals: { [`${HOST}:aud`]: audience, ...StringEquals } },
      },
    ],
  };
}

const SUBJECTS_BY_ID = {
  StringEquals: {
    [`${HOST}:sub`]: [
      'repo:octo-org@123456/payments@456789:pull_request',
      'repo:octo-org@123456/payments@456789:ref:refs/heads/main',
    ],
  },
};

describe('permissions --trust', () => {
  test('prints a trust policy for pull requests and the branch of the scans, with the numbers that stay', async () => {
    const { exit, out, err } = await printed(`--trust ${BY_ID} --account 111122223333`);
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toEqual(statement(`arn:aws:iam::111122223333:oidc-provider/${HOST}`, SUBJECTS_BY_ID));
    expect(err).toContain('pull requests of octo-org/payments and its branch main may take the role');
    expect(err).not.toMatch(/names alone|YOUR-ACCOUNT-ID/);
  });

  test('takes names alone, lets both spellings of the subject in, and says what to do', async () => {
    const { out, err } = await printed('--trust github:octo-org/payments#release/1.x');
    const subjects = ['octo-org/payments', 'octo-org@*/payments@*'].flatMap((name) => [
      `repo:${name}:pull_request`,
      `repo:${name}:ref:refs/heads/release/1.x`,
    ]);
    const condition = { StringLike: { [`${HOST}:sub`]: subjects } };
    expect(JSON.parse(out)).toEqual(statement(`arn:aws:iam::YOUR-ACCOUNT-ID:oidc-provider/${HOST}`, condition));
    expect(err).toContain('gh api repos/octo-org/payments');
    expect(err).toContain('put the account of the role in place of YOUR-ACCOUNT-ID');
  });

  test('knows the partition of the Regions', async () => {
    const { out } = await printed(`--trust ${BY_ID} --account 111122223333 --regions cn-north-1`);
    const provider = `arn:aws-cn:iam::111122223333:oidc-provider/${HOST}`;
    expect(JSON.parse(out)).toEqual(statement(provider, SUBJECTS_BY_ID, 'sts.amazonaws.com.cn'));
  });

  test('is a role with what the policies need, in a template that makes the provider where there is none', async () => {
    const { out } = await printed(`--trust ${BY_ID} --format cloudformation`);
    const { Conditions, Resources, Outputs } = parse(out);
    expect(out).not.toContain('&');
    expect(Resources.GitHubProvider).toMatchObject({ Type: 'AWS::IAM::OIDCProvider', Condition: 'MakesProvider' });
    const federated = { 'Fn::If': ['MakesProvider', { Ref: 'GitHubProvider' }, { Ref: 'GitHubProviderArn' }] };
    const { AssumeRolePolicyDocument, Policies } = Resources.HoldfastReader.Properties;
    expect(AssumeRolePolicyDocument).toEqual(statement(federated, SUBJECTS_BY_ID));
    expect(Policies[0].PolicyDocument).toEqual(JSON.parse((await printed('')).out));
    expect(Object.keys(Conditions)).toEqual(['MakesProvider']);
    expect(Outputs.RoleArn.Value).toEqual({ 'Fn::GetAtt': ['HoldfastReader', 'Arn'] });
  });

  test('is the same as Terraform', async () => {
    const { out } = await printed(`--trust ${BY_ID} --format terraform`);
    expect(out).toContain('"Federated" = aws_iam_openid_connect_provider.github.arn\n');
    expect(out).toContain('"repo:octo-org@123456/payments@456789:pull_request"');
    expect(out).toContain('"dynamodb:DescribeContinuousBackups"');
    expect([...out.matchAll(/^(\w+) "(\w+)"/gm)].map(([, block, label]) => `${block} ${label}`)).toEqual([
      'resource aws_iam_openid_connect_provider',
      'resource aws_iam_role',
      'resource aws_iam_role_policy',
      'output holdfast_reader_arn',
    ]);
    expect(out).not.toContain('\u0000');
  });

  test.each([
    ['cloudformation', /^ {2}HoldfastReader:\n {4}Type: AWS::IAM::ManagedPolicy$/m],
    ['terraform', /^resource "aws_iam_policy" "holdfast_reader" \{$/m],
  ])('without it the permissions alone are printed, as %s too', async (format, expected) => {
    expect((await printed(`--format ${format}`)).out).toMatch(expected);
  });

  test.each([
    'octo-org/payments',
    'github:octo-org',
    'github:octo-org/*',
    'github:*/payments',
    'github:octo-org/payments@5',
    'github:octo-org/payments:ref:*',
    'github:octo-org/payments#*',
    'gitlab:octo-org/payments',
  ])('refuses %s', async (word) => {
    const { exit, out, err } = await printed(`--trust ${word}`);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain('github:OWNER/REPO');
  });
});
