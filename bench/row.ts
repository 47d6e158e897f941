/** One line of what the bench prints. */
export interface Row {
  readonly what: string;
  readonly found: string;
  readonly aim?: number;
  readonly note?: string;
  /** Absent where there is no aim. */
  readonly met?: boolean;
}

export function ratio(found: number, against: number): number {
  return found / against;
}

export function row(what: string, found: number | string, { aim, note }: { aim?: number; note?: string }): Row {
  const shown = typeof found === 'string' ? found : found >= 0.01 ? found.toFixed(2) : found.toExponential(1);
  return {
    what,
    found: shown,
    ...(aim === undefined ? {} : { aim }),
    // Two decimals are what a reader sees.
    ...(aim === undefined || typeof found === 'string' ? {} : { met: Math.round(found * 100) / 100 <= aim }),
    ...(note === undefined ? {} : { note }),
  };
}
