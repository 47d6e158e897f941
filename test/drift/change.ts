import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import * as backup from '@aws-sdk/client-backup';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import type { Simulator } from '../../src/simulator/server.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';

const hasCli = (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'aws')));

type Service = 'backup' | 'dynamodb';

/** Who changes what. */
export interface Change {
  readonly actor: string;
  readonly service: Service;
  readonly operation: string;
  readonly input: object;
}

/** Makes a change as an actor of the scenario: with the AWS CLI where it is installed, else with the SDK. */
export async function change(simulator: Simulator, { actor, service, operation, input }: Change): Promise<void> {
  const environment = simulator.environmentOf(ACCOUNT, REGION, actor);
  await (hasCli ? withCli(environment, service, operation, input) : withSdk(environment, service, operation, input));
}

function withCli(
  environment: Readonly<Record<string, string>>,
  service: Service,
  operation: string,
  input: object,
): Promise<void> {
  const words = [service, kebab(operation), '--cli-input-json', JSON.stringify(input)];
  const env = { ...process.env, ...environment, AWS_PAGER: '' };
  return new Promise((resolve, reject) => {
    execFile('aws', words, { env }, (error, _, stderr) => {
      if (error) reject(new Error(`aws ${words.slice(0, 2).join(' ')}: ${stderr || error.message}`));
      else resolve();
    });
  });
}

async function withSdk(
  environment: Readonly<Record<string, string>>,
  service: Service,
  operation: string,
  input: object,
): Promise<void> {
  const settings = {
    endpoint: environment['AWS_ENDPOINT_URL'] ?? '',
    region: REGION,
    credentials: {
      accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  };
  const library: Readonly<Record<string, unknown>> = { ...(service === 'backup' ? backup : dynamodb) };
  const Command = library[`${operation}Command`];
  if (typeof Command !== 'function') throw new Error(`no command ${operation}`);
  const command = Reflect.construct(Command, [input]);
  if (service === 'backup') await new backup.BackupClient(settings).send(command);
  else await new dynamodb.DynamoDBClient(settings).send(command);
}

/** `UpdateBackupPlan` → `update-backup-plan`, as the CLI spells it. */
function kebab(operation: string): string {
  return operation.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}
