import { allNeeds, collectionRequest } from '../collection.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { iamPolicy } from '../iam-policy.ts';
import type { Options } from '../options.ts';
import { policiesAt } from '../policy-files.ts';

export async function permissions(options: Options<'permissions'>, host: Host): Promise<ExitCode> {
  const policies = policiesAt(options.policies, host);
  const request = collectionRequest(policies, { regions: options.regions, roleArns: [] }, host.now());
  host.stdout.write(`${JSON.stringify(iamPolicy(policies, request, allNeeds(policies)), null, 2)}\n`);
  host.stderr.write(
    'note: for the identity that reads. Where roles are used (--role-arn), each role needs it, and the caller needs sts:AssumeRole on them; with --organization the caller needs organizations:ListAccounts, too.\n',
  );
  return EXIT.compliant;
}
