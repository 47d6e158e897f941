import type { Fact } from '../model/fact.ts';
import { compareText } from '../model/order.ts';
import type { BackupRule, CopyAction, PlanRecord } from '../model/plan.ts';
import type { Json, JsonObject } from '../model/result.ts';
import type { SelectionBody, SelectionRecord, TagCondition } from '../model/selection.ts';
import {
  DEFAULT_COMPLETION_WINDOW_MINUTES,
  DEFAULT_SCHEDULE,
  DEFAULT_START_WINDOW_MINUTES,
  DEFAULT_TIMEZONE,
} from '../schedule/defaults.ts';
import { asSet, keyed, recorded, recordedUnknown } from './recorded.ts';

/** Days of a lifecycle that has none. */
export const NEVER = 'never';

/** Plans in order of name and id, AWS's defaults written out. */
export function recordPlans(plans: Fact<readonly PlanRecord[]>): Json {
  return recorded(plans, (all) =>
    all.toSorted((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id)).map(recordPlan),
  );
}

function recordPlan({ name, id, body, selections }: PlanRecord): JsonObject {
  return {
    name,
    id,
    rules: recorded(body, ({ rules }) => recordRules(rules)),
    selections: recorded(selections, (all) => keyed(all.map((each) => [each.name, recordSelection(each)]))),
  };
}

export function recordRules(rules: readonly BackupRule[]): JsonObject {
  return keyed(rules.map((rule) => [rule.name, recordRule(rule)]));
}

/** The id of a rule is left out: nobody gives it, and nothing refers to it but the jobs of the past. */
function recordRule(rule: BackupRule): JsonObject {
  return {
    schedule: (rule.scheduleExpression ?? DEFAULT_SCHEDULE).trim().replace(/\s+/g, ' '),
    timezone: zoneOf(rule.scheduleTimezone),
    startWindowMinutes: rule.startWindowMinutes ?? DEFAULT_START_WINDOW_MINUTES,
    completionWindowMinutes: rule.completionWindowMinutes ?? DEFAULT_COMPLETION_WINDOW_MINUTES,
    vault: rule.vaultName,
    airGappedVault: rule.airGappedVaultArn ?? null,
    retentionDays: rule.lifecycle?.deleteAfterDays ?? NEVER,
    coldAfterDays: rule.lifecycle?.moveToColdStorageAfterDays ?? NEVER,
    copies: keyed(rule.copyActions.map((copy) => [copy.destinationVaultArn, recordCopy(rule, copy)])),
  };
}

/** Names of UTC in the IANA time zone database: AWS writes its default as `Etc/UTC`. */
const NAMES_OF_UTC = /^(Etc\/)?(UTC|UCT|Universal|Zulu)$/;

export function zoneOf(zone = DEFAULT_TIMEZONE): string {
  return NAMES_OF_UTC.test(zone) ? DEFAULT_TIMEZONE : zone;
}

/**
 * A copy without a lifecycle takes its source's; one set never to expire still expires with it. Source: AWS Backup
 * Developer Guide, recov-point-create-a-copy.
 */
function recordCopy(rule: BackupRule, copy: CopyAction): JsonObject {
  const lifecycle = copy.lifecycle ?? rule.lifecycle;
  return {
    retentionDays: lifecycle?.deleteAfterDays ?? rule.lifecycle?.deleteAfterDays ?? NEVER,
    coldAfterDays: lifecycle?.moveToColdStorageAfterDays ?? NEVER,
  };
}

function recordSelection({ id, body }: SelectionRecord): Json {
  return { id, ...(body.known ? recordBody(body.value) : recordedUnknown(body)) };
}

function recordBody({ roleArn, resources, notResources, listOfTags, conditions }: SelectionBody): JsonObject {
  return {
    role: roleArn,
    resources: asSet(resources),
    notResources: asSet(notResources),
    tags: tagTexts(listOfTags),
    conditions: {
      stringEquals: tagTexts(conditions.stringEquals),
      stringNotEquals: tagTexts(conditions.stringNotEquals),
      stringLike: tagTexts(conditions.stringLike),
      stringNotLike: tagTexts(conditions.stringNotLike),
    },
  };
}

function tagTexts(conditions: readonly TagCondition[]): readonly string[] {
  return asSet(conditions.map(({ key, value }) => `${key} = ${value}`));
}
