import { Document } from 'yaml';
import { type HclItem, hclValue, renderHcl } from '../../fix/hcl.ts';
import { yamlText } from '../../fix/yaml-text.ts';
import type { Json } from '../../model/result.ts';
import type { IamPolicy } from './iam-policy.ts';
import type { PermissionsFormat } from './permissions-formats.ts';
import { audienceOf, OIDC_HOST, type Trusted, trustPolicy } from './trust.ts';

/** What workflows, `--role-name` and docs call it. */
const ROLE = 'holdfast-reader';
const PURPOSE = 'Holdfast reads tables, backups and restores with it, and changes nothing.';

export interface Reader {
  readonly policy: IamPolicy;
  /** Absent: the policy alone, for a role that is there. */
  readonly trust: Trusted | undefined;
  readonly account: string | undefined;
  readonly partition: string;
}

/** The role that reads, as text. JSON is one document: the trust policy where somebody is trusted, else the permissions. */
export function readerText(reader: Reader, format: PermissionsFormat): string {
  if (format === 'cloudformation') return cloudformation(reader);
  if (format === 'terraform') return terraform(reader);
  return `${JSON.stringify(reader.trust ? trustOf(reader, reader.trust) : reader.policy, null, 2)}\n`;
}

export const NO_ACCOUNT = 'YOUR-ACCOUNT-ID';

function trustOf({ account = NO_ACCOUNT, partition }: Reader, trust: Trusted): object {
  return trustPolicy(trust, partition, `arn:${partition}:iam::${account}:oidc-provider/${OIDC_HOST}`);
}

/** An account has one provider of an address, so a template that always makes it fails where another one did. */
function cloudformation({ policy, trust, partition }: Reader): string {
  if (!trust) {
    const properties = { ManagedPolicyName: ROLE, Description: PURPOSE, PolicyDocument: policy };
    const HoldfastReader = { Type: 'AWS::IAM::ManagedPolicy', Properties: properties };
    const Outputs = { PolicyArn: { Value: { Ref: 'HoldfastReader' } } };
    return templateText({ Description: PURPOSE, Resources: { HoldfastReader }, Outputs });
  }
  const provider = { 'Fn::If': ['MakesProvider', { Ref: 'GitHubProvider' }, { Ref: 'GitHubProviderArn' }] };
  return templateText({
    Description: PURPOSE,
    Parameters: {
      GitHubProviderArn: {
        Type: 'String',
        Default: '',
        Description: `ARN of the account's OpenID Connect provider for ${OIDC_HOST}; empty: it is made`,
      },
    },
    Conditions: { MakesProvider: { 'Fn::Equals': [{ Ref: 'GitHubProviderArn' }, ''] } },
    Resources: {
      GitHubProvider: {
        Type: 'AWS::IAM::OIDCProvider',
        Condition: 'MakesProvider',
        Properties: { Url: `https://${OIDC_HOST}`, ClientIdList: [audienceOf(partition)] },
      },
      HoldfastReader: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: ROLE,
          Description: PURPOSE,
          AssumeRolePolicyDocument: trustPolicy(trust, partition, provider),
          Policies: [{ PolicyName: ROLE, PolicyDocument: policy }],
        },
      },
    },
    Outputs: { RoleArn: { Value: { 'Fn::GetAtt': ['HoldfastReader', 'Arn'] } } },
  });
}

function templateText(template: object): string {
  return yamlText(
    new Document({ AWSTemplateFormatVersion: '2010-09-09', ...template }, { aliasDuplicateObjects: false }),
  );
}

const PROVIDER = 'aws_iam_openid_connect_provider.github.arn';
/** Stands for the reference until the text is made, and cannot stand in a policy. */
const REFERENCE = '\u0000provider';

function terraform({ policy, trust, partition }: Reader): string {
  const encoded = (value: object) => `jsonencode(${hclValue(value as Json, '  ')})`;
  const permissions: HclItem = { attribute: 'policy', reference: encoded(policy) };
  if (!trust) {
    const body: readonly HclItem[] = [
      { attribute: 'name', value: ROLE },
      { attribute: 'description', value: PURPOSE },
      permissions,
    ];
    return renderHcl([{ block: 'resource', labels: ['aws_iam_policy', 'holdfast_reader'], body }]).trimStart();
  }
  const assumed = encoded(trustPolicy(trust, partition, REFERENCE)).replace(hclValue(REFERENCE), PROVIDER);
  const items: readonly HclItem[] = [
    { comment: 'An account has one provider of this address. Where it has it already, import it, or read it as data.' },
    {
      block: 'resource',
      labels: ['aws_iam_openid_connect_provider', 'github'],
      body: [
        { attribute: 'url', value: `https://${OIDC_HOST}` },
        { attribute: 'client_id_list', value: [audienceOf(partition)] },
      ],
    },
    {
      block: 'resource',
      labels: ['aws_iam_role', 'holdfast_reader'],
      body: [
        { attribute: 'name', value: ROLE },
        { attribute: 'description', value: PURPOSE },
        { attribute: 'assume_role_policy', reference: assumed },
      ],
    },
    {
      block: 'resource',
      labels: ['aws_iam_role_policy', 'holdfast_reader'],
      body: [
        { attribute: 'name', value: ROLE },
        { attribute: 'role', reference: 'aws_iam_role.holdfast_reader.id' },
        permissions,
      ],
    },
    {
      block: 'output',
      labels: ['holdfast_reader_arn'],
      body: [{ attribute: 'value', reference: 'aws_iam_role.holdfast_reader.arn' }],
    },
  ];
  return renderHcl(items);
}
