import { type Fact, unknown } from '../model/fact.ts';
import { parseJson } from '../model/json.ts';
import { UserError } from '../model/user-error.ts';
import type { Change } from './change.ts';
import { withDependents } from './dependents.ts';
import { type TerraformPlan, terraformPlan } from './terraform-plan.ts';
import { PlanReader } from './terraform-reader.ts';
import { isValueMap, type Value } from './value.ts';

/**
 * What `terraform show -json` says of the resources that Holdfast judges; Terragrunt prints one document a unit, one after the
 * other. `run` is the account whose credentials Terraform runs with, where it is known. Throws `UserError` when the text is
 * no plan.
 */
export function readTerraformPlans(file: string, text: string, run: Fact<string>): readonly Change[] {
  const documents = parsed(file, text);
  return documents.map((document, index) =>
    readPlan(documents.length === 1 ? file : `${file} (${index + 1})`, document, run),
  );
}

function readPlan(file: string, document: Value, run: Fact<string>): Change {
  const plan = terraformPlan(document);
  if (!plan) throw refused(file, document);
  const reader = new PlanReader(plan, run);
  const resources = plan.resources.flatMap((resource) => {
    const needs = reader.needsOf(resource);
    return reader.changes(resource).map((statement) => (needs.length > 0 ? { ...statement, needs } : statement));
  });
  return withDependents({
    sources: [file],
    resources: [...resources, ...reader.invocations(plan)],
    ...completeness(file, plan),
  });
}

/** Whether the plan is all that will be done. Source: Terraform, JSON output format: errored, complete, deferred_changes. */
function completeness(file: string, plan: TerraformPlan): Pick<Change, 'incomplete' | 'partial' | 'notes'> {
  if (plan.isErrored) {
    const detail = `${file} is a plan that Terraform did not finish, because of an error: more may change than it lists`;
    return { incomplete: unknown('not-collected', detail), notes: [detail] };
  }
  if (plan.deferred > 0) {
    const detail = `${file} leaves ${plan.deferred === 1 ? '1 change' : `${plan.deferred} changes`} to a later plan (deferred_changes): what they will be is not known yet`;
    return { incomplete: unknown('not-collected', detail), notes: [detail] };
  }
  if (plan.isPartial) {
    const detail = `${file} is a plan of a part of the configuration (-target): what else the configuration changes is not in it`;
    return { partial: unknown('not-collected', detail), notes: [detail] };
  }
  const changing = plan.resources.filter(({ actions }) => !actions.includes('no-op'));
  const destroys = changing.length > 0 && changing.length === plan.resources.length;
  return {
    notes:
      destroys && changing.every(({ actions }) => actions.length === 1 && actions[0] === 'delete')
        ? [`${file} is a plan that destroys all that it manages`]
        : [],
  };
}

const HOW = 'make one with `terraform plan -out plan.bin` and `terraform show -json plan.bin`';

function refused(file: string, document: Value): UserError {
  if (isValueMap(document) && document['plan_format_version'] !== undefined) {
    return new UserError(
      `${file} is a redacted plan of HCP Terraform, which holds no configuration and no values`,
      'take `json-output` in place of `json-output-redacted`, or `terraform show -json` of the saved plan',
    );
  }
  const version = isValueMap(document) ? document['format_version'] : undefined;
  if (typeof version === 'string' && !/^[01]\./.test(version) && isValueMap(document)) {
    return new UserError(
      `${file} is a Terraform plan of format ${version}, and formats 0 and 1 are known here`,
      'use a version of Terraform that prints format 1, or a newer Holdfast',
    );
  }
  if (isValueMap(document) && document['values'] !== undefined) {
    return new UserError(`${file} is a state of Terraform, and no plan`, HOW);
  }
  return new UserError(`${file} is not a Terraform plan in JSON`, HOW);
}

function parsed(file: string, text: string): readonly Value[] {
  const whole = text.replace(/^\ufeff/, '');
  try {
    return [parseJson(whole)];
  } catch (cause) {
    const documents = documentsIn(whole);
    if (documents) return documents;
    throw new UserError(`${file} is not JSON`, 'make it with `terraform show -json plan.bin`', { cause });
  }
}

/** Terraform prints a document in one line. */
function documentsIn(text: string): readonly Value[] | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length < 2) return undefined;
  try {
    return lines.map((line) => parseJson(line));
  } catch {
    return undefined;
  }
}
