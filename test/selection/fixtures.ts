import { type Fact, known, NOT_COLLECTED } from '../../src/model/fact.ts';
import type { RegionInventory, RegionSettings } from '../../src/model/inventory.ts';
import type { BackupRule, PlanRecord } from '../../src/model/plan.ts';
import type { SelectionBody, SelectionRecord } from '../../src/model/selection.ts';
import type { TableRecord, Tags } from '../../src/model/table.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

export function arnOf(name: string): string {
  return `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`;
}

export function table(name: string, tags: Tags = {}): TableRecord {
  return tableWithTags(name, known(tags, 'test'));
}

export function tableWithTags(name: string, tags: Fact<Tags>): TableRecord {
  return {
    arn: arnOf(name),
    name,
    tags,
    description: NOT_COLLECTED,
    timeToLive: NOT_COLLECTED,
    pointInTimeRecovery: NOT_COLLECTED,
    resourcePolicy: NOT_COLLECTED,
  };
}

/** Pairs written `key=value`. */
type Pairs = readonly string[];

export interface BodyParts {
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly listOfTags?: Pairs;
  readonly equals?: Pairs;
  readonly notEquals?: Pairs;
  readonly like?: Pairs;
  readonly notLike?: Pairs;
}

export function body(parts: BodyParts): SelectionBody {
  return {
    roleArn: `arn:aws:iam::${ACCOUNT}:role/backup`,
    resources: parts.resources ?? [],
    notResources: parts.notResources ?? [],
    listOfTags: pairs(parts.listOfTags),
    conditions: {
      stringEquals: pairs(parts.equals),
      stringNotEquals: pairs(parts.notEquals),
      stringLike: pairs(parts.like),
      stringNotLike: pairs(parts.notLike),
    },
  };
}

function pairs(texts: Pairs = []) {
  return texts.map((text) => {
    const at = text.indexOf('=');
    return { key: text.slice(0, at), value: text.slice(at + 1) };
  });
}

export function optIn(dynamoDb: boolean | undefined): Fact<RegionSettings> {
  return known({ optIn: dynamoDb === undefined ? { EFS: true } : { DynamoDB: dynamoDb }, management: {} }, 'test');
}

export const OPTED_IN = optIn(true);
export const OPTED_OUT = optIn(false);

export function selection(name: string, parts: BodyParts | Fact<SelectionBody>): SelectionRecord {
  return { id: `id-${name}`, name, body: 'known' in parts ? parts : known(body(parts), 'test') };
}

export function rule(name: string): BackupRule {
  return { name, vaultName: 'main', scheduleExpression: 'cron(0 5 ? * * *)', copyActions: [] };
}

export function plan(
  name: string,
  selections: readonly SelectionRecord[],
  overrides: Partial<PlanRecord> = {},
): PlanRecord {
  return {
    id: `id-${name}`,
    arn: `arn:aws:backup:${REGION}:${ACCOUNT}:backup-plan:id-${name}`,
    name,
    body: known({ rules: [rule('daily')], preview: [] }, 'test'),
    selections: known(selections, 'test'),
    ...overrides,
  };
}

export function region(plans: readonly PlanRecord[], overrides: Partial<RegionInventory> = {}): RegionInventory {
  return {
    partition: 'aws',
    account: ACCOUNT,
    region: REGION,
    inScope: true,
    settings: OPTED_IN,
    plans: known(plans, 'test'),
    vaults: NOT_COLLECTED,
    recoveryPoints: NOT_COLLECTED,
    backupJobs: NOT_COLLECTED,
    copyJobs: NOT_COLLECTED,
    restoreJobs: NOT_COLLECTED,
    restoreTestingPlans: NOT_COLLECTED,
    tables: NOT_COLLECTED,
    scalableTargets: NOT_COLLECTED,
    scalingPolicies: NOT_COLLECTED,
    alarms: NOT_COLLECTED,
    keys: [],
    ...overrides,
  };
}
