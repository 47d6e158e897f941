import type { Policy } from '../model/policy.ts';
import { askedBy } from '../model/policy-keys/asked.ts';
import type { Control } from './define.ts';
import { controls } from './index.ts';

/** One thing that a policy asks of a control. */
export interface Requirement {
  /** Where in the policy: `backup.objectives[0].frequency`. */
  readonly path: string;
  readonly asked: unknown;
  /** The fields of `asked` that matter to this control; absent: all. */
  readonly fields?: readonly string[];
}

/** A control with what one policy asks of it: at least one thing. */
export interface ControlRequirements {
  readonly control: Control;
  readonly requirements: readonly Requirement[];
}

/** Policy → what it asks of which control, in the order of the controls. Whoever needs to know takes it from here. */
export function requirementsOf(policy: Policy): readonly ControlRequirements[] {
  const byControl = new Map<string, Requirement[]>(controls.map(({ id }) => [id, []]));
  for (const { control, path, asked, fields } of askedBy(policy)) {
    byControl.get(control)?.push({ path, asked, ...(fields ? { fields } : {}) });
  }
  return controls
    .map((control) => ({ control, requirements: refined(control, byControl.get(control.id) ?? [], policy) }))
    .filter(({ requirements }) => requirements.length > 0);
}

function refined({ asked }: Control, written: readonly Requirement[], policy: Policy): readonly Requirement[] {
  if (asked === undefined) return written;
  return written.flatMap((requirement) => {
    const whole = asked(requirement.asked, policy);
    return whole === undefined ? [] : [{ ...requirement, asked: whole }];
  });
}
