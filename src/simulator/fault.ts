/** Something that goes wrong on purpose. A rule counts only the calls that it matches. */
export interface Fault {
  /** The credential scope's name: `backup`, `dynamodb`, `monitoring` … */
  readonly service?: string | undefined;
  readonly operation?: string | undefined;
  readonly region?: string | undefined;
  readonly account?: string | undefined;
  /** deny: AccessDenied; throttle: a rate error; error: 5xx; cut: no answer, connection closed; delay: a late answer. */
  readonly kind: 'deny' | 'throttle' | 'error' | 'cut' | 'delay';
  /** Every nth matching call; 1 (every call) when absent. */
  readonly every?: number | undefined;
  /** At most this many times. */
  readonly times?: number | undefined;
  readonly delayMs?: number | undefined;
}

export interface FaultTarget {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly account: string;
}

export interface Faults {
  /** Replaces all rules and their counts. */
  set(rules: readonly Fault[]): void;
  /** The faults that strike this call, delays included; counts it. */
  strike(target: FaultTarget): readonly Fault[];
}

export function faultRules(initial: readonly Fault[]): Faults {
  let rules = initial.map(counted);
  return {
    set(next) {
      rules = next.map(counted);
    },
    strike(target) {
      const struck: Fault[] = [];
      for (const rule of rules) {
        if (!matches(rule.fault, target)) continue;
        rule.seen += 1;
        if (rule.seen % (rule.fault.every ?? 1) !== 0) continue;
        if (rule.struck >= (rule.fault.times ?? Number.POSITIVE_INFINITY)) continue;
        rule.struck += 1;
        struck.push(rule.fault);
      }
      return struck;
    },
  };
}

function counted(fault: Fault): { fault: Fault; seen: number; struck: number } {
  return { fault, seen: 0, struck: 0 };
}

function matches(fault: Fault, target: FaultTarget): boolean {
  return (
    (fault.service ?? target.service) === target.service &&
    (fault.operation ?? target.operation) === target.operation &&
    (fault.region ?? target.region) === target.region &&
    (fault.account ?? target.account) === target.account
  );
}
