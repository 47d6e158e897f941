import { UserError } from '../../model/user-error.ts';

/** Whose workflows may take the role. */
export interface Trusted {
  readonly owner: string;
  readonly repository: string;
  /** Numbers that outlive a renamed or recycled name. Absent: names alone decide. */
  readonly ids: { readonly owner: string; readonly repository: string } | undefined;
  /** Scheduled scans run on it. */
  readonly branch: string;
}

const SHAPE =
  'github:OWNER/REPO, github:OWNER@ID/REPO@ID with the numbers of both, and #BRANCH behind it if scans do not run on main';
const TRUSTED =
  /^github:(?<owner>[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))(?:@(?<ownerId>\d{1,20}))?\/(?<repository>[\w.-]{1,100})(?:@(?<repositoryId>\d{1,20}))?(?:#(?<branch>[\w./-]{1,200}))?$/;

export function trusted(words: readonly string[], label: string): Trusted | undefined {
  const word = words.at(-1);
  if (word === undefined) return undefined;
  const { owner, ownerId, repository, repositoryId, branch = 'main' } = TRUSTED.exec(word)?.groups ?? {};
  const isHalf = (ownerId === undefined) !== (repositoryId === undefined);
  if (owner === undefined || repository === undefined || isHalf) {
    throw new UserError(`${label} is ${JSON.stringify(word)}`, `write ${SHAPE}`);
  }
  const ids =
    ownerId !== undefined && repositoryId !== undefined ? { owner: ownerId, repository: repositoryId } : undefined;
  return { owner, repository, ids, branch };
}

export const OIDC_HOST = 'token.actions.githubusercontent.com';

/** What a token is for: configure-aws-credentials asks for the one of the partition. */
export function audienceOf(partition: string): string {
  return partition === 'aws-cn' ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com';
}

/**
 * Pull requests, and the branch that scans run on: no other branch, tag or environment. Repositories made or renamed since
 * 2026-07-15 carry their numbers in the subject; without the numbers both spellings are let in.
 * Source: docs.github.com, "OpenID Connect", "Immutable subject claims".
 */
function subjectCondition({ owner, repository, ids, branch }: Trusted): Readonly<Record<string, object>> {
  const subjects = (name: string) => [`repo:${name}:pull_request`, `repo:${name}:ref:refs/heads/${branch}`];
  const key = `${OIDC_HOST}:sub`;
  if (ids) return { StringEquals: { [key]: subjects(`${owner}@${ids.owner}/${repository}@${ids.repository}`) } };
  return { StringLike: { [key]: [...subjects(`${owner}/${repository}`), ...subjects(`${owner}@*/${repository}@*`)] } };
}

export interface TrustPolicy<Provider> {
  readonly Version: '2012-10-17';
  readonly Statement: readonly [
    {
      readonly Effect: 'Allow';
      readonly Principal: { readonly Federated: Provider };
      readonly Action: 'sts:AssumeRoleWithWebIdentity';
      readonly Condition: Readonly<Record<string, object>>;
    },
  ];
}

/** The trust policy of a role for workflows of one repository. */
export function trustPolicy<Provider>(whom: Trusted, partition: string, provider: Provider): TrustPolicy<Provider> {
  const subject = subjectCondition(whom);
  const audience = { [`${OIDC_HOST}:aud`]: audienceOf(partition) };
  const Condition = { ...subject, StringEquals: { ...audience, ...subject['StringEquals'] } };
  const statement = {
    Effect: 'Allow',
    Principal: { Federated: provider },
    Action: 'sts:AssumeRoleWithWebIdentity',
  } as const;
  return { Version: '2012-10-17', Statement: [{ ...statement, Condition }] };
}
