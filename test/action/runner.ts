import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { NODE_24, scrubbed, temporaryFolder } from '../built-package.ts';
import { runToEnd } from '../cli/child.ts';

export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

export interface Step {
  readonly exit: number | null;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly commands: readonly Command[];
  readonly log: string;
  readonly temporary: string;
}

export interface StepSettings {
  readonly with?: Readonly<Record<string, string>>;
  readonly workspace: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Where GitHub's REST interface is, the token of the job, and what the workflow ran for. */
  readonly github?: {
    readonly url: string;
    readonly token: string;
    readonly repository: string;
    readonly event: string;
    readonly payload: object;
  };
}

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
}

/** Does what GitHub's runner does with a step that uses the action in the folder. */
export async function runStep(
  folder: string,
  { with: given = {}, workspace, environment = {}, github }: StepSettings,
): Promise<Step> {
  const action: ActionFile = parse(readFileSync(join(folder, 'action.yml'), 'utf8'));
  const unknown = Object.keys(given).filter((name) => !(name in action.inputs));
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(', ')}`);
  const runner = temporaryFolder();
  const files = { GITHUB_OUTPUT: join(runner, 'output'), GITHUB_STEP_SUMMARY: join(runner, 'summary') };
  for (const file of Object.values(files)) writeFileSync(file, '');
  const temporary = join(runner, 'temp');
  mkdirSync(temporary);
  const inputs = Object.entries(action.inputs).map(([name, input]) => [
    `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
    given[name] ?? (input.default ?? '').replace('${{ github.token }}', github?.token ?? ''),
  ]);
  const { exit, out, err } = await runToEnd(NODE_24, [join(folder, action.runs.main)], {
    folder: workspace,
    environment: {
      ...scrubbed(runner, environment),
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: temporary,
      ...files,
      ...(github === undefined ? {} : eventOf(github, runner)),
      ...Object.fromEntries(inputs),
    },
  });
  return {
    exit,
    outputs: outputsIn(readFileSync(files.GITHUB_OUTPUT, 'utf8')),
    summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
    commands: commandsIn(out),
    log: out + err,
    temporary,
  };
}

function eventOf(
  { url, repository, event, payload }: NonNullable<StepSettings['github']>,
  folder: string,
): Record<string, string> {
  const file = join(folder, 'event.json');
  writeFileSync(file, JSON.stringify(payload));
  return {
    GITHUB_API_URL: url,
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_REPOSITORY: repository,
    GITHUB_RUN_ID: '1234567890',
    GITHUB_EVENT_NAME: event,
    GITHUB_EVENT_PATH: file,
  };
}

/** `name<<DELIMITER`, lines, `DELIMITER`. */
function outputsIn(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/^(.+?)<<(.+)\n([\s\S]*?)\n?\2$/gm)].map(([, name, , value]) => [
      name,
      value?.replace(/\n$/, ''),
    ]),
  );
}

/** Workflow commands, but for those between `::stop-commands::TOKEN` and `::TOKEN::`. */
function commandsIn(log: string): readonly Command[] {
  const commands: Command[] = [];
  let token: string | undefined;
  for (const line of log.split('\n')) {
    const [, name = '', properties = '', message = ''] = /^\s*::([\w-]+)(?: ([^:]*))?::(.*)$/.exec(line) ?? [];
    if (token !== undefined) {
      if (line.trim() === `::${token}::`) token = undefined;
    } else if (name === 'stop-commands') token = message;
    else if (name !== '') commands.push({ name, properties: propertiesIn(properties), message: decoded(message) });
  }
  return commands;
}

function propertiesIn(text: string): Record<string, string> {
  const pairs =
    text === ''
      ? []
      : text.split(',').map((pair) => [pair.slice(0, pair.indexOf('=')), decoded(pair.slice(pair.indexOf('=') + 1))]);
  return Object.fromEntries(pairs);
}

function decoded(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}
