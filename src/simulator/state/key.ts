import type { Tags } from './tags.ts';

export interface Key {
  readonly KeyId: string;
  readonly Arn: string;
  readonly KeyManager: 'AWS' | 'CUSTOMER';
  readonly CreationDate: Date;
  readonly MultiRegion: boolean;
  Description: string;
  KeyState: 'Enabled' | 'Disabled' | 'PendingDeletion';
  DeletionDate?: Date | undefined;
  rotation: boolean;
  policy: string;
  tags: Tags;
}
