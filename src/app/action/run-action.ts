import { placed } from '../../github/annotations.ts';
import type { Toolkit } from '../../github/toolkit.ts';
import { UserError } from '../../model/user-error.ts';
import { escapeTerminal } from '../../report/escape.ts';
import { describeError } from '../describe-error.ts';
import { type ExitCode, exitAfter } from '../exit/exit-codes.ts';
import { PolicyProblems } from '../files/policy-problems.ts';
import type { Host } from '../host/host.ts';
import { type Options, readOptions } from '../options/options.ts';
import type { Placed } from '../options/values.ts';
import { inInputs, tellNotJudged, whatJobLacks, whyNotJudged } from './not-judged.ts';
import { placedIn } from './working-directory.ts';

/** One run as a step of a workflow. Nothing is thrown; what the user must know is said through the toolkit. */
export async function runAction(toolkit: Toolkit, machine: Host): Promise<ExitCode> {
  const host = withDebug(toolkit, machine);
  let options: Options<'action'> | undefined;
  try {
    options = placedOptions(toolkit, host);
    // Loaded only now: what is wrong with the inputs is said before.
    const { scan } = await import('./scan.ts');
    return await scan(options, toolkit, host);
  } catch (error) {
    if (error instanceof PolicyProblems) annotateProblems(error, toolkit);
    const known = error instanceof UserError;
    const lacking = whatJobLacks(error);
    const described = `${describeError(error)}${lacking === undefined ? '' : `  ${lacking}\n`}`;
    toolkit.quoted(() => host.stdout.write(known ? inInputs(described) : described));
    // The verdict on the run must not depend on what became of the comment.
    await tellNotJudged(error, options ?? inputsOfComment(toolkit), toolkit, host).catch((trouble: unknown) =>
      toolkit.quoted(() => host.stdout.write(describeError(trouble))),
    );
    toolkit.fail(whyNotJudged(error));
    return exitAfter(error);
  }
}

function readInputs(
  linesOf: (input: { readonly name: string }) => readonly string[],
  placed?: Placed,
): Options<'action'> {
  return readOptions('action', linesOf, ({ name }) => `input ${name}`, placed);
}

/** What is wrong with an input is said before the folder of all is looked at. */
function placedOptions(toolkit: Toolkit, host: Host): Options<'action'> {
  const linesOf = ({ name }: { readonly name: string }) => toolkit.inputLines(name);
  const { 'working-directory': directory } = readInputs(linesOf);
  return readInputs(linesOf, placedIn(directory, host));
}

const FINDS_COMMENT: ReadonlySet<string> = new Set(['mode', 'comment', 'comment-header', 'token']);

/** Where another input is wrong, the comment is found all the same; undefined where these are wrong themselves. */
function inputsOfComment(toolkit: Toolkit): Options<'action'> | undefined {
  try {
    return readInputs(({ name }) => (FINDS_COMMENT.has(name) ? toolkit.inputLines(name) : []));
  } catch {
    return undefined;
  }
}

/** GitHub's own switch, "Enable debug logging". */
function withDebug(toolkit: Toolkit, host: Host): Host {
  if (host.environment['RUNNER_DEBUG'] !== '1') return host;
  const debug = (line: string) => toolkit.quoted(() => host.stdout.write(`debug: ${escapeTerminal(line)}\n`));
  return { ...host, debug };
}

/** The message that ends the step is an error too, and GitHub shows ten. */
const PROBLEMS_SHOWN = 9;

function annotateProblems({ problems }: PolicyProblems, toolkit: Toolkit): void {
  for (const { message, hint, file, line, column } of problems.slice(0, PROBLEMS_SHOWN)) {
    const listed = hint === undefined ? message : `${message}; ${hint}`;
    toolkit.annotate({ level: 'error', title: 'Policy', ...placed(listed, { file, line, column }) });
  }
}
