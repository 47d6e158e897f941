import type { ControlId } from './control-id.ts';
import type { Instant } from './instant.ts';
import type { Json } from './json.ts';
import type { Actor } from './trail-event.ts';

/** What a difference does to the protection of tables. */
export type Direction = 'strengthens' | 'weakens' | 'neutral';

/** One CloudTrail event that could have made a difference. */
export interface DriftEvent {
  readonly id: string;
  readonly at: Instant;
  /** `backup.amazonaws.com` */
  readonly source: string;
  /** `UpdateBackupPlan` */
  readonly name: string;
  readonly region: string;
  readonly actor: Actor;
  readonly sourceIp?: string;
  readonly userAgent?: string;
  readonly fromConsole: boolean;
  /** The actor is among those that may change things. Absent when nobody is named as such. */
  readonly expected?: boolean;
}

/** What a result of the control `drift` tells beyond what every result does. */
export interface DriftDetail {
  /** Within the resource's place: `plans.daily.rules.nightly.retentionDays`. */
  readonly path: string;
  /** `transient`: the present state does not show it, CloudTrail does. `unread`: one of the two sides is unknown. */
  readonly change: 'changed' | 'added' | 'removed' | 'transient' | 'unread';
  /** As recorded; absent when the baseline holds nothing there. */
  readonly before?: Json;
  /** As found; absent when nothing is there now. */
  readonly after?: Json;
  /** Absent where it cannot be known what changed. */
  readonly direction?: Direction;
  /** Controls that such a difference can make fail or pass. */
  readonly controls: readonly ControlId[];
  /** Newest first; all that could have made the difference. */
  readonly events: readonly DriftEvent[];
}

/** What the results of `drift` were compared with. */
export interface DriftSource {
  readonly baseline: { readonly file: string; readonly takenAt: Instant };
}
