import type { Need } from '../../model/need.ts';
import { type HistorySource, historySources } from '../../sources/trail/history-source.ts';
import { BASELINE_NEEDS } from '../collect/baseline-request.ts';
import { allNeeds, collectionRequest } from '../collect/collection.ts';
import { noteLines } from '../collect/history.ts';
import { organizationOf } from '../collect/scope.ts';
import { EXIT, type ExitCode } from '../exit/exit-codes.ts';
import { policiesAt } from '../files/policy-files.ts';
import type { Host } from '../host/host.ts';
import type { Options } from '../options/options.ts';
import { iamPolicy, partitionOf } from '../permissions/iam-policy.ts';
import { NO_ACCOUNT, readerText } from '../permissions/reader-role.ts';
import type { Trusted } from '../permissions/trust.ts';

/** What commands read whatever the policies ask. */
const BESIDES: Readonly<Record<Options<'permissions'>['also'][number], readonly Need[]>> = {
  drift: BASELINE_NEEDS,
  restores: ['restore-jobs', 'restore-testing', 'recovery-points', 'tags', 'description'],
  'history update': ['restore-jobs', 'recovery-points'],
  previous: [],
};

export async function permissions(options: Options<'permissions'>, host: Host): Promise<ExitCode> {
  const { also, regions, stack, 'role-arn': roleArns, 'history-to-read': given } = options;
  const policies = policiesAt(options.policies, host);
  const request = collectionRequest(
    policies,
    {
      regions,
      roleArns,
      ownerTag: options['owner-tag'],
      stacks: stack.map(({ name }) => name),
      ...organizationOf(options),
    },
    host.now(),
  );
  const history = historySources(historyWords(also, given));
  const needs = new Set([
    ...allNeeds(policies),
    ...request.regionNeeds,
    ...also.flatMap((command) => BESIDES[command]),
  ]);
  const policy = iamPolicy({ policies, request, needs, history, environment: host.environment });
  const { trust, 'trusting-account': account, 'permissions-format': format } = options;
  const partition = regions === 'all' ? 'aws' : partitionOf(regions[0] ?? '');
  host.stdout.write(readerText({ policy, trust, account, partition }, format));
  const ofTrust = trust ? trustNotes(trust, format === 'json' && account === undefined) : [];
  host.stderr.write(noteLines([...ofTrust, ...notes(roleArns.length > 0 || options.organization, history)]));
  return EXIT.compliant;
}

/** `check --previous` asks CloudTrail itself, whatever else tells of the history. */
function historyWords(also: Options<'permissions'>['also'], given: readonly string[]): readonly string[] {
  if (also.includes('previous')) return ['lookup', ...given.filter((word) => word !== 'none')];
  return given.length === 0 && also.includes('drift') ? ['lookup'] : given;
}

/** Who needs it, and what cannot be told beforehand. */
function notes(readsOthers: boolean, history: readonly HistorySource[]): readonly string[] {
  const reads = (...kinds: readonly HistorySource['kind'][]) => history.some(({ kind }) => kinds.includes(kind));
  return [
    readsOthers
      ? 'for the caller; the roles need neither Roles nor organizations:ListAccounts nor what reads logs and queries'
      : 'for the identity that reads; with --role-arn or --organization for the caller and its roles',
    ...(reads('athena')
      ? [
          'Athena reads the logs with the rights of the caller (s3:GetBucketLocation, s3:ListBucket, s3:GetObject), and writes its result where HOLDFAST_ATHENA_OUTPUT says',
        ]
      : []),
    ...(reads('s3', 'athena') ? ['logs that are encrypted with a KMS key take kms:Decrypt of it'] : []),
  ];
}

function trustNotes({ owner, repository, ids, branch }: Trusted, needsAccount: boolean): readonly string[] {
  return [
    `pull requests of ${owner}/${repository} and its branch ${branch} may take the role, and nothing else`,
    ...(needsAccount ? [`put the account of the role in place of ${NO_ACCOUNT}, or give --account`] : []),
    ...(ids
      ? []
      : [
          `names alone decide, and somebody else may have them one day: gh api repos/${owner}/${repository} --jq '"github:\\(.owner.login)@\\(.owner.id)/\\(.name)@\\(.id)"' prints what --trust takes with the numbers that stay`,
        ]),
  ];
}
