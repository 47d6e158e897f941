import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { proxiedFetch } from '../../src/network/proxied-fetch.ts';
import { ask } from '../../src/sources/ask.ts';
import { Connection } from '../../src/sources/connection.ts';
import { Progress } from '../../src/sources/progress.ts';
import { Wire } from '../../src/sources/wire.ts';

/** What a call of GitHub's kind and one of AWS's bring, with these settings of proxies. */
export async function askedThrough(
  environment: Readonly<Record<string, string>>,
  { github, aws }: { readonly github: string; readonly aws: string },
): Promise<{ readonly github: string; readonly aws: string }> {
  return { github: await askGithub(environment, github), aws: await askAws(environment, aws) };
}

async function askGithub(environment: Readonly<Record<string, string>>, address: string): Promise<string> {
  try {
    const settings = { method: 'POST', headers: {}, body: '{}', signal: AbortSignal.timeout(10_000) };
    const answer = await proxiedFetch(environment)(address, settings);
    return `${answer.status} ${await answer.text()}`;
  } catch (error) {
    return error instanceof Error ? String(Reflect.get(error, 'code') ?? error.message) : 'no error';
  }
}

async function askAws(environment: Readonly<Record<string, string>>, address: string): Promise<string> {
  const limits = { connectMs: 5_000, answerMs: 5_000, silenceMs: 5_000, wholeAnswerMs: 5_000, longestRetryMs: 5 };
  const wire = new Wire(environment, undefined, limits);
  process.env['AWS_ENDPOINT_URL'] = address;
  try {
    const credentials = async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' });
    const run = { wire, progress: new Progress(() => undefined), signal: undefined, profile: undefined };
    const connection = new Connection(run, 'eu-west-1', credentials, 'me');
    const send = () => connection.dynamoDb.send(new ListTablesCommand({}));
    const names = await ask(connection, 'dynamodb:ListTables', send, ({ TableNames }) => TableNames?.join());
    return names.known ? String(names.value) : names.detail;
  } finally {
    delete process.env['AWS_ENDPOINT_URL'];
    wire.close();
  }
}
