import type { Estate, EstateTable } from '../estate/estate.ts';
import type { RestoredTable } from '../estate/restored.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Need } from '../model/need.ts';
import type { Policy } from '../model/policy.ts';
import type { Outcome } from '../model/result.ts';
import type { Severity } from '../model/severity.ts';

/** One thing that a policy asks of a control. */
export interface Requirement<P> {
  /** Where in the policy: `backup.objectives[0].frequency`. */
  readonly path: string;
  readonly asked: P;
}

/** What a control about a table sees. */
export interface TableSubject {
  readonly estate: Estate;
  readonly table: EstateTable;
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
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** The part of a policy that asks for it. */
  readonly policyPath: string;
  /** One paragraph: what passes, what fails, what stays unknown. */
  readonly description: string;
  /** What to do about a failure. */
  readonly remediation: string;
  /** Pages of AWS's documentation that the control's meaning rests on. */
  readonly sources: readonly string[];
  readonly requirements: (policy: Policy) => readonly Requirement<P>[];
  /** What must be fetched to answer. */
  readonly needs: (asked: P) => readonly Need[];
  readonly examples: readonly Example[];
}

export interface TableControl<P> extends ControlFacts<P> {
  readonly judges: 'table';
  readonly evaluate: (subject: TableSubject, asked: P, policy: Policy) => Outcome;
}

export interface RestoredTableControl<P> extends ControlFacts<P> {
  readonly judges: 'restored-table';
  readonly evaluate: (subject: RestoredSubject, asked: P, policy: Policy) => Outcome;
}

/** A control whose parameter type is its own business: what the engine and the documentation see. */
export type Control = TableControl<unknown> | RestoredTableControl<unknown>;

export function tableControl<P>(control: Omit<TableControl<P>, 'judges'>): Control {
  // The engine hands `evaluate` only what the same control's `requirements` returned, so the parameter type is kept.
  return { ...control, judges: 'table' } as TableControl<unknown>;
}

export function restoredTableControl<P>(control: Omit<RestoredTableControl<P>, 'judges'>): Control {
  return { ...control, judges: 'restored-table' } as RestoredTableControl<unknown>;
}
