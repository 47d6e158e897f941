import { REGIONS } from '../model/regions.ts';

/** What a place of a backup policy may hold. Source: AWS Organizations User Guide, backup policy syntax. */
export type Shape = ObjectShape | MapShape | LeafShape | { readonly is: 'any' };

export interface ObjectShape {
  readonly is: 'object';
  readonly members: Readonly<Record<string, Shape>>;
}

/** Keys are the user's. */
export interface MapShape {
  readonly is: 'map';
  readonly of: Shape;
  readonly most?: number;
  /** What is wrong with a key, half a sentence. */
  readonly badKey?: (key: string) => string | undefined;
}

export interface LeafShape {
  readonly is: 'leaf';
  readonly list: boolean;
  /** What is wrong with one value, half a sentence. */
  readonly bad?: (value: string) => string | undefined;
}

const VARIABLES = ['$account', '$region'] as const;
type Variable = (typeof VARIABLES)[number];

/** Where ARNs stand. */
const OF_ARNS: ReadonlySet<string> = new Set([
  'iam_role_arn',
  'target_backup_vault_arn',
  'target_logically_air_gapped_backup_vault_arn',
  'resource_types',
  'not_resource_types',
]);

/**
 * A variable that AWS does not replace in this value. `$account` stands only where an ARN does, `$region` only in the ARN of
 * an air-gapped vault. Source: AWS Organizations User Guide, backup policy syntax.
 */
export function misplacedVariable(key: string, value: string): Variable | undefined {
  const isTaken = (variable: Variable) =>
    variable === '$account'
      ? OF_ARNS.has(key) && /^arn:/i.test(value)
      : key === 'target_logically_air_gapped_backup_vault_arn';
  return VARIABLES.find((variable) => value.includes(variable) && !isTaken(variable));
}

/** Where it is taken instead, half a sentence. */
export const VARIABLE_PLACES = {
  $account: 'which stands only where an ARN does',
  $region: 'which stands only in the ARN of an air-gapped vault',
} as const;

/** The same, as what is wrong with a value, or with a key that stands for one. */
export function wrongVariable(key: string, value: string): string | undefined {
  const variable = misplacedVariable(key, value);
  return variable && `has ${variable}, ${VARIABLE_PLACES[variable]}`;
}

function like(pattern: RegExp, what: string): (value: string) => string | undefined {
  return (value) => (pattern.test(value) ? undefined : `is no ${what}`);
}

const text: LeafShape = { is: 'leaf', list: false };
const list = (bad?: LeafShape['bad']): LeafShape => ({ is: 'leaf', list: true, ...(bad ? { bad } : {}) });
const leaf = (bad: LeafShape['bad']): LeafShape => ({ is: 'leaf', list: false, ...(bad ? { bad } : {}) });
const record = (members: ObjectShape['members']): ObjectShape => ({ is: 'object', members });
const noVariable = (key: string): string | undefined => wrongVariable('', key);
const mapOf = (of: Shape, rest: Omit<MapShape, 'is' | 'of'> = {}): MapShape => ({
  is: 'map',
  of,
  badKey: noVariable,
  ...rest,
});

const NAME = like(/^[\w.-]{1,50}$/, "name: up to 50 letters, digits and '-_.'");
const whole = leaf(like(/^\d{1,9}$/, 'whole number'));
const flag = leaf(like(/^(?:true|false)$/i, 'true or false'));
const VAULT = like(/^[\w-]{2,50}$/, "name of a vault: 2 to 50 letters, digits and '-_'");
const VAULT_ARN = like(
  /^arn:aws[a-z-]*:backup:(?:[a-z0-9-]+|\$region):(?:\d{12}|\$account):backup-vault:[\w-]{2,50}$/i,
  'ARN of a vault, such as arn:aws:backup:eu-central-1:$account:backup-vault:copies',
);
const ROLE_ARN = like(
  /^arn:aws[a-z-]*:iam::(?:\d{12}|\$account):role\/[\w+=,.@/-]+$/,
  'ARN of a role, such as arn:aws:iam::$account:role/backup',
);
const REGION = (name: string) => (REGIONS.includes(name) ? undefined : 'is no Region');

const lifecycle = record({
  move_to_cold_storage_after_days: whole,
  delete_after_days: whole,
  opt_in_to_archive_for_supported_resources: flag,
});

const tag = record({ tag_key: text, tag_value: text });

const condition = mapOf(
  record({
    condition_key: leaf((key) =>
      key.startsWith('aws:ResourceTag/') ? undefined : 'does not begin with aws:ResourceTag/',
    ),
    condition_value: text,
  }),
);

const conditions = record({
  string_equals: condition,
  string_not_equals: condition,
  string_like: condition,
  string_not_like: condition,
});

const rule = record({
  schedule_expression: text,
  target_backup_vault_name: leaf(VAULT),
  target_logically_air_gapped_backup_vault_arn: leaf((arn) => {
    if (VAULT_ARN(arn)) return VAULT_ARN(arn);
    return arn.includes('$region') && arn.includes('$account') ? undefined : 'names $region and $account not both';
  }),
  start_backup_window_minutes: whole,
  complete_backup_window_minutes: whole,
  enable_continuous_backup: flag,
  lifecycle,
  copy_actions: mapOf(record({ target_backup_vault_arn: leaf(VAULT_ARN), lifecycle }), {
    most: 5,
    badKey: (arn) => VAULT_ARN(arn) ?? wrongVariable('target_backup_vault_arn', arn),
  }),
  recovery_point_tags: mapOf(tag, { most: 10 }),
  index_actions: record({ resource_types: list() }),
  // Nothing of AWS tells whether policies have these two; what they hold is not looked at.
  scan_actions: { is: 'any' },
  scan_settings: { is: 'any' },
});

const plan = record({
  regions: list(REGION),
  rules: mapOf(rule, { most: 10, badKey: NAME }),
  selections: record({
    tags: mapOf(record({ iam_role_arn: leaf(ROLE_ARN), tag_key: text, tag_value: list(), conditions }), {
      most: 10,
      badKey: NAME,
    }),
    resources: mapOf(
      record({ iam_role_arn: leaf(ROLE_ARN), resource_types: list(), not_resource_types: list(), conditions }),
      { most: 100, badKey: NAME },
    ),
  }),
  advanced_backup_settings: record({
    ec2: record({ windows_vss: leaf(like(/^(?:enabled|disabled)$/, '`enabled` or `disabled`')) }),
  }),
  backup_plan_tags: mapOf(tag),
});

export const BACKUP_POLICY: ObjectShape = record({ plans: mapOf(plan, { badKey: NAME }) });
