import { parseArn } from '../../../model/arn.ts';
import { ServiceError } from '../../error.ts';
import { needText } from '../../input.ts';
import type { Call } from '../../operation.ts';
import type { Plan, RecoveryPoint, Region, Vault, World } from '../../state.ts';

export function backupArn(region: Region, resource: string): string {
  return `arn:${region.partition}:backup:${region.name}:${region.account}:${resource}`;
}

export function notFound(message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', message, { fields: { Type: 'Sender', Context: message } });
}

export function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', message, { fields: { Type: 'Sender' } });
}

export function refused(message: string): ServiceError {
  return new ServiceError('InvalidRequestException', message, { fields: { Type: 'Sender' } });
}

export function vaultOf(call: Call, name = needText(call.input, 'BackupVaultName')): Vault {
  const vault = call.region.vaults.get(name);
  if (!vault) throw notFound(`Backup vault ${name} not found`);
  return vault;
}

/** A deleted plan can still be read, but not be changed. */
export function planOf(call: Call, options: { deleted?: boolean } = {}): Plan {
  const id = needText(call.input, 'BackupPlanId');
  const plan = call.region.plans.get(id);
  if (!plan || (plan.DeletionDate !== undefined && options.deleted !== true)) {
    throw notFound(`Cannot find Backup plan with ID ${id}`);
  }
  return plan;
}

/** A plan that may be changed here: one of the organization may not. Source: rebuy-de/aws-nuke#633. */
export function ownPlanOf(call: Call, refusal: string): Plan {
  const plan = planOf(call);
  if (!plan.BackupPlanId.startsWith('orgs/')) return plan;
  throw invalid(`${refusal} for backup plan ${plan.BackupPlanId} created by organizations`);
}

export function pointOf(call: Call, vault: Vault, arn = needText(call.input, 'RecoveryPointArn')): RecoveryPoint {
  const point = vault.points.byArn.get(arn);
  if (!point) throw notFound(`Cannot find recovery point ${arn} in Backup vault ${vault.BackupVaultName}`);
  return point;
}

/** The vault that an ARN names, in whatever account and Region it is. */
export function vaultByArn(world: World, arn: string): { vault: Vault; region: Region } | undefined {
  const parsed = parseArn(arn);
  if (parsed?.service !== 'backup') return undefined;
  const region = world.accounts.get(parsed.account)?.regions.get(parsed.region);
  const vault = region?.vaults.get(parsed.resource.replace(/^backup-vault:/, ''));
  return region && vault ? { vault, region } : undefined;
}
