import { awsAccepts, refusedByAws } from '../../controls/aws-accepts.ts';
import { concluded } from '../../evaluate/conclusion.ts';
import { byPlaceThenControl } from '../../evaluate/order.ts';
import { resultOf } from '../../evaluate/policy-result.ts';
import type { Report } from '../../model/report.ts';
import type { Result, ResultResource } from '../../model/result.ts';
import type { ResourceChange } from '../../preview/change.ts';
import { mayBeAccepted } from '../../preview/refused.ts';

/**
 * The report of a change with a result of `aws-accepts` for each resource that AWS refuses, or may. What fails, and would not as
 * if AWS accepted all (`hoped`), follows from it.
 */
export function withRefusals(report: Report, hoped: Report, refused: readonly ResourceChange[]): Report {
  if (refused.length === 0) return report;
  const better = new Set(hoped.results.filter(({ status }) => status !== 'fail').map(({ fingerprint }) => fingerprint));
  const listed = report.results.map(
    (result): Result =>
      result.status === 'fail' && better.has(result.fingerprint) ? { ...result, follows: awsAccepts.id } : result,
  );
  const results = [...listed, ...refused.map(refusalOf)].toSorted(byPlaceThenControl);
  return { ...report, ...concluded(results, report.nothingJudged) };
}

function refusalOf(resource: ResourceChange): Result {
  const { address, type, refusals = [], at } = resource;
  const reasons = refusals.map((refusal) => ({ ...refusal, mayBe: mayBeAccepted(refusal) }));
  const outcome = refusedByAws(address, type, reasons);
  const result = resultOf(awsAccepts.id, awsAccepts.severity, resourceOf(resource), outcome);
  return at ? { ...result, template: at } : result;
}

/** The types that results are about, by the words in the types of resources. */
const TYPES: readonly (readonly [RegExp, ResultResource['type'], string])[] = [
  [/organizations/, 'AWS::Organizations::Policy', 'policy'],
  [/restoretesting/, 'AWS::Backup::RestoreTestingPlan', 'restore-testing-plan'],
  [/vault/, 'AWS::Backup::BackupVault', 'backup-vault'],
  [/regionsettings/, 'AWS::Backup::RegionSettings', 'region-settings'],
  [/globalsettings/, 'AWS::Backup::GlobalSettings', 'global-settings'],
  [/backup/, 'AWS::Backup::BackupPlan', 'backup-plan'],
];

/** What does not exist yet is called by its address. */
function resourceOf({ address, type, place }: ResourceChange): ResultResource {
  const account = place.account.known ? place.account.value : '';
  const region = place.region.known ? place.region.value : '';
  const plain = type.toLowerCase().replaceAll(/[^a-z]/g, '');
  const [, resourceType, word] = TYPES.find(([words]) => words.test(plain)) ?? [];
  const arn =
    word === undefined
      ? `arn:${place.partition}:dynamodb:${region}:${account}:table/(${address})`
      : word === 'policy'
        ? `arn:${place.partition}:organizations::${account}:policy/(${address})`
        : `arn:${place.partition}:backup:${region}:${account}:${word}:(${address})`;
  return { type: resourceType ?? 'AWS::DynamoDB::Table', arn, name: address, account, region };
}
