import { expect, test } from 'vitest';
import { checkPolicy } from '../../src/organizations/check-policy.ts';

const check = (text: string) => {
  const { problems, warnings } = checkPolicy({ name: 'p', file: 'p.json', text });
  const shown = ({ line, column, message }: (typeof problems)[number]) => `${line}:${column} ${message}`;
  return { problems: problems.map(shown), warnings: warnings.map(shown) };
};
const plan = (parts: string) => `{"plans":{"p":{\n${parts}\n}}}`;
const rule = (parts: string) => plan(`"rules":{"r":{\n${parts}\n}}`);

test.each<[string, string, readonly string[]]>([
  ['no JSON', '{"plans":\n{]}', ['2:2 this is not JSON']],
  ['JSON that ends too early', '{"plans":{', ['1:11 the text ends in the middle of JSON']],
  ['a list', '[]', ['1:1 a backup policy is an object with the key `plans`']],
  ['an empty policy', '{}', ['1:1 a backup policy has the key `plans`']],
  ['a duplicate key', '{"plans":{},\n"plans":{}}', ['2:1 the key "plans" stands twice']],
  [
    'keys that differ in case alone',
    plan('"rules":{"a":{},\n"A":{}}'),
    ['3:1 `A` and `a` differ in case alone, which AWS takes for one key'],
  ],
  ['an unknown key', plan('"rulez":{}'), ['2:1 `plans.p` has no key `rulez`']],
  ['a value without an operator', plan('"regions":["eu-west-1"]'), ['2:11 `regions` has a value without an operator']],
  ['an unknown operator', plan('"regions":{"@@set":["eu-west-1"]}'), ['2:12 there is no operator @@set']],
  [
    'an unknown word of a lock',
    plan('"regions":{"@@operators_allowed_for_child_policies":["@@some"]}'),
    ['2:54 @@operators_allowed_for_child_policies takes a list of @@all, @@none, @@assign, @@append, @@remove'],
  ],
  [
    'a lock of all and of one',
    plan('"regions":{"@@operators_allowed_for_child_policies":["@@none","@@append"]}'),
    ['2:53 @@all and @@none stand alone'],
  ],
  [
    'an append to a text',
    rule('"target_backup_vault_name":{"@@append":["v1"]}'),
    ['3:1 `target_backup_vault_name` is no list, so it takes @@assign and not @@append'],
  ],
  [
    'a list for a text',
    rule('"target_backup_vault_name":{"@@assign":["v1"]}'),
    ['3:1 `target_backup_vault_name` takes one value, not a list'],
  ],
  ['no Region', plan('"regions":{"@@assign":["eu-west-9"]}'), ['2:1 `regions`: "eu-west-9" is no Region']],
  [
    '$account in a vault name',
    rule('"target_backup_vault_name":{"@@assign":"$account"}'),
    ['3:1 `target_backup_vault_name`: "$account" is no name of a vault: 2 to 50 letters, digits and \'-_\''],
  ],
  [
    'a role that is no ARN',
    plan('"selections":{"tags":{"s":{"iam_role_arn":{"@@assign":"backup"}}}}'),
    ['2:28 `iam_role_arn`: "backup" is no ARN of a role, such as arn:aws:iam::$account:role/backup'],
  ],
  [
    'tags beside resources',
    plan('"selections":{"tags":{},\n"resources":{}}'),
    ['3:1 a plan selects by `tags` or by `resources`, not by both'],
  ],
  [
    'a key of a copy that is no ARN',
    rule('"copy_actions":{"dr":{}}'),
    ['3:17 `dr` is no ARN of a vault, such as arn:aws:backup:eu-central-1:$account:backup-vault:copies'],
  ],
  [
    'a schedule that is none',
    rule('"schedule_expression":{"@@assign":"cron(0 5 * * *)"}'),
    ['3:1 AWS refuses it: Cron expression is not valid: Invalid cron expression'],
  ],
  [
    'a start window that is too short',
    rule('"start_backup_window_minutes":{"@@assign":"30"}'),
    [
      '3:1 AWS refuses it: StartWindowMinutes parameter is below minimum value. StartWindowMinutes minimum value is: 60 minutes',
    ],
  ],
  [
    '$account in tags',
    plan(
      '"backup_plan_tags":{"t":{"tag_key":{"@@assign":"$account"},\n"tag_value":{"@@assign":"of-$account"}}},\n"selections":{"tags":{"s":{"tag_value":{"@@append":["a","$account"]}}}}',
    ),
    [
      '2:26 `tag_key`: "$account" has $account, which stands only where an ARN does',
      '3:1 `tag_value`: "of-$account" has $account, which stands only where an ARN does',
      '4:28 `tag_value`: "$account" has $account, which stands only where an ARN does',
    ],
  ],
  [
    '$account in conditions and types',
    plan(
      '"selections":{"resources":{"s":{"resource_types":{"@@assign":["$account","arn:aws:dynamodb:*:$account:table/*"]},\n"conditions":{"string_equals":{"c":{"condition_value":{"@@assign":"arn:$account"}}}}}}}',
    ),
    [
      '2:33 `resource_types`: "$account" has $account, which stands only where an ARN does',
      '3:37 `condition_value`: "arn:$account" has $account, which stands only where an ARN does',
    ],
  ],
  [
    '$region in a copy',
    rule(
      '"copy_actions":{"arn:aws:backup:$region:$account:backup-vault:dr":{\n"target_backup_vault_arn":{"@@assign":"arn:aws:backup:$region:$account:backup-vault:dr"}}}',
    ),
    [
      '3:17 `arn:aws:backup:$region:$account:backup-vault:dr` has $region, which stands only in the ARN of an air-gapped vault',
      '4:1 `target_backup_vault_arn`: "arn:aws:backup:$region:$account:backup-vault:dr" has $region, which stands only in the ARN of an air-gapped vault',
    ],
  ],
  ['an operator on an object', plan('"rules":{"@@assign":"x"}'), ['2:1 `plans.p.rules` holds keys, and no value']],
  [
    'eleven rules',
    plan(`"rules":{${Array.from({ length: 11 }, (_, i) => `"r${i}":{}`).join(',')}}`),
    ['2:1 `plans.p.rules` has 11 entries; AWS takes 10'],
  ],
  [
    'more characters than AWS takes',
    `{"plans":{"p":{"backup_plan_tags":{${Array.from({ length: 200 }, (_, i) => `"tag-number-${i}":{"tag_key":{"@@assign":"a-long-key-${i}"}}`).join(',')}}}}}`,
    ['1:1 the policy has 11618 characters without white space; AWS takes 10000'],
  ],
  // lgallard/terraform-aws-backup writes policies in the names of the API.
  [
    'names of the API',
    '{"plans":{"p":{"rules":{"r":{"target_vault_name":{"@@assign":"v1"}}}}}}',
    ['1:30 `plans.p.rules.r` has no key `target_vault_name`'],
  ],
])('%s is a problem, at its place', (_, text, problems) => expect(check(text).problems).toEqual(problems));

test.each<[string, string, readonly string[]]>([
  [
    'a copy without a vault, in capitals',
    rule('"copy_actions":{"arn:aws:backup:eu-west-1:$account:backup-vault:Dr":{}}'),
    ['3:17 without `target_backup_vault_arn` AWS copies to the vault of the key in lower case'],
  ],
  // Whether AWS takes it and each job fails, or refuses it, nobody recorded.
  [
    'a lifecycle that ends too early',
    rule('"lifecycle":{"move_to_cold_storage_after_days":{"@@assign":"30"},\n"delete_after_days":{"@@assign":"90"}}'),
    ['4:1 Invalid lifecycle. DeleteAfterDays cannot be less than 90 days apart from MoveToColdStorageAfterDays'],
  ],
  ['a key of AWS in capitals', '{"Plans":{}}', ['1:2 `Plans` differs from `plans` in case alone']],
  ['a text for a list', plan('"regions":{"@@assign":"eu-west-1"}'), ['2:1 `regions` takes a list']],
  [
    'white space',
    `{"plans":{}}${' '.repeat(10_000)}`,
    [
      '1:1 the policy has 10012 characters, of which AWS takes 10000; the console strips white space, the API and the command line do not',
    ],
  ],
])('%s is a warning', (_, text, warnings) => expect(check(text)).toEqual({ problems: [], warnings }));

test('numbers and flags may be written as such, and a child says only what it changes', () => {
  const text = rule('"lifecycle":{"delete_after_days":{"@@assign":35}},"enable_continuous_backup":{"@@assign":false}');
  expect(check(text)).toEqual({ problems: [], warnings: [] });
});
