import { describe, expect, test } from 'vitest';
import { exampleInventory } from '../../src/controls/example.ts';
import { readTemplate } from '../../src/preview/cloudformation.ts';
import { overlay } from '../../src/preview/overlay.ts';
import { HOME, readPlan } from './laid-over.ts';

const DIMENSION = 'dynamodb:table:ReadCapacityUnits';
const LIVE = exampleInventory({ scheduledActions: [{ name: 'dawn', schedule: 'rate(1 day)' }] });

function actionsAfter(change: ReturnType<typeof readPlan>) {
  const after = overlay(LIVE, [change], { withUntouched: false }).inventory.regions[0]?.scheduledActions;
  return after?.known
    ? after.value.map(({ name, schedule, endAt }) => [name, schedule, ...(endAt ? [endAt] : [])])
    : after?.detail;
}

const template = (scheduled: string) =>
  readTemplate(
    't.yaml',
    `
Parameters: { Given: { Type: String } }
Resources:
  Reads:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties:
      ServiceNamespace: dynamodb
      ResourceId: table/orders
      ScalableDimension: ${DIMENSION}
      MinCapacity: 5
      MaxCapacity: 60
${scheduled}`,
    { target: HOME },
  );

const listed = (...actions: readonly string[]) => `      ScheduledActions: [${actions.join(', ')}]\n`;
const action = (name: string, schedule: string, more = '') =>
  `{ ScheduledActionName: ${name}, Schedule: ${schedule}${more}, ScalableTargetAction: { MinCapacity: 7 } }`;

describe('scheduled actions of a template', () => {
  test('are those that it lists', () => {
    const end = ', EndTime: "2027-05-01T00:00:00+02:00"';
    const change = template(listed(action('dawn', 'rate(2 days)'), action('dusk', '"cron(0 20 * * ? *)"', end)));
    expect(actionsAfter(change)).toEqual([
      ['dawn', 'rate(2 days)'],
      ['dusk', 'cron(0 20 * * ? *)', '2027-04-30T22:00:00.000Z'],
    ]);
  });

  test.each([
    ['has one that is there, and does not list it', '', 'does not list the scheduled action dawn'],
    ['lists another', listed(action('dusk', 'rate(1 day)')), 'does not list the scheduled action dawn'],
    ['leaves one open', listed(action('dawn', '!Ref Given')), 'Given'],
    ['gives an end that is none', listed(action('dawn', 'rate(1 day)', ', EndTime: soon')), 'not an instant'],
  ])('are unknown where the target %s', (_, scheduled, why) => {
    expect(actionsAfter(template(scheduled))).toContain(why);
  });
});

describe('scheduled actions of a Terraform plan', () => {
  const attributes = {
    name: 'dawn',
    service_namespace: 'dynamodb',
    resource_id: 'table/orders',
    scalable_dimension: DIMENSION,
    schedule: 'cron(5 4 * * ? *)',
    timezone: 'UTC',
    scalable_target_action: [{ min_capacity: '9', max_capacity: '' }],
  };
  const plan = (actions: readonly string[], before: object | null, after: object | null, unknown = {}) =>
    readPlan(
      'plan.json',
      JSON.stringify({
        format_version: '1.2',
        planned_values: {},
        resource_changes: [
          {
            address: 'aws_appautoscaling_scheduled_action.dawn',
            mode: 'managed',
            type: 'aws_appautoscaling_scheduled_action',
            name: 'dawn',
            change: { actions, before, after, after_unknown: unknown },
          },
        ],
        configuration: {
          provider_config: { aws: { expressions: { region: { constant_value: HOME.region } } } },
          root_module: {
            resources: [
              {
                mode: 'managed',
                type: 'aws_appautoscaling_scheduled_action',
                name: 'dawn',
                provider_config_key: 'aws',
                expressions: {},
              },
            ],
          },
        },
      }),
    );

  test.each([
    [
      'made',
      plan(['create'], null, { ...attributes, name: 'dusk' }),
      [
        ['dawn', 'rate(1 day)'],
        ['dusk', 'cron(5 4 * * ? *)'],
      ],
    ],
    [
      'changed',
      plan(['update'], { ...attributes, schedule: 'rate(1 day)' }, attributes),
      [['dawn', 'cron(5 4 * * ? *)']],
    ],
    ['removed', plan(['delete'], attributes, null), []],
    [
      'of another service',
      plan(['delete'], { ...attributes, service_namespace: 'ecs' }, null),
      [['dawn', 'rate(1 day)']],
    ],
  ])('are there as they will be: one is %s', (_, change, actions) => {
    expect(actionsAfter(change)).toEqual(actions);
  });

  test('are unknown where one is known after apply', () => {
    const { schedule: _, ...known } = attributes;
    expect(actionsAfter(plan(['create'], null, known, { schedule: true }))).toContain('schedule');
  });
});
