import type { Toolkit } from '../../github/toolkit.ts';
import { count } from '../../model/count.ts';
import { NotConfigured, NothingRead, UserError } from '../../model/user-error.ts';
import { escapeHtml, escapeMarkdown, escapeMarkdownCode } from '../../report/escape.ts';
import { PolicyProblems } from '../files/policy-problems.ts';
import type { Host } from '../host/host.ts';
import { type Options, optionsOf } from '../options/options.ts';
import { publishComment, surroundingsOf } from './publish.ts';

const INPUTS: ReadonlySet<string> = new Set(optionsOf('action').map(({ name }) => name));

/** Options of the command line as inputs of the Action; those of a command that is quoted stay. */
export function inInputs(text: string): string {
  return text.replace(/(\bholdfast [^`;]*)|--([a-z][a-z-]*)/g, (found, command: string | undefined, name: string) =>
    command === undefined && INPUTS.has(name) ? `input ${name}` : found,
  );
}

/** One line for the end of the step. */
export function whyNotJudged(error: unknown): string {
  if (!(error instanceof UserError)) return 'a bug in Holdfast; the log has the details';
  const lacking = whatJobLacks(error);
  return [inInputs(`${error.message}; ${error.advice}`), ...(lacking === undefined ? [] : [lacking])].join('; ');
}

/** Of a job that cannot read AWS. Source: docs.github.com, "Configuring OpenID Connect in Amazon Web Services". */
export function whatJobLacks(error: unknown): string | undefined {
  return error instanceof NotConfigured || error instanceof NothingRead
    ? 'in a workflow the credentials come from a step of aws-actions/configure-aws-credentials before this one, whose job has `permissions: id-token: write`'
    : undefined;
}

/**
 * A run that judged nothing leaves no verdict of an earlier one standing: the comment, where there is one, says so, and the job
 * summary says what is wrong.
 */
export async function tellNotJudged(
  error: unknown,
  options: Options<'action'> | undefined,
  toolkit: Toolkit,
  host: Host,
): Promise<void> {
  const around = surroundingsOf(options?.mode, host);
  const text = notJudgedText(error, around.runUrl);
  const isForComment = options !== undefined && options.comment !== 'never' && around.mode === 'pull-request';
  const { warnings } = isForComment
    ? await publishComment(
        options,
        around,
        { header: options['comment-header'], text, create: options.comment === 'always' },
        toolkit.rest,
      )
    : { warnings: [] };
  for (const warning of warnings) toolkit.warn(warning);
  if (options?.['job-summary'] !== false || warnings.length > 0) await toolkit.writeSummary(text);
}

/** Problems of policies in one text; the log has all. */
const PROBLEMS = 20;
/** A message may quote a file; the log has all of it. */
const LINE_CHARS = 1_000;

function notJudgedText(error: unknown, runUrl: string | undefined): string {
  const run = runUrl === undefined ? '' : `, <a href="${escapeHtml(runUrl)}">run</a>`;
  return [
    '## ❌ Holdfast: nothing could be judged',
    '',
    `${escapeMarkdown(cut(whyNotJudged(error)))}.`,
    '',
    ...(error instanceof PolicyProblems ? problemLines(error) : []),
    'No earlier verdict stands for this commit.',
    '',
    `<sub>Holdfast${run}</sub>`,
    '',
  ].join('\n');
}

function problemLines({ problems }: PolicyProblems): readonly string[] {
  const lines = problems.slice(0, PROBLEMS).map(({ file, line, column, message, hint }) => {
    const place = escapeMarkdownCode(`${file}:${line}:${column}`);
    return `- ${place}: ${escapeMarkdown(cut(hint === undefined ? message : `${message}; ${hint}`))}`;
  });
  const more = problems.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${count(more, 'more problem')}`] : []), ''];
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length <= LINE_CHARS ? text : `${characters.slice(0, LINE_CHARS).join('')}…`;
}
