import { KEY_STATES } from '../../state/key.ts';
import { flag, instant, json, list, mapOf, type Out, oneOf, policyDocument, record, text } from '../reader.ts';
import { event } from './event.ts';
import { tags } from './lifecycle.ts';
import { plan, vault } from './plan.ts';
import { backupJob, copyJob, recoveryPoint } from './point.ts';
import { restoreJob, restoreTestingPlan } from './restore.ts';
import { alarm, scalableTarget, scalingPolicy, scheduledAction } from './scaling.ts';
import { nativeBackup, table } from './table.ts';

const key = record(
  {},
  {
    keyId: text(),
    aliases: list(text()),
    description: text(),
    keyManager: oneOf('AWS', 'CUSTOMER'),
    multiRegion: flag(),
    policy: policyDocument(),
    keyState: oneOf(...KEY_STATES),
    /** Of a key that is pending deletion; default: in 30 days. */
    deletionDate: instant(),
    tags,
  },
);

const stack = record(
  { stackName: text(), templateBody: json() },
  {
    stackStatus: text(),
    creationTime: instant(),
    parameters: mapOf(text()),
    tags: mapOf(text()),
    resources: list(
      record(
        { logicalResourceId: text(), resourceType: text() },
        { physicalResourceId: text(), resourceStatus: text() },
      ),
    ),
  },
);

const region = record(
  {},
  {
    settings: record(
      {},
      { resourceTypeOptInPreference: mapOf(flag()), resourceTypeManagementPreference: mapOf(flag()) },
    ),
    keys: list(key),
    vaults: list(vault),
    plans: list(plan),
    tables: list(table),
    nativeBackups: list(nativeBackup),
    recoveryPoints: list(recoveryPoint),
    backupJobs: list(backupJob),
    copyJobs: list(copyJob),
    restoreJobs: list(restoreJob),
    restoreTestingPlans: list(restoreTestingPlan),
    scalableTargets: list(scalableTarget),
    scalingPolicies: list(scalingPolicy),
    scheduledActions: list(scheduledAction),
    alarms: list(alarm),
    stacks: list(stack),
    events: list(event),
  },
);

const holder = {
  path: text(),
  policies: list(record({ policyName: text(), policyDocument: policyDocument() }, {})),
  attachedPolicies: list(text()),
};

export const account = record(
  {},
  {
    name: text(),
    partition: oneOf('aws', 'aws-cn', 'aws-us-gov'),
    enabledRegions: list(text()),
    globalSettings: tags,
    actors: list(
      record(
        { name: text() },
        {
          type: oneOf('IAMUser', 'AssumedRole', 'SSO', 'Root'),
          roleName: text(),
          permissionSet: text(),
          sourceIpAddress: text(),
          userAgent: text(),
          /** Written into events as it is: AWS services, callers of other accounts. */
          userIdentity: json(),
        },
      ),
    ),
    roles: list(
      record(
        { roleName: text() },
        { ...holder, assumeRolePolicyDocument: policyDocument(), description: text(), tags },
      ),
    ),
    users: list(record({ userName: text() }, holder)),
    policies: list(
      record({ policyName: text(), policyDocument: policyDocument() }, { path: text(), description: text() }),
    ),
    trails: list(
      record(
        { s3BucketName: text() },
        { s3KeyPrefix: text(), isOrganizationTrail: flag(), startLoggingTime: instant(), athenaTable: text() },
      ),
    ),
    regions: mapOf(region),
  },
);

export type AccountEntry = Out<typeof account>;

export type RegionEntry = Out<typeof region>;
