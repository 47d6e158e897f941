import { hash } from 'node:crypto';

/** Names one answer over runs: the same control, resource, policy and path give the same 32 hexadecimal digits. */
export function fingerprintOf(control: string, resourceArn: string, policy: string, path: string): string {
  return hash('sha256', [control, resourceArn, policy, path].join('\0'), 'hex').slice(0, 32);
}
