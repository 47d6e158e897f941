import { createHash } from 'node:crypto';

/** Names one answer over runs: the same control, resource, policy and path give the same 32 hexadecimal digits. */
export function fingerprintOf(control: string, resourceArn: string, policy: string, path: string): string {
  return createHash('sha256').update([control, resourceArn, policy, path].join('\0')).digest('hex').slice(0, 32);
}
