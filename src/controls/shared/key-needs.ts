import type { Need } from '../../model/need.ts';

/** What must be known of a KMS key to hold it to what was asked: only a pattern of aliases needs its aliases. */
export function keyNeeds(asked: string): readonly Need[] {
  return asked.includes(':alias/') ? ['keys', 'key-aliases'] : ['keys'];
}
