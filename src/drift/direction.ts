import type { Direction } from '../model/drift.ts';
import { formatMinutes } from '../model/duration.ts';
import { type Unknown, unknown } from '../model/fact.ts';
import { epochMs, type Instant } from '../model/instant.ts';
import { isObject } from '../model/json.ts';
import type { Json } from '../model/result.ts';
import { isSameCron, parseCron } from '../schedule/cron.ts';
import { longestGap } from '../schedule/gap.ts';
import { isKnownZone } from '../schedule/zone.ts';
import { NEVER } from './record-plans.ts';

/** A difference with what stands around it. */
export interface Change {
  readonly change: 'changed' | 'added' | 'removed';
  readonly before?: Json;
  readonly after?: Json;
  /** What holds the value, on both sides: the rule of a schedule, the settings of an opt-in. */
  readonly holderBefore?: Json;
  readonly holderAfter?: Json;
  /** All vaults of the place, on both sides. */
  readonly vaultsBefore?: Json;
  readonly vaultsAfter?: Json;
  /** When the present state was read; schedules are laid out from here. */
  readonly now: Instant;
}

export interface Judgement {
  readonly direction: Direction;
  /** How it was decided: a clause without a full stop. */
  readonly why: string;
  /** Why it could not be decided; the direction is neutral then. */
  readonly unresolved?: Unknown;
}

export type Judge = (change: Change) => Judgement;

export const strengthens = (why: string): Judgement => ({ direction: 'strengthens', why });
export const weakens = (why: string): Judgement => ({ direction: 'weakens', why });
export const neither = (why: string): Judgement => ({ direction: 'neutral', why });
export const unresolved = (why: Unknown): Judgement => ({
  direction: 'neutral',
  why: `what it does to the protection is unknown: ${why.detail}`,
  unresolved: why,
});

export const neutral =
  (why: string): Judge =>
  () =>
    neither(why);

/** Something that protects while it is there. */
export function protectsWhileThere(noun: string): Judge {
  return ({ change }) => {
    if (change === 'removed') return weakens(`${noun} is gone`);
    return change === 'added' ? strengthens(`${noun} is new`) : neither(`${noun} is another`);
  };
}

/** Something that leaves tables out while it is there. */
export function excludesWhileThere(noun: string): Judge {
  return ({ change }) => {
    if (change === 'removed') return strengthens(`${noun} is gone`);
    return change === 'added' ? weakens(`${noun} is new`) : neither(`${noun} is another`);
  };
}

/** Of tables and vaults: what is new protects nothing that was there before. */
export function lostWhenGone(noun: string): Judge {
  return ({ change }) => (change === 'removed' ? weakens(`${noun} is gone`) : neither(`${noun} is new`));
}

/** `null`, `false`, `'false'`, `'disabled'` and nothing at all are off. */
export function protectsWhileOn(noun: string): Judge {
  return ({ before, after }) => {
    const [was, is] = [isOn(before), isOn(after)];
    if (was === is) return neither(`${noun} is set another way`);
    return is ? strengthens(`${noun} is on`) : weakens(`${noun} is off`);
  };
}

function isOn(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== false && value !== 'false' && value !== 'disabled';
}

/** Days, or other amounts, of which more protects. `never` is endless; nothing is none. */
export function moreProtects(noun: string, less = 'shorter', more = 'longer'): Judge {
  return ({ before, after }) =>
    amount(after) < amount(before) ? weakens(`${noun} is ${less}`) : strengthens(`${noun} is ${more}`);
}

export function lessProtects(noun: string): Judge {
  return ({ before, after }) =>
    amount(after) > amount(before) ? weakens(`${noun} is longer`) : strengthens(`${noun} is shorter`);
}

function amount(value: Json | undefined): number {
  if (value === NEVER) return Number.POSITIVE_INFINITY;
  return typeof value === 'number' ? value : 0;
}

/** The longest gap between two runs decides; another time of day alone does nothing. */
export const longerGapWeakens: Judge = ({ holderBefore, holderAfter, now }) => {
  const [was, is] = [gapMinutes(holderBefore, now), gapMinutes(holderAfter, now)];
  if (was === undefined || is === undefined)
    return unresolved(unknown('undocumented', 'the longest gap between runs cannot be computed'));
  const gaps = `${gapText(was)} → ${gapText(is)}`;
  if (was === is) return neither(`the longest gap between runs stays ${gapText(is)}`);
  return is > was
    ? weakens(`the longest gap between runs grows: ${gaps}`)
    : strengthens(`the longest gap between runs shrinks: ${gaps}`);
};

/** Two spellings of one schedule: `SAT` and `7`, `?` on either side of every day. */
export function sameSpelling(before: Json | undefined, after: Json | undefined): boolean {
  return typeof before === 'string' && typeof after === 'string' && isSameCron(before, after);
}

/** Endless where fewer than two runs are left. */
function gapMinutes(rule: Json | undefined, now: Instant): number | undefined {
  if (!isObject(rule)) return undefined;
  const { schedule, timezone } = rule;
  if (typeof schedule !== 'string' || typeof timezone !== 'string' || !isKnownZone(timezone)) return undefined;
  const parse = parseCron(schedule);
  if (!parse.ok) return undefined;
  return longestGap(parse.cron, timezone, epochMs(now))?.minutes ?? Number.POSITIVE_INFINITY;
}

function gapText(minutes: number): string {
  return Number.isFinite(minutes) ? formatMinutes(minutes) : 'no further run';
}

/** A lock in compliance mode binds everybody; one in governance mode binds those who may not change it. */
export const complianceStrengthens: Judge = ({ after }) =>
  after === 'compliance'
    ? strengthens('nobody can remove a lock in compliance mode')
    : weakens('a lock in governance mode can be removed');

export const ownKeyStrengthens: Judge = ({ before, after }) => {
  if (after === 'aws-owned' || after === null) return weakens('the key is no longer one of the account');
  if (before === 'aws-owned' || before === null) return strengthens('the key is one of the account now');
  return neither('the key is another');
};

export const airGapStrengthens: Judge = ({ after }) =>
  after === 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT'
    ? strengthens('the vault is air-gapped now')
    : weakens('the vault is no longer air-gapped');
