import type { ControlId } from '../model/control-id.ts';
import type { TrailEvent } from '../model/trail-event.ts';
import type { Subject } from './subject.ts';

/** Protection that was gone or another for a while, or copies that are gone for good, which the present state does not show. */
export interface TransientChange {
  readonly subject: Subject;
  readonly path: string;
  readonly message: string;
  readonly controls: readonly ControlId[];
  /** Newest first. */
  readonly events: readonly TrailEvent[];
}
