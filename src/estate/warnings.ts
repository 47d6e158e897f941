import { epochMs } from '../model/instant.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { PlanRecord } from '../model/plan.ts';
import type { EstateWarning } from '../model/report.ts';
import { selectionWarnings } from '../selection/selection-warnings.ts';
import type { Estate } from './estate.ts';
import { keyFault } from './keys.ts';
import { roleWarnings } from './role-warnings.ts';
import { ruleFaults } from './rule-faults.ts';

/** What is legal in the plans of the scope, breaks no policy by itself, and is seldom meant. */
export function warningsOf(estate: Estate): readonly EstateWarning[] {
  const covering = new Set(estate.tables.flatMap((table) => estate.coverage(table).covering.map(({ plan }) => plan)));
  return estate.inventory.regions.flatMap((region) => [
    ...unusableKeys(region),
    ...(region.inScope ? [...inaccessibleTables(region), ...regionWarnings(estate, region, covering)] : []),
  ]);
}

/** Said of every vault, of copies too: `vault-encryption` speaks only where a policy asks for it. */
function unusableKeys(regionInventory: RegionInventory): EstateWarning[] {
  const { account, region, vaults } = regionInventory;
  return (vaults.known ? vaults.value : []).flatMap(({ name, encryptionKeyArn: key }) => {
    const fault = key === undefined ? undefined : keyFault(regionInventory, key);
    if (key === undefined || !fault?.known || fault.value === undefined) return [];
    const detail = `the KMS key ${key} of vault ${name} ${fault.value}: what it encrypts can be neither restored nor copied, and no new backup comes into the vault`;
    return [{ kind: 'vault-key-unusable', account, region, vault: name, key, detail }];
  });
}

/**
 * A table whose key cannot be used can be neither read nor backed up; what else was learned of it holds. Source: DynamoDB API,
 * TableDescription.TableStatus.
 */
function inaccessibleTables({ account, region, tables }: RegionInventory): EstateWarning[] {
  return (tables.known ? tables.value : []).flatMap(({ name, description }) =>
    description.known && description.value.status === 'INACCESSIBLE_ENCRYPTION_CREDENTIALS'
      ? [
          {
            kind: 'table-key-inaccessible',
            account,
            region,
            table: name,
            detail: `DynamoDB cannot use the KMS key of table ${name} (INACCESSIBLE_ENCRYPTION_CREDENTIALS): it can be neither read nor backed up until the key is enabled and may be used again`,
          },
        ]
      : [],
  );
}

function regionWarnings(estate: Estate, region: RegionInventory, covering: ReadonlySet<PlanRecord>): EstateWarning[] {
  if (!region.plans.known) return [];
  const { account, region: name } = region;
  const tables = region.tables.known ? region.tables.value : undefined;
  const warnings = tables ? selectionWarnings(region, tables) : [];
  return [
    ...[...warnings, ...roleWarnings(estate, region)].map(({ plan, selection, kind, detail }) => ({
      kind,
      account,
      region: name,
      plan: plan.name,
      ...(selection ? { selection: selection.name } : {}),
      detail,
    })),
    ...region.plans.value.flatMap((plan) =>
      ruleFaults(estate, region, plan, epochMs(estate.now), covering.has(plan)).map(({ rule, kind, detail }) => ({
        kind,
        account,
        region: name,
        plan: plan.name,
        rule: rule.name,
        detail,
      })),
    ),
  ];
}
