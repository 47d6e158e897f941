import type { Tags } from './tags.ts';

/** Source: KMS API reference, KeyMetadata, KeyState. */
export const KEY_STATES = [
  'Creating',
  'Enabled',
  'Disabled',
  'PendingDeletion',
  'PendingImport',
  'PendingReplicaDeletion',
  'Unavailable',
  'Updating',
] as const;

export interface Key {
  readonly KeyId: string;
  readonly Arn: string;
  readonly KeyManager: 'AWS' | 'CUSTOMER';
  readonly CreationDate: Date;
  readonly MultiRegion: boolean;
  Description: string;
  KeyState: (typeof KEY_STATES)[number];
  /** Of a key that is pending deletion. */
  DeletionDate?: Date | undefined;
  rotation: boolean;
  policy: string;
  tags: Tags;
}
