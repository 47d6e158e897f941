const MOST_LINES = 12;

/** A long list cut short, with the number of lines that were left out. */
export function capped(lines: readonly string[], most = MOST_LINES): readonly string[] {
  return lines.length <= most ? lines : [...lines.slice(0, most), `… and ${lines.length - most} more`];
}
