/** One of the six fields of an AWS cron expression. */
export type CronFieldName = 'minutes' | 'hours' | 'day-of-month' | 'month' | 'day-of-week' | 'year';

export interface CronField {
  readonly name: CronFieldName;
  readonly min: number;
  readonly max: number;
  /** Names in the order of their numbers, the first standing for `min`. */
  readonly names?: readonly string[];
  /** AWS lists `/` for every field but the day of the week. */
  readonly steps: boolean;
  /** AWS documents a range that wraps (`20-2`) for the hours only. Years never wrap. */
  readonly wrap: 'documented' | 'undocumented' | 'refused';
  /** What a refusal says is allowed. */
  readonly allowed: string;
}

/** A field that AWS would refuse. */
export interface CronRefusal {
  readonly field: CronFieldName;
  readonly message: string;
}

/** The fields in their order, https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
export const CRON_FIELDS = {
  minutes: { name: 'minutes', min: 0, max: 59, steps: true, wrap: 'undocumented', allowed: '0 to 59 with , - * /' },
  hours: { name: 'hours', min: 0, max: 23, steps: true, wrap: 'documented', allowed: '0 to 23 with , - * /' },
  dayOfMonth: {
    name: 'day-of-month',
    min: 1,
    max: 31,
    steps: true,
    wrap: 'undocumented',
    allowed: '1 to 31 with , - * ? / L W',
  },
  month: {
    name: 'month',
    min: 1,
    max: 12,
    names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
    steps: true,
    wrap: 'undocumented',
    allowed: '1 to 12 or JAN to DEC with , - * /',
  },
  dayOfWeek: {
    name: 'day-of-week',
    min: 1,
    max: 7,
    names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
    steps: false,
    wrap: 'undocumented',
    allowed: '1 to 7 (1 = SUN) or SUN to SAT with , - * ? L #',
  },
  year: { name: 'year', min: 1970, max: 2199, steps: true, wrap: 'refused', allowed: '1970 to 2199 with , - * /' },
} as const satisfies Record<string, CronField>;

/** A sentence that names the field, what was found and what is allowed. */
export function refusal(field: CronField, found: string, reason?: string): CronRefusal {
  const why = reason === undefined ? '' : ` (${reason})`;
  return { field: field.name, message: `${field.name}: found "${found}"${why}, allowed are ${field.allowed}` };
}

/** A number or a name → its number; undefined when the field has no such value. */
export function fieldValue(field: CronField, text: string, notes: Set<string>): number | undefined {
  if (/^\d{1,4}$/.test(text)) {
    const value = Number(text);
    return value >= field.min && value <= field.max ? value : undefined;
  }
  const index = field.names?.indexOf(text.toUpperCase()) ?? -1;
  if (index < 0) return undefined;
  if (text !== text.toUpperCase()) notes.add(`AWS documents names in upper case only, found "${text}"`);
  return field.min + index;
}

/** `5`, `8-17`, `20-2`, `0/15`, `8-17/2` or a star, with or without a step → the values. */
export function fieldItem(field: CronField, item: string, notes: Set<string>): readonly number[] | CronRefusal {
  const [base = '', step, ...more] = item.split('/');
  if (more.length > 0) return refusal(field, item);
  if (step === undefined) return fieldRange(field, item, base, notes);
  if (!field.steps) return refusal(field, item, `steps are not allowed in ${field.name}`);
  if (!/^\d{1,4}$/.test(step) || Number(step) < 1) return refusal(field, item, 'a step is a whole number from 1');
  if (Number(step) > field.max - field.min) {
    notes.add(
      `AWS does not document a step longer than the field, found "${item}" in ${field.name}: read as its start`,
    );
  }
  const open = /[-*]/.test(base) ? base : `${base}-${field.max}`;
  const values = fieldRange(field, item, open, notes);
  return 'message' in values ? values : values.filter((_, index) => index % Number(step) === 0);
}

/** The values of `base` (a part of `item`, which a refusal quotes), in the order in which a step counts them. */
function fieldRange(field: CronField, item: string, base: string, notes: Set<string>): readonly number[] | CronRefusal {
  if (base === '*') return count(field.min, field.max);
  const ends = base.split('-');
  const from = fieldValue(field, ends[0] ?? '', notes);
  const to = ends.length === 1 ? from : fieldValue(field, ends[1] ?? '', notes);
  if (from === undefined || to === undefined || ends.length > 2) return refusal(field, item);
  if (from <= to) return count(from, to);
  if (field.wrap === 'refused') return refusal(field, item, `a range of ${field.name} does not run backwards`);
  if (field.wrap === 'undocumented') {
    notes.add(`AWS does not document a range that wraps in ${field.name}, found "${item}": read as wrapping`);
  }
  return [...count(from, field.max), ...count(field.min, to)];
}

function count(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
