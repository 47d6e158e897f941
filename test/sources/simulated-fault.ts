import type { Fault } from '../../src/simulator/fault.ts';

/** IAM's prefix → the name in the signature's scope, where they differ. */
const SIGNING_NAMES: Readonly<Record<string, string>> = { cloudwatch: 'monitoring', tag: 'tagging' };

/** A fault of one operation, named as its permission is. */
export function simulatedFault(kind: Fault['kind'], permission: string): Fault {
  const [prefix = '', operation = ''] = permission.split(':');
  return { kind, service: SIGNING_NAMES[prefix] ?? prefix, operation };
}
