/**
 * What AWS documents: when the start windows of two rules of one plan overlap, only the rule that keeps longer runs
 * (AWS Backup Developer Guide, plan-options). For rules that keep equally long nothing is documented, so both readings
 * are tried, and `mixture.ts` tries those in which it is not the same one each day; `none-wins` leaves both.
 */
export type TieReading = 'earlier-wins' | 'later-wins' | 'none-wins';

export interface Contender {
  readonly startWindowMs: number;
  readonly retentionDays: number;
  /** Rules of different plans never suppress each other. */
  readonly plan: number;
}

/** For each rule, the rules of its plan (by index, the longest kept first) before which its runs give way. */
export function rivals(rules: readonly Contender[], tie: TieReading): readonly (readonly number[])[] {
  return rules.map((rule, index) =>
    rules
      .map((_, other) => other)
      .filter((other) => {
        const rival = rules[other];
        if (!rival || other === index || rival.plan !== rule.plan) return false;
        if (rival.retentionDays !== rule.retentionDays) return rival.retentionDays > rule.retentionDays;
        if (tie === 'none-wins') return false;
        return tie === 'earlier-wins' ? other < index : other > index;
      })
      .sort((a, b) => compareRetention(rules[b], rules[a])),
  );
}

/** Infinite retentions are equal, which subtraction does not say. */
function compareRetention(a: Contender | undefined, b: Contender | undefined): number {
  const [left, right] = [a?.retentionDays ?? 0, b?.retentionDays ?? 0];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/**
 * For each run of a rule the rival that suppresses it, or -1. Windows are half-open, `[start, start + window)`: one that
 * opens when the other closes does not overlap. A rival's run suppresses even where a third rule suppresses the rival:
 * AWS does not say that the first run then comes back.
 */
export function suppressors(
  rules: readonly Contender[],
  runs: readonly (readonly number[])[],
  index: number,
  rivalsOfRule: readonly number[],
): Int32Array {
  const own = runs[index] ?? [];
  const by = new Int32Array(own.length).fill(-1);
  const window = rules[index]?.startWindowMs ?? 0;
  for (const rival of rivalsOfRule) {
    const theirs = runs[rival] ?? [];
    const theirWindow = rules[rival]?.startWindowMs ?? 0;
    let next = 0;
    for (let run = 0; run < own.length; run++) {
      const start = own[run] ?? 0;
      while (next < theirs.length && (theirs[next] ?? 0) <= start - theirWindow) next++;
      if (next === theirs.length) break;
      if (by[run] === -1 && (theirs[next] ?? 0) < start + window) by[run] = rival;
    }
  }
  return by;
}
