import type { FrameworkId } from '../model/framework-id.ts';

/** A requirement, as OSCAL names it. */
export interface OscalTarget {
  readonly control: string;
  /** Of one statement of the control. */
  readonly statement?: string;
  readonly id: string;
  readonly type: 'statement-id' | 'objective-id';
}

/** `CP-9(a)` → statement `cp-9_smt.a` of `cp-9`, as NIST's catalog has it; others get tokens of their own: `dora-12.1.a`. */
export function oscalToken(framework: FrameworkId, id: string): OscalTarget {
  const isNist = framework === 'nist-800-53-r5' || framework.startsWith('fedramp-');
  const [, base, part] = /^([A-Z]{2}-\d+)(?:\(([a-z0-9]+)\))?$/.exec(id) ?? [];
  if (!isNist || base === undefined) {
    const token = `${framework.split('-')[0] ?? framework}-${id.replace(/[^\p{L}\p{N}-]+/gu, '.').replace(/^\.|\.$/g, '')}`;
    return { control: token, id: token, type: 'objective-id' };
  }
  const control = base.toLowerCase() + (part !== undefined && /^\d/.test(part) ? `.${part}` : '');
  const statement = part !== undefined && /^[a-z]/.test(part) ? `${control}_smt.${part}` : undefined;
  return { control, ...(statement ? { statement } : {}), id: statement ?? `${control}_smt`, type: 'statement-id' };
}
