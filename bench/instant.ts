/** The instant of every bench: a Sunday, three weeks after the clocks of North America went back. */
export const NOW_MS = Date.parse('2026-11-22T08:00:00Z');
