import type { Instant } from '../model/instant.ts';

/** What an edit is made by. */
export interface EditedBy {
  readonly address: string;
  /** Tells changes apart that are laid over one another, as each has addresses of its own. */
  readonly change: number;
  readonly takenAt: Instant;
}
