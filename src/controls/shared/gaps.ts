import { epochMs, type Instant, MINUTE_MS } from '../../model/instant.ts';

export interface Gap {
  readonly minutes: number;
  readonly from: Instant;
  readonly to: Instant;
}

/** The widest gap between instants, oldest first, of a window. Its edges count: from the start, and to its end. */
export function widestGap(instants: readonly Instant[], from: Instant, to: Instant): Gap {
  let widest: Gap = { minutes: -1, from, to };
  let left = from;
  for (const right of [...instants, to]) {
    if (right < from || right > to) continue;
    const gap = gapBetween(left, right);
    if (gap.minutes > widest.minutes) widest = gap;
    left = right;
  }
  return widest;
}

function gapBetween(from: Instant, to: Instant): Gap {
  return { minutes: (epochMs(to) - epochMs(from)) / MINUTE_MS, from, to };
}
