import { parseArn } from '../model/arn.ts';
import { unknown } from '../model/fact.ts';
import type { Scope } from '../model/inventory.ts';
import { UserError } from '../model/user-error.ts';
import { Attributes, settled } from './attributes.ts';
import type { Action, Change, PlanTarget, ResourceChange } from './change.ts';
import { plannedKeyId } from './keys.ts';
import { Configuration } from './terraform-configuration.ts';
import { listAt, mapAt, type PlannedResource, type TerraformPlan, terraformPlan, textAt } from './terraform-plan.ts';
import { TERRAFORM_RESOURCES, type TerraformContext } from './terraform-resources.ts';
import { valuesAfter } from './terraform-values.ts';
import { isValueList, isValueMap, memberOf, type Value, type ValueMap } from './value.ts';

/**
 * What `terraform show -json` says of the resources that Holdfast judges. `home` is where resources go whose account or
 * Region the plan does not tell. Throws `UserError` when the text is no plan.
 */
export function readTerraformPlan(file: string, text: string, home: Scope): Change {
  const plan = terraformPlan(parsed(file, text));
  if (!plan) {
    throw new UserError(
      `${file} is no Terraform plan in JSON`,
      'make one with `terraform plan -out plan.bin` and `terraform show -json plan.bin`',
    );
  }
  const reader = new PlanReader(plan, home);
  const resources = plan.resources.flatMap((resource) => reader.changes(resource));
  return {
    sources: [file],
    resources,
    notes: [
      ...(plan.isIncomplete ? [`${file} is a plan that Terraform did not finish: more may change`] : []),
      ...reader.notes,
    ],
  };
}

function parsed(file: string, text: string): Value {
  try {
    return JSON.parse(text.replace(/^\ufeff/, '')) as Value;
  } catch (cause) {
    throw new UserError(`${file} is not JSON`, 'make it with `terraform show -json plan.bin`', { cause });
  }
}

class PlanReader {
  /** What could not be read, one sentence each. */
  readonly notes: string[] = [];
  readonly #configuration: Configuration;
  readonly #home: Scope;
  readonly #account: string;

  constructor(plan: TerraformPlan, home: Scope) {
    this.#configuration = new Configuration(plan);
    this.#home = home;
    this.#account = callerAccount(plan) ?? home.account;
  }

  /** One change a Region: tables have replicas in others. */
  changes(resource: PlannedResource): readonly ResourceChange[] {
    const read = Object.hasOwn(TERRAFORM_RESOURCES, resource.type) ? TERRAFORM_RESOURCES[resource.type] : undefined;
    const action = actionOf(resource.actions);
    if (!read || action === undefined) return [];
    const place = this.#place(resource);
    const before = resource.before && new Attributes(resource.before, resource.address);
    const values = valuesAfter(resource, this.#configuration, (from, references, attribute) =>
      this.#derived(from, references, attribute),
    );
    const after = resource.after && new Attributes(values, resource.address);
    const context: TerraformContext = {
      address: resource.address,
      place,
      isNew: action === 'create' || action === 'replace',
      defaultTags: this.#defaultTags(resource),
      planTarget: (attributes) => this.#planTarget(resource, attributes),
    };
    const isGone = action === 'delete' || action === 'replace';
    const edits = settled('the Terraform plan', () => [
      ...(isGone && before ? read.gone(before, context) : []),
      ...(action !== 'delete' && after ? read.put(after, context, before) : []),
    ]);
    if (!edits.known) this.notes.push(`${resource.address} could not be read and is left out: ${edits.detail}`);
    const elsewhere = settled(
      'the Terraform plan',
      () => read.elsewhere?.(before, action === 'delete' ? undefined : after, context) ?? [],
    );
    if (!elsewhere.known) {
      this.notes.push(`replicas of ${resource.address} could not be read and are left out: ${elsewhere.detail}`);
    }
    const { address, type } = resource;
    return [
      { address, type, action, place, edits: edits.known ? edits.value : [] },
      ...(elsewhere.known ? elsewhere.value : []).map(({ region, edit }) => ({
        address,
        type,
        action,
        place: { ...place, region },
        edits: [edit],
      })),
    ];
  }

  #place(resource: PlannedResource): Scope {
    const values = resource.after ?? resource.before ?? {};
    const arn = parseArn(textAt(values, 'arn') ?? textAt(resource.before ?? {}, 'arn') ?? '');
    const provider = this.#configuration.providerValue(resource, 'region');
    const stated = textAt(values, 'region') ?? (typeof provider === 'string' ? provider : undefined);
    const region = (arn?.region || stated) ?? this.#home.region;
    const account = arn?.account || this.#providerAccount(resource) || this.#account;
    return { partition: arn?.partition ?? partitionOf(region), account, region };
  }

  #defaultTags(resource: PlannedResource): Attributes | undefined {
    if (!this.#configuration.isWritten(resource)) return undefined;
    const blocks = this.#configuration.providerValue(resource, 'default_tags');
    const [block] = isValueList(blocks) ? blocks : [{ tags: {} }];
    const tags = isValueMap(block) ? memberOf(block, 'tags') : undefined;
    return isValueMap(tags) ? new Attributes({ tags }, `${resource.address}.default_tags`) : undefined;
  }

  /** The account of the role that the provider takes. */
  #providerAccount(resource: PlannedResource): string | undefined {
    const roles = this.#configuration.providerValue(resource, 'assume_role');
    const allowed = this.#configuration.providerValue(resource, 'allowed_account_ids');
    const [role] = isValueList(roles) ? roles : [];
    const arn = isValueMap(role) ? parseArn(textAt(role, 'role_arn') ?? '') : undefined;
    if (arn) return arn.account;
    return isValueList(allowed) && allowed.length === 1 && typeof allowed[0] === 'string' ? allowed[0] : undefined;
  }

  /** What an attribute refers to, where the plan tells what that will be: ARNs are made of names. */
  #derived(from: PlannedResource, references: readonly Value[], attribute: string): Value | undefined {
    const target = this.#configuration.target(from, references);
    if (!target) return undefined;
    const { resource } = target;
    const wanted = target.attribute === '' ? attribute : target.attribute;
    const values = resource.after ?? {};
    const given = memberOf(values, wanted);
    if (given !== undefined && given !== null) return given;
    const place = this.#place(resource);
    const name = textAt(values, 'name');
    return derivedAttribute(resource, wanted, place, name, values);
  }

  #planTarget(resource: PlannedResource, attributes: Attributes): PlanTarget {
    const id = attributes.raw('plan_id');
    if (typeof id === 'string' && id !== '') return targetOf(id);
    const why = unknown(
      'not-collected',
      `${resource.address}.plan_id: known after apply, and no single plan of the change`,
    );
    return { kind: 'unclear', why };
  }
}

const PLANNED = 'planned:';

function targetOf(id: string): PlanTarget {
  return id.startsWith(PLANNED) ? { kind: 'planned', address: id.slice(PLANNED.length) } : { kind: 'live', id };
}

function derivedAttribute(
  { type, address }: PlannedResource,
  attribute: string,
  { partition, region, account }: Scope,
  name: string | undefined,
  values: ValueMap,
): Value | undefined {
  const arn = (service: string, resource: string, at = region) =>
    `arn:${partition}:${service}:${at}:${account}:${resource}`;
  if (type === 'aws_backup_plan')
    return attribute === 'id' || attribute === 'plan_id' ? `${PLANNED}${address}` : undefined;
  if (type === 'aws_kms_key') {
    const id = plannedKeyId(address);
    return attribute === 'arn'
      ? arn('kms', `key/${id}`)
      : attribute === 'key_id' || attribute === 'id'
        ? id
        : undefined;
  }
  if (name === undefined) return undefined;
  switch (type) {
    case 'aws_backup_vault':
    case 'aws_backup_logically_air_gapped_vault':
      return attribute === 'arn' ? arn('backup', `backup-vault:${name}`) : attribute === 'id' ? name : undefined;
    case 'aws_dynamodb_table':
      return attribute === 'arn' ? arn('dynamodb', `table/${name}`) : attribute === 'id' ? name : undefined;
    case 'aws_iam_role':
      return attribute === 'arn' ? arn('iam', `role${textAt(values, 'path') ?? '/'}${name}`, '') : undefined;
    default:
      return undefined;
  }
}

/** `data.aws_caller_identity`, which Terraform reads while it plans. */
function callerAccount({ priorState }: TerraformPlan): string | undefined {
  const found = (module: ValueMap): string | undefined => {
    for (const resource of listAt(module, 'resources')) {
      if (isValueMap(resource) && resource['type'] === 'aws_caller_identity') {
        const account = textAt(mapAt(resource, 'values'), 'account_id');
        if (account !== undefined) return account;
      }
    }
    for (const child of listAt(module, 'child_modules')) {
      const account = isValueMap(child) ? found(child) : undefined;
      if (account !== undefined) return account;
    }
    return undefined;
  };
  return found(mapAt(priorState, 'values', 'root_module'));
}

/** Source: IAM User Guide, reference-arns: partitions by Region. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** `forget` leaves the resource in AWS, and `read` is about data. */
function actionOf(actions: readonly string[]): Action | undefined {
  const does = (action: string) => actions.includes(action);
  if (does('create')) return does('delete') ? 'replace' : 'create';
  if (does('delete')) return 'delete';
  if (does('update')) return 'update';
  return does('no-op') ? 'none' : undefined;
}
