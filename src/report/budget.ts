/** One part of a text whose length is limited: a heading, and rows of which as many are kept as fit. */
export interface Section {
  readonly heading: string;
  readonly rows: readonly Row[];
  /** After the rows, and after what is said of those left out. */
  readonly ending?: string;
  /** Says what was left out; gets the sum of the weights of the rows that did not fit. */
  readonly leftOut: (weight: number) => string;
  /** The part of what is free that it may take at the cost of what follows; it takes more where that is not needed. */
  readonly share: number;
}

export interface Row {
  readonly text: string;
  /** How many of the things counted this row stands for. */
  readonly weight: number;
}

/**
 * UTF-8 bytes, which are never fewer than characters: one measure honours GitHub's 65,536 characters of a comment and
 * the 1 MiB of a job summary.
 */
export function size(text: string): number {
  return Buffer.byteLength(text);
}

/** Sections in order of weight; room for every heading and for every count of what is left out is set aside first. */
export function fillSections(sections: readonly Section[], most: number): string {
  const used = sections.filter((section) => section.rows.length > 0);
  const frames = used.map(({ heading, rows, leftOut, ending = '' }) => size(heading + leftOut(weigh(rows)) + ending));
  let free = most - frames.reduce((sum, frame) => sum + frame, 0);
  if (free < 0) return '';
  return used
    .map((section, index) => {
      const later = used.slice(index + 1).reduce((sum, next) => sum + sizeOf(next.rows), 0);
      const rows = fitting(section.rows, Math.max(free * section.share, free - later));
      free -= sizeOf(rows);
      const missing = weigh(section.rows.slice(rows.length));
      const listed = missing > 0 ? section.leftOut(missing) : '';
      return section.heading + rows.map((row) => row.text).join('') + listed + (section.ending ?? '');
    })
    .join('');
}

/** The first rows that fit. It stops at the first that does not, so that what is left out is the least severe. */
function fitting(rows: readonly Row[], most: number): readonly Row[] {
  let total = 0;
  const end = rows.findIndex((row) => {
    total += size(row.text);
    return total > most;
  });
  return end === -1 ? rows : rows.slice(0, end);
}

function sizeOf(rows: readonly Row[]): number {
  return rows.reduce((sum, row) => sum + size(row.text), 0);
}

function weigh(rows: readonly Row[]): number {
  return rows.reduce((sum, row) => sum + row.weight, 0);
}
