import { supports } from '../frameworks/evidence.ts';
import { type Unknown, unknown } from '../model/fact.ts';
import type { InvalidEffectivePolicy } from '../model/organization.ts';
import type { Outcome } from '../model/result.ts';
import type { Severity } from '../model/severity.ts';
import { fail, undecided } from './outcome.ts';

/** No policy asks for it: a change does, which AWS may refuse. */
export const awsAccepts = {
  id: 'aws-accepts',
  title: 'AWS accepts the change',
  severity: 'high' as Severity,
  description:
    'In a preview: fails for a resource of the change that AWS will refuse to make or change, with AWS’s own reason where it was recorded. What rests on the resource then fails, too, and follows this control. A resource that Terraform cannot make leaves the others applied; CloudFormation takes the whole stack back. Of backup policies of AWS Organizations it also fails for those that make the effective policy of accounts invalid, and, outside of previews, for each account with plans of the organization whose effective policy AWS finds invalid: such accounts go on with the last valid one. Unknown where nobody has recorded what AWS does, or where a quota decides that can be raised. Values that the change leaves open decide nothing.',
  remediation: 'Change the value that AWS refuses, at the address or line that the result names.',
  evidence: [
    ...supports('the change is analysed before it is made; its approval is the record of the pull request', {
      'nist-800-53-r5': ['CM-3', 'CM-3(2)', 'CM-4'],
      'iso-27001-2022': ['A.8.32'],
      'soc-2': ['CC8.1'],
      'pci-dss-4.0.1': ['6.5.1'],
      dora: ['9(4)(e)', 'RTS 17(1)'],
      nis2: ['6.4'],
    }),
  ],
  sources: ['AWS Backup, DynamoDB, Application Auto Scaling and CloudWatch API references'],
} as const;

/** Why AWS refuses something, or may. */
export interface RefusalReason {
  readonly path: string;
  readonly message: string;
  readonly code: string;
  readonly source: string;
  /** The message is AWS's own. */
  readonly quoted: boolean;
  /** It is not sure: nobody recorded it, or a quota decides. */
  readonly mayBe: boolean;
}

export function refusedByAws(address: string, type: string, reasons: readonly RefusalReason[]): Outcome {
  const sure = reasons.filter(({ mayBe }) => !mayBe);
  const [first] = sure.length > 0 ? sure : reasons;
  const described = first
    ? `${first.quoted ? `“${first.message}”` : first.message}${first.path === '' ? '' : `, at ${first.path}`}`
    : '';
  const because = reasons.map(
    ({ path, message, code, source }) => `${code}${path === '' ? '' : `, ${path}`}: ${message} (source: ${source})`,
  );
  const evidence = { because, subjects: [{ type: 'change' as const, name: address, address }] };
  if (sure.length > 0) return fail(`AWS refuses ${address} (${type}): ${described}`, evidence);
  const why = unknown(
    'undocumented',
    `whether AWS accepts ${address} is not recorded, or a quota decides: ${described}`,
  );
  return undecided(`cannot tell whether AWS accepts ${address} (${type})`, why, evidence);
}

/** AWS finds the effective backup policy of an account invalid. */
export function invalidEffectivePolicy(account: string, errors: InvalidEffectivePolicy['errors']): Outcome {
  const because = errors.known
    ? errors.value.map(({ code, message, path, policies }) => {
        const whose = policies.length === 0 ? '' : ` (${policies.join(', ')})`;
        return `${code}${path === undefined ? '' : `, ${path}`}: ${message}${whose}`;
      })
    : [errors.detail];
  const [first] = errors.known ? errors.value : [];
  const what = first ? `: ${first.message}` : '';
  return fail(
    `the effective backup policy of account ${account} is invalid, so that it goes on with the last valid one${what}`,
    { because, subjects: [{ type: 'change', name: `effective policy of ${account}` }] },
  );
}

export function effectivePoliciesUnread(why: Unknown): Outcome {
  const evidence = { because: [why.detail], subjects: [] };
  return undecided('cannot tell which accounts have an invalid effective backup policy', why, evidence);
}
