/** Eighths of a cell, from none to whole (Unicode block elements). */
const ACROSS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'] as const;
const UP = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** A share of a whole as a bar; more than the whole is a full bar with an arrow. */
export function shareBar(share: number, cells: number, unicode: boolean): string {
  if (!unicode) {
    if (share > 1) return `${'#'.repeat(cells)}>`;
    const full = Math.round(share * cells);
    return `${'#'.repeat(full)}${'.'.repeat(cells - full)} `;
  }
  if (share > 1) return `${'█'.repeat(cells)}▶`;
  const eighths = Math.round(share * cells * 8);
  const filled = '█'.repeat(Math.floor(eighths / 8)) + (ACROSS[eighths % 8] ?? '');
  return `${filled}${'░'.repeat(cells - filled.length)} `;
}

/** Values side by side, each as high as its share of the greatest. */
export function columnBars(values: readonly number[], unicode: boolean): string {
  if (!unicode) return '';
  const most = values.reduce((a, b) => (b > a ? b : a), 0);
  return values.map((value) => UP[most === 0 ? 0 : Math.round((value / most) * (UP.length - 1))] ?? '').join('');
}
