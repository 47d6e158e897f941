import { isObject } from '../model/json.ts';
import type { Json, JsonObject } from '../model/result.ts';
import type { Judge, Judgement } from './direction.ts';

const DENIALS_GONE: Judgement = { direction: 'weakens', why: 'the policy denies less' };
const DENIALS_NEW: Judgement = { direction: 'strengthens', why: 'the policy denies more' };
const NO_DENIAL: Judgement = { direction: 'neutral', why: 'what the policy denies stays' };

/** A whole policy that came, or went: what it denies decides. */
export const policyDenials: Judge = ({ before, after }) => {
  const [was, is] = [denials(before), denials(after)];
  if (was === is) return NO_DENIAL;
  return is > was ? DENIALS_NEW : DENIALS_GONE;
};

function denials(policy: Json | undefined): number {
  const statements = isObject(policy) ? policy['Statement'] : undefined;
  return Array.isArray(statements) ? statements.filter(denies).length : 0;
}

/** One statement: a denial that is gone, smaller, or under a condition that it had not, denies less. */
export const statementDenials: Judge = ({ before, after }) => {
  if (!denies(before)) return denies(after) ? DENIALS_NEW : NO_DENIAL;
  if (!denies(after)) return DENIALS_GONE;
  if (isObject(before) && isObject(after)) {
    const wider = ELEMENTS.some((key) => lacks(after, before, key));
    const narrower = ELEMENTS.some((key) => lacks(before, after, key));
    const [hadCondition, hasCondition] = [before['Condition'] !== undefined, after['Condition'] !== undefined];
    const conditionChanged = JSON.stringify(before['Condition']) !== JSON.stringify(after['Condition']);
    if (narrower || (hasCondition && conditionChanged)) return DENIALS_GONE;
    if (wider || (hadCondition && !hasCondition)) return DENIALS_NEW;
  }
  return NO_DENIAL;
};

const ELEMENTS = ['Action', 'Resource', 'Principal'] as const;

/** Does the second statement lack a value that the first has? `*` has all. One that excludes is not looked into. */
function lacks(first: JsonObject, second: JsonObject, key: (typeof ELEMENTS)[number]): boolean {
  const [having, needed] = [values(second[key]), values(first[key])];
  return !having.includes('*') && needed.some((value) => !having.includes(value));
}

function values(element: Json | undefined): readonly string[] {
  if (Array.isArray(element)) return element.map((value) => String(value).toLowerCase());
  return isObject(element) ? Object.values(element).flatMap(values) : [];
}

function denies(statement: Json | undefined): boolean {
  return isObject(statement) && statement['Effect'] === 'Deny';
}
