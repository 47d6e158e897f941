import { accessStatements, isAbout } from '../estate/access-policy.ts';
import type { Estate, EstateTable } from '../estate/estate.ts';
import { POINT_ACTIONS, POLICY_ACTION } from '../exposure/deletion-policy.ts';
import { vaultNameOf } from '../model/arn.ts';
import { isObject } from '../model/json.ts';
import type { Policy } from '../model/policy.ts';
import type { Json, JsonObject, Result, ResultControl } from '../model/result.ts';
import type { VaultRecord } from '../model/vault.ts';
import { aws } from './command.ts';
import { NO_REPAIR, type Repair, remark, type Step } from './part.ts';
import { reasonsOf } from './reasons.ts';
import { isList, parsedObject } from './rename.ts';
import { MADE_AGAIN, madeAgain } from './rule-faults.ts';
import { compactJson } from './shell.ts';

interface FaultyVault {
  readonly vault: VaultRecord;
  readonly region: string;
  readonly account: string;
  readonly control: ResultControl;
  readonly mode: string | undefined;
  readonly results: readonly Result[];
}

/** Vaults hold the points of many tables: a step a vault and control. */
export function vaultSteps(estate: Estate, policies: readonly Policy[], results: readonly Result[]): readonly Step[] {
  const found = new Map<string, FaultyVault>();
  for (const result of results) {
    const table = estate.table(result.resource.arn);
    if (!table) continue;
    const mode = policies.find(({ name }) => name === result.policy?.name)?.backup?.vault?.lock;
    for (const vault of failingVaults(result, table)) {
      const key = `${result.control} ${result.control === 'vault-lock' ? mode : ''} ${vault.arn}`;
      const before = found.get(key)?.results ?? [];
      const { region, account } = table;
      found.set(key, { vault, region, account, control: result.control, mode, results: [...before, result] });
    }
  }
  return [...[...found.values()].map(stepOf), ...missingVaults(estate, results)];
}

function stepOf(faulty: FaultyVault): Step {
  const { parts, proposals, notes } = faulty.control === 'vault-lock' ? locked(faulty) : keptFromDeletion(faulty);
  return {
    title: `${faulty.control === 'vault-lock' ? 'lock' : 'access policy'} of vault ${faulty.vault.name}`,
    account: faulty.account,
    region: faulty.region,
    reasons: reasonsOf(faulty.results),
    notes,
    parts,
    commands: proposals,
  };
}

/** Where no vault fails, those that rules name are not there. */
function missingVaults(estate: Estate, results: readonly Result[]): readonly Step[] {
  const missing = results.flatMap((result) => {
    const table = estate.table(result.resource.arn);
    if (!table || failingVaults(result, table).length > 0) return [];
    const records = table.regionInventory.vaults.known ? table.regionInventory.vaults.value : [];
    const named = result.subjects.flatMap(({ type, arn }) => (type === 'vault' && arn !== undefined ? [arn] : []));
    const gone = named.filter((arn) => !records.some((vault) => vault.arn === arn));
    return [{ result, table, names: gone.flatMap((arn) => vaultNameOf(arn) ?? []) }];
  });
  return missing.map(({ result, table: { account, region, name }, names }) => ({
    title: names.length === 0 ? `${result.control} of ${name}` : `vault ${names.join(', ')}, which does not exist`,
    account,
    region,
    reasons: reasonsOf([result]),
    notes: [names.length === 0 ? 'see `holdfast explain` for it' : MADE_AGAIN],
    parts: [],
    commands: names.map((vault) => madeAgain(region, vault)),
  }));
}

/** The control names the vaults that fail before the others, and says how many they are. */
function failingVaults({ subjects, actual }: Result, { regionInventory }: EstateTable): readonly VaultRecord[] {
  const vaults = subjects.filter(({ type }) => type === 'vault');
  const failing = vaults.slice(0, Number(actual?.['failing'] ?? 0));
  const records = regionInventory.vaults.known ? regionInventory.vaults.value : [];
  return failing.flatMap(({ arn }) => records.find((vault) => vault.arn === arn) ?? []);
}

/** AWS's shortest time to think again. Source: AWS Backup API, PutBackupVaultLockConfiguration. */
const LEAST_CHANGEABLE_DAYS = 3;

function locked({ vault, region, mode }: FaultyVault): Repair {
  const limits = {
    region,
    'backup-vault-name': vault.name,
    'min-retention-days': vault.minRetentionDays,
    'max-retention-days': vault.maxRetentionDays,
  };
  if (mode !== 'compliance') {
    return {
      ...NO_REPAIR,
      proposals: [{ call: aws('backup', 'put-backup-vault-lock-configuration', limits) }],
      notes: ['a governance lock: who may delete the lock configuration can take it away again'],
    };
  }
  if (vault.lockDate !== undefined) {
    return remark(
      `nothing to run: the lock is in its time to think again and cannot be taken away from ${vault.lockDate}`,
    );
  }
  const call = aws('backup', 'put-backup-vault-lock-configuration', {
    ...limits,
    'changeable-for-days': LEAST_CHANGEABLE_DAYS,
  });
  return {
    ...NO_REPAIR,
    proposals: [{ call, proposed: true }],
    notes: [
      `IRREVERSIBLE: ${LEAST_CHANGEABLE_DAYS} days after this nobody, AWS included, can take the lock away or delete a point before its time; so it is not run`,
      'set --min-retention-days and --max-retention-days to what all plans that write to the vault keep: a job outside of them fails',
    ],
  };
}

/** The three that the control asks to be denied: the third keeps the other two in place. */
const KEEP: JsonObject = {
  Sid: 'KeepRecoveryPoints',
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: [...POINT_ACTIONS, POLICY_ACTION],
  Resource: '*',
};

function keptFromDeletion({ vault, region }: FaultyVault): Repair {
  const policy = vault.accessPolicy;
  if (!policy.known) return remark(`not known: ${policy.detail}, so not written`);
  const held = policy.value === null ? { Version: '2012-10-17' } : parsedObject(policy.value);
  if (!held) return remark('not known: what the access policy of the vault says, so not written');
  const list = held['Statement'];
  const statements: readonly Json[] = isList(list) ? list : isObject(list) ? [list] : [];
  const others = statements.filter((each) => !(isObject(each) && each['Sid'] === KEEP['Sid']));
  const place = { region, 'backup-vault-name': vault.name };
  const document = compactJson({ ...held, Statement: [...others, KEEP] });
  const put = aws('backup', 'put-backup-vault-access-policy', { ...place, policy: document });
  const notes = [
    'nobody can delete points or shorten their lives by hand any more, the administrator neither; AWS Backup still lets them expire',
    'the policy can then only be deleted, not replaced: `aws backup delete-backup-vault-access-policy`',
    ...(others.length > 0 ? ['AWS takes the policy as a whole: its other statements stay as they were read'] : []),
  ];
  if (!deniesReplacing(policy.value)) return { ...NO_REPAIR, proposals: [{ call: put }], notes };
  const remove = aws('backup', 'delete-backup-vault-access-policy', place);
  return {
    ...NO_REPAIR,
    proposals: [remove, put].map((call) => ({ call, proposed: true })),
    notes: [
      ...notes,
      'the present policy denies that it be replaced, so it has to be deleted first, and nothing is denied in between: so it is not run',
    ],
  };
}

/** A denial to somebody may be one to whoever runs the script. */
function deniesReplacing(policy: string | null): boolean {
  const statements = policy === null ? undefined : accessStatements(policy);
  return statements?.some((each) => each.effect === 'Deny' && isAbout(each, POLICY_ACTION)) ?? false;
}
