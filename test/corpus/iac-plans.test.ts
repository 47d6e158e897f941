import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exampleInventory, NOW, ORDERS } from '../../src/controls/example.ts';
import { estateOf } from '../../src/estate/estate.ts';
import { retentionDays, scheduleOf } from '../../src/estate/rules.ts';
import { known } from '../../src/model/fact.ts';
import type { PlanRecord } from '../../src/model/plan.ts';
import type { TableRecord } from '../../src/model/table.ts';
import { type Parameters, plansOfTemplate, plansOfTerraform } from './iac-plans.ts';

const CORPUS = resolve(import.meta.dirname, '../../../shared/corpus/B-iac');
const absent = !existsSync(CORPUS) && process.env['HOLDFAST_CI'] !== 'true';

const DAY = 24 * 60;
const FOREVER = Number.POSITIVE_INFINITY;

/** Gap and worst case, in minutes, of the rules that keep at least so many days. */
type Keeps = readonly [days: number, gap: number, worstCase: number];

interface Expectation {
  readonly parameters?: Parameters;
  /** Table → its tags; all in eu-west-1 of 111122223333. */
  readonly tables: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly covered: readonly string[];
  readonly keeps: readonly Keeps[];
}

/** What somebody who reads the template and AWS's documents would expect of it, worked out by hand. */
const EXPECTED: Readonly<Record<string, Expectation>> = {
  // Two tags in ListOfTags are ORed. No window: 8 hours. No lifecycle: for ever.
  'cfn/awslabs+fhir-works-on-aws-deployment/cloudformation/backup.yaml': {
    tables: {
      resources: { service: 'fhir' },
      exports: { backup: 'daily' },
      both: { service: 'fhir', backup: 'daily' },
      weekly: { backup: 'weekly' },
      bare: {},
    },
    covered: ['both', 'exports', 'resources'],
    keeps: [[FOREVER, DAY, DAY + 480]],
  },
  'cfn/thomasdpage+aws-backup/aws-backup.yml': {
    parameters: { EnvName: 'PRD' },
    tables: {
      planned: { 'backup-plan': 'daily' },
      production: { environment: 'PRD' },
      staging: { environment: 'staging' },
      other: { environment: 'prd' },
    },
    covered: ['planned', 'production'],
    keeps: [[35, DAY, DAY + 60]],
  },
  // One table by its ARN; grandfather, father, son at midnight. The first of a month on a Sunday is the monthly rule's.
  'cfn/sethdford+investment-performance-platform/infrastructure/backup.yaml': {
    parameters: { DynamoDBTableName: 'orders' },
    tables: { orders: {}, 'orders-2': {} },
    covered: ['orders'],
    keeps: [
      [30, DAY, DAY + 60],
      [90, 7 * DAY, 7 * DAY + 60],
      [365, 31 * DAY, 31 * DAY + 60],
    ],
  },
  'cfn/widdix+aws-cf-templates/state/dynamodb.yaml': {
    parameters: { BackupRetentionPeriod: 30, BackupScheduleExpression: 'cron(0 5 ? * * *)' },
    tables: { orders: {}, users: {} },
    covered: ['orders'],
    keeps: [[30, DAY, DAY + 60]],
  },
  // An instance and file systems: no table.
  'cfn/widdix+aws-cf-templates/ec2/al2-mutable-private.yaml': { tables: { orders: {} }, covered: [], keeps: [] },
  'cfn/widdix+aws-cf-templates/wordpress/wordpress-ha.yaml': { tables: { orders: {} }, covered: [], keeps: [] },
  'cfn/widdix+aws-cf-templates/wordpress/wordpress-ha-aurora.yaml': { tables: { orders: {} }, covered: [], keeps: [] },
  'cfn/widdix+aws-cf-templates/vpc/vpc-vpn-bastion.yaml': { tables: { orders: {} }, covered: [], keeps: [] },
  'cfn/widdix+aws-cf-templates/jenkins/jenkins2-ha-agents.yaml': { tables: { orders: {} }, covered: [], keeps: [] },
  // Every twelve hours, within 8 hours; values of tags are case sensitive.
  'cfn/cloudtools+troposphere/tests/examples_output/Backup.template': {
    tables: { upper: { Backup: 'True' }, lower: { Backup: 'true' }, key: { backup: 'True' } },
    covered: ['upper'],
    keeps: [[31, DAY / 2, DAY / 2 + 480]],
  },
  // A plan without a selection backs nothing up.
  'cfn/aws-cloudformation+cfn-lint/test/fixtures/templates/bad/resources/backup/test_backup_plan_lifecycle_rule.yml': {
    tables: { orders: {} },
    covered: [],
    keeps: [],
  },
  // Of three selections the one about tables takes them all: ListOfTags adds, and has nothing left to add.
  'cdk-snapshots/aws+aws-cdk/cdk-backup-selection-conditions.template.json': {
    tables: { bare: {}, daily: { backup: 'daily' }, production: { environment: 'production', project: 'myproject-1' } },
    covered: ['bare', 'daily', 'production'],
    keeps: [
      [35, DAY, DAY + 480],
      [90, 7 * DAY, 7 * DAY + 480],
      [1825, 31 * DAY, 31 * DAY + 480],
    ],
  },
  'tf-plan-rendered/lg-cross_region_backup.plan.json': {
    tables: { bare: {}, tagged: { BackupRequired: 'true' } },
    covered: ['bare', 'tagged'],
    keeps: [[365, DAY, DAY + 60]],
  },
  'tf-plan-rendered/lg-selection_by_tags.plan.json': {
    tables: {
      backed: { Backup: 'true' },
      production: { Environment: 'prod' },
      development: { Environment: 'dev', Backup: 'false' },
    },
    covered: ['backed', 'production'],
    keeps: [[180, DAY, DAY + 480]],
  },
  // 07:00 and 12:00: nineteen hours over night. The rule of 07:00 alone keeps 360 days.
  'tf-plan-rendered/lg-simple_plan_using_lock_configuration.plan.json': {
    tables: { production: { Environment: 'prod' }, bare: {} },
    covered: ['production'],
    keeps: [
      [180, 19 * 60, 21 * 60],
      [360, DAY, DAY + 120],
    ],
  },
  // The ARNs name another account and Region, so that only the tag counts here.
  'tf-plan-rendered/lg-simple_plan_using_variables.plan.json': {
    tables: { 'mydynamodb-table1': {}, production: { Environment: 'prod' } },
    covered: ['production'],
    keeps: [[120, DAY, DAY + 120]],
  },
  'tf-plan-rendered/moto-backup.plan.json': { tables: { orders: {} }, covered: [], keeps: [] },
  'tf-plan-rendered/umotif-external-vault.plan.json': {
    tables: { environment: { Environment: 'test' }, project: { Project: 'Test' }, lower: { Project: 'test' } },
    covered: ['environment', 'project'],
    keeps: [[95, DAY, DAY + 65]],
  },
};

function plansOf(file: string, parameters: Parameters): readonly PlanRecord[] {
  const text = readFileSync(join(CORPUS, file), 'utf8');
  return file.startsWith('tf-') ? plansOfTerraform(text) : plansOfTemplate(text, parameters);
}

function estateWith(plans: readonly PlanRecord[], tables: Expectation['tables']) {
  const inventory = exampleInventory({ plans });
  const regions = inventory.regions.map((region) => {
    const [example] = region.tables.known ? region.tables.value : [];
    if (!example) return region;
    const records = Object.entries(tables).map(
      ([name, tags]): TableRecord => ({
        ...example,
        name,
        arn: ORDERS.replace(/orders$/, name),
        tags: known(tags, 'test'),
      }),
    );
    return { ...region, tables: known(records, 'test') };
  });
  return estateOf({ ...inventory, regions }, NOW);
}

describe.skipIf(absent)(`plans and selections as people write them${absent ? ` (skipped: no ${CORPUS})` : ''}`, () => {
  test.each(Object.entries(EXPECTED))('%s', (file, { parameters = {}, tables, covered, keeps }) => {
    const plans = plansOf(file, parameters);
    expect(plans).toHaveLength(1);
    const estate = estateWith(plans, tables);
    const reached = estate.tables.filter((table) => estate.coverage(table).covering.length > 0);
    expect(reached.map((table) => table.name).toSorted()).toEqual(covered);
    expect(estate.tables.flatMap((table) => estate.coverage(table).possible)).toEqual([]);
    for (const table of reached) {
      const { covering } = estate.coverage(table);
      const found = keeps.map(([days]) => {
        const { scheduleGapMinutes, worstCaseMinutes } = scheduleOf(
          estate,
          covering,
          (rule) => retentionDays(rule) >= days,
        );
        return [days, scheduleGapMinutes, worstCaseMinutes];
      });
      expect(found).toEqual(keeps);
    }
  });
});
