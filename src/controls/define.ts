import type { Estate, EstateTable } from '../estate/estate.ts';
import type { RestoredTable } from '../estate/restored.ts';
import type { Evidence } from '../model/framework.ts';
import type { Instant } from '../model/instant.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Need } from '../model/need.ts';
import type { PlanRecord } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import type { Asked, AskedControl } from '../model/policy-keys/asked.ts';
import type { Outcome } from '../model/result.ts';
import type { Severity } from '../model/severity.ts';

/** What a control about a table sees. */
export interface TableSubject {
  readonly estate: Estate;
  readonly table: EstateTable;
}

/** A plan of which it decides what it was before, and since when it does. */
export interface PlanToDate {
  readonly plan: PlanRecord;
  readonly since: Instant;
}

/** What a control about a restored table sees. */
export interface RestoredSubject {
  readonly estate: Estate;
  readonly restored: RestoredTable;
}

/** A case that is at once test and documentation. */
export interface Example {
  /** A sentence that follows the control's id: `fails when …`. */
  readonly title: string;
  /** The policy's `backup:` or `restore:` part, as YAML. */
  readonly policy: string;
  readonly inventory: () => Inventory;
  readonly expect: { readonly status: Outcome['status']; readonly message: string };
}

export interface ControlFacts<P> {
  /** Kebab-case; the file's name. Never reused. */
  readonly id: AskedControl;
  readonly title: string;
  readonly severity: Severity;
  /** One paragraph: what passes, what fails, what stays unknown. */
  readonly description: string;
  /** What to do about a failure. */
  readonly remediation: string;
  /** Pages of AWS's documentation that the control's meaning rests on. */
  readonly sources: readonly string[];
  /** Which requirements of compliance frameworks a pass gives evidence for; absent: none. */
  readonly evidence?: readonly Evidence[];
  /** What is judged, where more of the policy decides than what stands at the control's key; undefined: nothing. */
  readonly asked?: (written: never, policy: Policy) => P | undefined;
  /** What must be fetched to answer. */
  readonly needs: (asked: P) => readonly Need[];
  readonly examples: readonly Example[];
}

export interface TableControl<P> extends ControlFacts<P> {
  readonly judges: 'table';
  /** Once all else is known: plans whose former versions decide. Absent: none ever do. */
  readonly plansToDate?: (subject: TableSubject, asked: P) => readonly PlanToDate[];
  readonly evaluate: (subject: TableSubject, asked: P, policy: Policy) => Outcome;
}

export interface RestoredTableControl<P> extends ControlFacts<P> {
  readonly judges: 'restored-table';
  readonly evaluate: (subject: RestoredSubject, asked: P, policy: Policy) => Outcome;
}

/** A control whose parameter type is its own business: what the engine and the documentation see. */
export type Control = Untyped<TableControl<unknown>> | Untyped<RestoredTableControl<unknown>>;

type Untyped<C> = Omit<C, 'asked'> & { readonly asked?: (written: unknown, policy: Policy) => unknown };

/** What a control's file writes: its id tells the key of the policy, and the key what `evaluate` is asked. */
type Written<C, Id extends AskedControl, P> = Omit<C, 'judges' | 'id' | 'asked'> & {
  readonly id: Id;
  readonly asked?: (written: Asked<Id>, policy: Policy) => P | undefined;
};

export function tableControl<const Id extends AskedControl, P = Asked<Id>>(
  control: Written<TableControl<NoInfer<P>>, Id, P>,
): Control {
  // The engine hands `evaluate` only what stands at the control's own key, so the parameter type is kept.
  return { ...control, judges: 'table' } as Untyped<TableControl<unknown>>;
}
