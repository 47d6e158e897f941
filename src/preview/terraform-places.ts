import { parseArn } from '../model/arn.ts';
import { type Fact, known, unknown } from '../model/fact.ts';
import type { Place } from './place.ts';
import type { Configuration, Provider } from './terraform-configuration.ts';
import { listAt, mapAt, type PlannedResource, type TerraformPlan, textAt } from './terraform-plan.ts';
import { isValueList, isValueMap, memberOf, type Value, type ValueMap } from './value.ts';

const FROM = 'the Terraform plan';

/** Attributes that hold the ARN of the resource, or of what it is a part of, in the same account and Region. */
const OWN_ARNS = ['arn', 'backup_vault_arn', 'resource_arn'];

/** Arguments of a provider by which it takes other credentials than those of the run. Source: hashicorp/aws, provider page. */
const CREDENTIALS = [
  'access_key',
  'secret_key',
  'token',
  'profile',
  'shared_config_files',
  'shared_credentials_files',
  'assume_role',
  'assume_role_with_web_identity',
];

/** What a data source tells of the provider that read it, as long as no argument asks it for something else. */
const TELLING: Readonly<
  Record<string, { readonly what: 'account' | 'region'; readonly attributes: readonly string[] }>
> = {
  aws_caller_identity: { what: 'account', attributes: ['account_id'] },
  aws_region: { what: 'region', attributes: ['region', 'name', 'id'] },
};

interface Evidence {
  readonly account: Set<string>;
  readonly region: Set<string>;
}

/**
 * Where the resources of a plan are: by their own ARN, their `region`, constants of their provider, or what the plan shows of
 * the same provider. All else is open: of an expression a plan names only what it refers to, and not what it makes of that.
 */
export class TerraformPlaces {
  readonly #configuration: Configuration;
  readonly #evidence = new Map<string, Evidence>();
  readonly #run: Fact<string>;

  /** `run`: the account whose credentials Terraform runs with, as far as it is known. */
  constructor(plan: TerraformPlan, configuration: Configuration, run: Fact<string>) {
    this.#configuration = configuration;
    for (const resource of plan.resources) this.#learnFromResource(resource);
    this.#learnFromData(mapAt(plan.priorState, 'values', 'root_module'));
    this.#run = run;
  }

  /** Where the resource is before the change, or after it: what is re-created may be made elsewhere. */
  placeOf(resource: PlannedResource, side: 'before' | 'after'): Place {
    const isNew = resource.actions.includes('create');
    const states = side === 'before' ? [resource.before] : isNew ? [resource.after] : [resource.after, resource.before];
    const arn = ownArn(states);
    const provider = this.#configuration.providerOf(resource);
    const region = arn?.region ? known(arn.region, FROM) : this.#regionOf(resource, states, provider);
    const account = arn?.account ? known(arn.account, FROM) : this.#accountOf(resource, provider);
    const partition = arn?.partition ?? (region.known ? partitionOf(region.value) : 'aws');
    const place = { partition, account, region };
    return region.known && account.known ? place : { ...place, group: provider?.key ?? resource.address };
  }

  #regionOf(resource: PlannedResource, states: States, provider: Provider | undefined): Fact<string> {
    const given = states.flatMap((values) => textAt(values ?? {}, 'region') ?? [])[0];
    if (given !== undefined) return known(given, FROM);
    const settles =
      'a constant, the `region` of the resource (provider 6) or a `data "aws_region"` of that provider settles it';
    if (isValueMap(resource.afterUnknown) && memberOf(resource.afterUnknown, 'region') === true) {
      return unknown('not-collected', `the region of ${resource.address} is known after apply; ${settles}`);
    }
    if (!provider) {
      return unknown(
        'not-collected',
        `${resource.address} is in no block of the configuration any more, and nothing that the plan shows of it names its Region`,
      );
    }
    const constant = constantText(provider.expressions['region']);
    const stated = constant ?? only(this.#evidence.get(provider.key)?.region);
    if (stated !== undefined && (constant !== undefined || !provider.perInstance)) return known(stated, FROM);
    return unknown('not-collected', `the region of provider ${provider.key} is not a constant; ${settles}`);
  }

  #accountOf(resource: PlannedResource, provider: Provider | undefined): Fact<string> {
    if (!provider) {
      if (!this.#configuration.providers().some(hasOwnCredentials)) return this.#runAccount();
      return unknown(
        'not-collected',
        `${resource.address} is in no block of the configuration any more, and nothing that the plan shows of it names its account`,
      );
    }
    const stated = accountOfProvider(provider) ?? only(this.#evidence.get(provider.key)?.account);
    if (stated !== undefined && !provider.perInstance) return known(stated, FROM);
    if (!hasOwnCredentials(provider)) return this.#runAccount();
    return unknown(
      'not-collected',
      `the account of provider ${provider.key}, which makes ${resource.address}, is not stated by a constant; a \`data "aws_caller_identity"\` of that provider settles it`,
    );
  }

  /** Providers without credentials of their own have those of the run, and so does what they read. */
  #runAccount(): Fact<string> {
    const stated = new Set<string>();
    for (const [key, { account }] of this.#evidence) {
      const provider = this.#configuration.providerAt(key);
      if (provider && !hasOwnCredentials(provider)) for (const each of account) stated.add(each);
    }
    const account = only(stated);
    return account === undefined ? this.#run : known(account, FROM);
  }

  #learnFromResource(resource: PlannedResource): void {
    const provider = this.#configuration.providerOf(resource);
    const arn = ownArn([resource.before, resource.after]);
    // What has a Region of its own tells nothing of its provider.
    if (!provider || !arn || textAt(resource.before ?? {}, 'region') !== undefined) return;
    this.#learn(provider.key, 'account', arn.account);
    this.#learn(provider.key, 'region', arn.region);
  }

  #learnFromData(module: ValueMap): void {
    for (const each of listAt(module, 'resources')) {
      if (!isValueMap(each) || each['mode'] !== 'data') continue;
      const type = textAt(each, 'type') ?? '';
      const telling = Object.hasOwn(TELLING, type) ? TELLING[type] : undefined;
      if (!telling) continue;
      const data = { module: moduleOf(each), type, name: textAt(each, 'name') ?? '', mode: 'data' as const };
      const provider = this.#configuration.providerOf(data);
      const asks = this.#configuration.expressionsOf(data);
      const values = mapAt(each, 'values');
      const stated = telling.attributes.flatMap((attribute) => textAt(values, attribute) ?? [])[0];
      if (provider && stated !== undefined && Object.keys(asks ?? {}).length === 0)
        this.#learn(provider.key, telling.what, stated);
    }
    for (const child of listAt(module, 'child_modules')) if (isValueMap(child)) this.#learnFromData(child);
  }

  #learn(key: string, what: keyof Evidence, value: string): void {
    if (value === '') return;
    const found = this.#evidence.get(key) ?? { account: new Set<string>(), region: new Set<string>() };
    found[what].add(value);
    this.#evidence.set(key, found);
  }
}

/** Source: IAM User Guide, reference-arns: partitions by Region. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('eusc-')) return 'aws-eusc';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

type States = readonly (ValueMap | undefined)[];

function ownArn(states: States) {
  const arns = states.flatMap((values) => OWN_ARNS.flatMap((key) => textAt(values ?? {}, key) ?? []));
  const parsed = arns.flatMap((arn) => parseArn(arn) ?? []);
  return parsed.find(({ region, account }) => region !== '' && account !== '') ?? parsed[0];
}

/** `module.a["x"].aws_y.z` → `module.a["x"]`: a state does not name the module by itself. */
function moduleOf(resource: ValueMap): string {
  const address = textAt(resource, 'address') ?? '';
  const end = address.lastIndexOf('.data.');
  return end === -1 ? '' : address.slice(0, end);
}

function hasOwnCredentials({ expressions }: Provider): boolean {
  return CREDENTIALS.some((key) => Object.hasOwn(expressions, key));
}

/** The account of the role that the provider takes at last, or the only one that it is allowed. */
function accountOfProvider({ expressions }: Provider): string | undefined {
  for (const key of ['assume_role', 'assume_role_with_web_identity']) {
    const roles = blocksOf(expressions[key]);
    const last = roles.at(-1);
    if (!last) continue;
    const arn = parseArn(constantText(last['role_arn']) ?? '');
    if (arn) return arn.account;
    return onlyAllowed(expressions);
  }
  return onlyAllowed(expressions);
}

function onlyAllowed(expressions: ValueMap): string | undefined {
  const allowed = expressions['allowed_account_ids'];
  const ids = isValueMap(allowed) ? allowed['constant_value'] : undefined;
  return isValueList(ids) && ids.length === 1 && typeof ids[0] === 'string' ? ids[0] : undefined;
}

function blocksOf(expression: Value | undefined): readonly ValueMap[] {
  if (isValueList(expression)) return expression.filter((each) => isValueMap(each));
  return isValueMap(expression) ? [expression] : [];
}

function constantText(expression: Value | undefined): string | undefined {
  return isValueMap(expression) ? textAt(expression, 'constant_value') : undefined;
}

function only(values: ReadonlySet<string> | undefined): string | undefined {
  return values?.size === 1 ? [...values][0] : undefined;
}
