import { resolve } from 'node:path';
import { run } from '../../src/app/run.ts';
import { instant, MINUTE_MS } from '../../src/model/instant.ts';
import type { Report } from '../../src/model/report.ts';
import type { Result } from '../../src/model/result.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { type MemoryHost, memoryHost } from '../app/memory-host.ts';

/** Actors of every kind, two tables, a plan that selects one of them by its tag, and a locked vault. */
export const SCENARIO = `
accounts:
  "111122223333":
    globalSettings: { isCrossAccountBackupEnabled: "true" }
    actors:
      - { name: alice, type: IAMUser, sourceIpAddress: 198.51.100.1 }
      - { name: run-42, type: AssumedRole, roleName: deploy, sourceIpAddress: 198.51.100.2 }
      - { name: bob@example.com, type: SSO, permissionSet: Admin, userAgent: console.amazonaws.com }
      - { name: owner, type: Root, sourceIpAddress: 198.51.100.4 }
      - name: scaling
        userIdentity: { type: AWSService, invokedBy: dynamodb.application-autoscaling.amazonaws.com }
        userAgent: dynamodb.application-autoscaling.amazonaws.com
      - name: carol
        userIdentity:
          type: AssumedRole
          principalId: "AROAEXAMPLE:carol"
          arn: arn:aws:sts::444455556666:assumed-role/auditor/carol
          accountId: "444455556666"
    roles:
      - roleName: app
        policies:
          - policyName: tables
            policyDocument:
              Version: "2012-10-17"
              Statement:
                - { Effect: Allow, Action: "dynamodb:GetItem", Resource: "arn:aws:dynamodb:eu-west-1:111122223333:table/orders" }
    regions:
      eu-west-1:
        vaults:
          - backupVaultName: main
            minRetentionDays: 7
            maxRetentionDays: 400
            accessPolicy:
              Version: "2012-10-17"
              Statement: [{ Sid: Keep, Effect: Deny, Principal: "*", Action: "backup:DeleteRecoveryPoint", Resource: "*" }]
        plans:
          - backupPlanName: daily
            backupPlanId: plan-daily
            rules:
              - { ruleName: nightly, targetBackupVaultName: main, scheduleExpression: "cron(0 5 ? * * *)", lifecycle: { deleteAfterDays: 35 } }
            selections:
              - selectionName: gold
                iamRoleArn: arn:aws:iam::111122223333:role/backup
                listOfTags: [{ conditionType: STRINGEQUALS, conditionKey: tier, conditionValue: gold }]
        tables:
          - { tableName: orders, tags: { tier: gold }, deletionProtectionEnabled: true, pointInTimeRecovery: { recoveryPeriodInDays: 35 } }
          - { tableName: sessions, billingMode: PROVISIONED, provisionedThroughput: { readCapacityUnits: 10, writeCapacityUnits: 10 } }
`;

const POLICY = 'apiVersion: holdfast/v1\nkind: Policy\nname: all\ntables: {}\nbackup: { pointInTimeRecovery: {} }\n';
const START_MS = Date.parse('2026-11-22T08:00:00Z');

export interface Estate {
  readonly simulator: Simulator;
  /** Moves the clock on. */
  readonly pass: (minutes: number) => void;
  /** Runs a command in a folder that the commands of this estate share. */
  readonly holdfast: (...words: readonly string[]) => Promise<{ exit: number; out: string; err: string }>;
  readonly files: Map<string, string>;
  readonly write: (path: string, text: string) => void;
}

/** The embedded AWS, a clock that moves when it is told to, and a folder with one policy for all tables. */
export async function inEstate(use: (estate: Estate) => Promise<void>, scenario = SCENARIO): Promise<void> {
  let now = START_MS;
  const simulator = await startSimulator({ clock: () => now, scenario: { text: scenario, file: 'scenario.yaml' } });
  const before = { ...process.env };
  Object.assign(process.env, simulator.environment);
  const files = new Map<string, string>([['policies/all.yaml', POLICY]]);
  const place = memoryHost().workingDirectory;
  try {
    await use({
      simulator,
      files,
      pass: (minutes) => {
        now += minutes * MINUTE_MS;
      },
      write: (path, text) => void files.set(path, text),
      holdfast: async (...words) => {
        const host: MemoryHost = {
          ...memoryHost({ files: Object.fromEntries(files), environment: simulator.environment }),
          now: () => instant(now),
        };
        const exit = await run(words, host);
        for (const [path, text] of host.files) files.set(path.slice(resolve(place).length + 1), text);
        return { exit, out: host.out(), err: host.err() };
      },
    });
  } finally {
    await simulator.close();
    for (const name of Object.keys(simulator.environment)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

/** The results of a JSON report that are not a pass, by path. */
export function findings(out: string): ReadonlyMap<string, Result> {
  const report: Report = JSON.parse(out);
  return new Map(
    report.results.flatMap((result) => (result.status === 'pass' ? [] : [[result.drift?.path ?? '', result] as const])),
  );
}
