import { type Kind, refusals, type Thing } from '../constraints/refusals.ts';
import { ServiceError } from './error.ts';
import type { Call } from './operation.ts';

/** Refuses what AWS refuses, with its error; what nobody recorded either way is taken. `forNew`: it comes to be by this call. */
export function refuse<K extends Kind>(call: Call, kind: K, thing: Thing<K>, forNew = true): void {
  const { region, service } = call;
  const circumstances = { forNew, through: 'api', region: region.name, account: region.account } as const;
  const refusal = refusals(kind, thing, circumstances).find(({ grade }) => grade !== 'U');
  if (!refusal) return;
  // AWS Backup says whose fault it is in a member of its errors.
  const fields = service.scope === 'backup' ? { Type: 'Sender' } : {};
  throw new ServiceError(refusal.code, refusal.message, { fields });
}
