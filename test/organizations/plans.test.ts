import { describe, expect, test } from 'vitest';
import { faultsOf } from '../../src/organizations/faults.ts';
import { inPlace, plansOf } from '../../src/organizations/plans.ts';
import { readPolicy } from '../../src/organizations/read-policy.ts';
import { EffectivePolicies } from '../../src/organizations/tree.ts';

/** Policies on the root, and on an account below it. */
function effective(root: readonly object[], account: readonly object[] = []) {
  const read = (policies: readonly object[], of: string) =>
    policies.flatMap(
      (policy, index) => readPolicy({ name: `${of}${index}`, text: JSON.stringify(policy) }).policy ?? [],
    );
  const tree = new EffectivePolicies([
    { id: 'r-1', name: 'Root', policies: read(root, 'root') },
    { id: '111122223333', name: '', parent: 'r-1', policies: read(account, 'account') },
  ]);
  return tree.of('111122223333') ?? expect.unreachable();
}

const set = (value: unknown) => ({ '@@assign': value });
const ROLE = { iam_role_arn: set('arn:aws:iam::$account:role/bk') };
const RULE = { schedule_expression: set('cron(30 1 ? * * *)'), target_backup_vault_name: set('Main') };
const planWith = (parts: object) => ({
  plans: {
    Tables: {
      regions: set(['eu-west-1']),
      rules: { Nightly: RULE },
      selections: { tags: { Tier: { ...ROLE, tag_key: set('tier'), tag_value: set(['gold', 'silver']) } } },
      ...parts,
    },
  },
});

describe('plans of an effective policy', () => {
  test.each<[string, object]>([
    ['a value of a tag', { tags: { s: { ...ROLE, tag_key: set('owner'), tag_value: set(['a', '$account']) } } }],
    ['the key of a tag', { tags: { s: { ...ROLE, tag_key: set('$account'), tag_value: set(['a']) } } }],
    ['a type that is no ARN', { resources: { s: { ...ROLE, resource_types: set(['$account']) } } }],
    [
      'a condition',
      {
        resources: {
          s: {
            ...ROLE,
            resource_types: set(['arn:aws:dynamodb:*:$account:table/*']),
            conditions: {
              string_equals: { c: { condition_key: set('aws:ResourceTag/o'), condition_value: set('arn:$account') } },
            },
          },
        },
      },
    ],
  ])('replace $account where an ARN stands alone: %s', (_, selections) => {
    const [plan] = plansOf(effective([planWith({ selections })]));
    const [selection] = plan?.selections.known ? plan.selections.value : [];
    expect(selection?.body).toMatchObject({
      known: false,
      detail: expect.stringContaining('what becomes of $account in `'),
    });
    expect(inPlace('of $account', { account: '111122223333', region: 'eu-west-1' })).toBe('of $account');
  });

  test('have the rules, copies and selections that the policy says', () => {
    const copy = 'arn:aws:backup:eu-central-1:$account:backup-vault:Dr';
    const rule = {
      ...RULE,
      lifecycle: { delete_after_days: set(35), move_to_cold_storage_after_days: set('3') },
      start_backup_window_minutes: set('60'),
      copy_actions: { [copy]: { target_backup_vault_arn: set(copy) } },
      target_logically_air_gapped_backup_vault_arn: set('arn:aws:backup:$region:$account:backup-vault:gap'),
    };
    const [plan] = plansOf(effective([planWith({ rules: { Nightly: rule } })]));
    expect(
      inPlace({ body: plan?.body, selections: plan?.selections }, { account: '111122223333', region: 'eu-west-1' }),
    ).toMatchObject({
      body: {
        value: {
          rules: [
            {
              name: 'nightly',
              vaultName: 'Main',
              scheduleExpression: 'cron(30 1 ? * * *)',
              startWindowMinutes: 60,
              lifecycle: { deleteAfterDays: 35, moveToColdStorageAfterDays: 3 },
              copyActions: [{ destinationVaultArn: 'arn:aws:backup:eu-central-1:111122223333:backup-vault:Dr' }],
              airGappedVaultArn: 'arn:aws:backup:eu-west-1:111122223333:backup-vault:gap',
            },
          ],
        },
      },
      selections: {
        value: [
          {
            name: 'tier',
            body: {
              value: {
                roleArn: 'arn:aws:iam::111122223333:role/bk',
                listOfTags: [
                  { key: 'tier', value: 'gold' },
                  { key: 'tier', value: 'silver' },
                ],
              },
            },
          },
        ],
      },
    });
  });

  test('copy to the vault of the key, in lower case, where the policy names none', () => {
    const key = 'arn:aws:backup:eu-central-1:$account:backup-vault:Dr';
    const [plan] = plansOf(
      effective([
        planWith({
          rules: { r: { ...RULE, copy_actions: { [key]: { lifecycle: { delete_after_days: set('9') } } } } },
        }),
      ]),
    );
    expect(plan?.body).toMatchObject({
      value: {
        rules: [{ copyActions: [{ destinationVaultArn: key.toLowerCase(), lifecycle: { deleteAfterDays: 9 } }] }],
      },
    });
  });

  test('are open where two policies of one node differ, and name both', () => {
    const vault = (name: string) => ({
      plans: { tables: { rules: { nightly: { target_backup_vault_name: set(name) } } } },
    });
    const [plan] = plansOf(effective([planWith({})], [vault('a'), vault('b')]));
    expect(plan?.body).toMatchObject({ known: false, reason: 'undocumented' });
    expect(plan?.body.known === false && plan.body.detail).toContain(
      '`target_backup_vault_name` of `nightly` is a (policy account0 at 111122223333, line 1) or b (policy account1 at 111122223333, line 1)',
    );
    expect(plan?.selections.known).toBe(true);
  });
});

describe('an effective policy', () => {
  const codes = (parts: object) =>
    faultsOf(effective([planWith(parts)])).map(({ code, path, mayBe }) => [code, path, mayBe]);
  const many = (length: number, of: object) => Object.fromEntries(Array.from({ length }, (_, i) => [`k${i}`, of]));

  test.each<[string, object, readonly unknown[]]>([
    ['that is whole is valid', {}, []],
    ['without a selection is invalid', { selections: {} }, [['KEY_REQUIRED', 'plans/tables/selections', false]]],
    ['without Regions is invalid', { regions: {} }, [['KEY_REQUIRED', 'plans/tables/regions', false]]],
    ['without rules is invalid', { rules: {} }, [['KEY_REQUIRED', 'plans/tables/rules', false]]],
    [
      'with a rule without a vault is invalid',
      { rules: { r: { schedule_expression: set('cron(0 5 ? * * *)') } } },
      [['KEY_REQUIRED', 'plans/tables/rules/r/target_backup_vault_name', false]],
    ],
    [
      'with a rule without a schedule may be invalid',
      { rules: { r: { target_backup_vault_name: set('v') } } },
      [['KEY_REQUIRED', 'plans/tables/rules/r/schedule_expression', true]],
    ],
    ['with eleven rules is invalid', { rules: many(11, RULE) }, [['ELEMENTS_TOO_MANY', 'plans/tables/rules', false]]],
    [
      'with tags and resources is invalid',
      {
        selections: {
          tags: { t: { ...ROLE, tag_key: set('k'), tag_value: set(['v']) } },
          resources: { r: { ...ROLE, resource_types: set(['*']) } },
        },
      },
      [['KEY_NOT_ALLOWED', 'plans/tables/selections', false]],
    ],
    [
      'with six copies of a rule is invalid',
      { rules: { r: { ...RULE, copy_actions: many(6, { lifecycle: { delete_after_days: set('1') } }) } } },
      [['ELEMENTS_TOO_MANY', 'plans/tables/rules/r/copy_actions', false]],
    ],
  ])('%s', (_, parts, expected) => expect(codes(parts)).toEqual(expected));
});
