import { type Fact, known } from '../model/fact.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { BackupRole, BackupRoleBody } from '../model/role.ts';
import type { SelectionRecord } from '../model/selection.ts';
import { anyWildcard } from '../model/wildcard.ts';
import { type AccessStatement, isAbout, readStatements, type Scope } from './access-policy.ts';
import { advancedFeatures } from './advanced-features.ts';
import type { Estate, EstateTable } from './estate.ts';

/** Why backups with a role are sure to fail. */
export interface RoleFault {
  readonly kind: 'missing-role' | 'untrusting-role' | 'powerless-role';
  /** A clause: `role … does not exist`. */
  readonly detail: string;
}

type Judge = (table: EstateTable) => Fact<RoleFault | undefined>;

/**
 * What is sure to keep AWS Backup from backing the table up with the role of a selection; known and undefined where nothing
 * is. Conditions, boundaries, the table's own policy and those of the organization are not weighed: a role that may be
 * allowed counts as allowed, and only a denial without a condition as one.
 */
export function roleFault(estate: Estate, table: EstateTable, roleArn: string): Fact<RoleFault | undefined> {
  const ofRegion = judges.get(table.regionInventory) ?? new Map<string, Judge>();
  judges.set(table.regionInventory, ofRegion);
  const judge = ofRegion.get(roleArn) ?? judgeOf(estate, table.regionInventory, roleArn);
  ofRegion.set(roleArn, judge);
  return judge(table);
}

/** A role serves many tables. */
const judges = new WeakMap<RegionInventory, Map<string, Judge>>();

function judgeOf(estate: Estate, regionInventory: RegionInventory, roleArn: string): Judge {
  const roles = estate.account(regionInventory.account)?.backupRoles;
  // A role of another account, or one that a change is about to bring, was not looked up.
  const role = roles?.known ? roles.value.find(({ arn }) => arn === roleArn) : undefined;
  if (!roles?.known || !role) return () => (roles?.known === false ? roles : known(undefined, 'derived'));
  const fault = faultOfRole(role);
  if (fault || !role.body) return () => known(fault, roles.from);
  const isPowerless = powerlessness(regionInventory, role.body);
  const detail = `the policies of role ${roleArn} do not allow ${actionsOf(regionInventory).join(' or ')}`;
  return (table) => known(isPowerless(table.arn) ? { kind: 'powerless-role', detail } : undefined, roles.from);
}

function faultOfRole({ arn, body }: BackupRole): RoleFault | undefined {
  if (!body) return { kind: 'missing-role', detail: `role ${arn} does not exist` };
  return mayTrustBackup(body)
    ? undefined
    : { kind: 'untrusting-role', detail: `the trust policy of role ${arn} does not let backup.amazonaws.com take it` };
}

/** Source: AWS Backup Developer Guide, iam-service-roles. */
function mayTrustBackup({ trustPolicy }: BackupRoleBody): boolean {
  const statements = readStatements(trustPolicy, { resources: EVERYTHING });
  // What cannot be read may name anybody.
  if (!statements) return true;
  const grants = statements.filter((each) => each.effect === 'Allow' && isAbout(each, 'sts:AssumeRole'));
  return grants.some(({ principals: { except, values } }) => except || values.some(mayBeBackup));
}

/** `backup.amazonaws.com`, or another spelling of it. */
function mayBeBackup(principal: string): boolean {
  return principal === 'AWS:*' || /^Service:(\*$|backup\.)/.test(principal);
}

const EVERYTHING: Scope = { except: false, values: ['*'] };

/**
 * What AWS Backup calls first: one for advanced backups, the other for standard ones. Source: AWS Backup Developer Guide,
 * advanced-ddb-backup and security-iam-awsmanpol.
 */
function actionsOf(regionInventory: RegionInventory): readonly string[] {
  const advanced = advancedFeatures(regionInventory);
  return [
    ...(advanced.known && advanced.value !== undefined ? [] : ['dynamodb:StartAwsBackupJob']),
    ...(advanced.known && advanced.value === undefined ? [] : ['dynamodb:CreateBackup']),
  ];
}

/** Whether the role lacks, for the table of an ARN, each of the actions of which one is needed. */
function powerlessness(regionInventory: RegionInventory, { policies }: BackupRoleBody): (tableArn: string) => boolean {
  const read = policies.map(({ document }) =>
    document === undefined ? undefined : readStatements(document, { principals: EVERYTHING }),
  );
  // What cannot be read may allow everything.
  const isWhole = read.every((statements) => statements !== undefined);
  const all = read.flatMap((statements) => statements ?? []);
  const powers = actionsOf(regionInventory).map((action) => {
    const about = all.filter((each) => isAbout(each, action));
    const sureDenials = about.filter(({ effect, conditions }) => effect === 'Deny' && conditions.length === 0);
    return {
      mayBeAllowed: anyOf(about.filter(({ effect }) => effect === 'Allow').map(mayConcern)),
      isDenied: anyOf(sureDenials.map(concernsForSure)),
    };
  });
  return (tableArn) =>
    powers.every(({ mayBeAllowed, isDenied }) => isDenied(tableArn) || (isWhole && !mayBeAllowed(tableArn)));
}

type Concerns = (arn: string) => boolean;

function anyOf(tests: readonly Concerns[]): Concerns {
  return (arn) => tests.some((test) => test(arn));
}

/** `${aws:PrincipalTag/team}` stands for any text. Source: IAM User Guide, reference_policies_variables. */
const VARIABLE = /\$\{[^}]*\}/g;

function mayConcern({ resources: { except, values } }: AccessStatement): Concerns {
  if (!except) return anyWildcard(values.map((value) => value.replace(VARIABLE, '*')));
  const spared = anyWildcard(values.filter((value) => value.search(VARIABLE) < 0));
  return (arn) => !spared(arn);
}

function concernsForSure({ resources: { except, values } }: AccessStatement): Concerns {
  if (!except) return anyWildcard(values.filter((value) => value.search(VARIABLE) < 0));
  const maybeSpared = anyWildcard(values.map((value) => value.replace(VARIABLE, '*')));
  return (arn) => !maybeSpared(arn);
}

/** What evidence says of the role of a selection that selects the table; nothing where all is well. */
export function roleNotes(estate: Estate, table: EstateTable, selection: SelectionRecord): readonly string[] {
  if (!selection.body.known) return [];
  const { roleArn } = selection.body.value;
  const fault = roleFault(estate, table, roleArn);
  if (fault.known) return fault.value === undefined ? [] : [`backups by this selection fail: ${fault.value.detail}`];
  return fault.reason === 'not-collected'
    ? []
    : [`whether role ${roleArn} may back the table up is not known: ${fault.detail}`];
}
