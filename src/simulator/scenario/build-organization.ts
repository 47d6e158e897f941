import type { Organization } from '../state.ts';
import { newOrganization } from '../world.ts';
import type { OrganizationEntry, UnitEntry } from './format/organization.ts';
import type { Reading, Reference } from './reader.ts';

export function buildOrganization(entry: OrganizationEntry, reading: Reading): Organization {
  const organization = newOrganization(entry.managementAccount, entry.id);
  organization.backupPoliciesEnabled = entry.backupPoliciesEnabled ?? true;
  const ids = new Map<string, string>();
  for (const [index, { name, id = `p-backup${index + 1}`, content, description = '' }] of (
    entry.policies ?? []
  ).entries()) {
    organization.policies.set(id, { id, name, description, content });
    ids.set(name, id);
  }
  const attach = (target: string, names: readonly Reference[] = []): void => {
    const policies = names.flatMap((reference) => {
      const id = ids.get(reference.text);
      if (id !== undefined) return [id];
      const { text, ...place } = reference;
      reading.problems.push({
        file: reading.file,
        ...place,
        message: `no policy of the organization is named ${text}`,
      });
      return [];
    });
    if (policies.length > 0) organization.attachments.set(target, policies);
  };
  const build = (units: readonly UnitEntry[] = [], parent: string): void => {
    for (const unit of units) {
      const id = unit.id ?? `ou-root-unit${String(organization.units.size + 1).padStart(4, '0')}`;
      organization.units.set(id, { id, name: unit.name, parent });
      for (const account of unit.accounts ?? []) organization.parents.set(account.text, id);
      attach(id, unit.policies);
      build(unit.units, id);
    }
  };
  attach(organization.rootId, entry.rootPolicies);
  build(entry.units, organization.rootId);
  for (const [account, names] of entry.accountPolicies ?? []) attach(account, names);
  return organization;
}
