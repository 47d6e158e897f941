import type { Instant } from '../model/instant.ts';
import type { PlaceUnknown } from '../model/table.ts';

/** What an edit is made by. */
export interface EditedBy {
  readonly address: string;
  /** Tells changes apart that are laid over one another, as each has addresses of its own. */
  readonly change: number;
  readonly takenAt: Instant;
  /** What of its place is open; absent: nothing. */
  readonly place?: PlaceUnknown;
}
