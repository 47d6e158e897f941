import { UserError } from '../model/user-error.ts';
import { renderProblems } from '../policy/render-problems.ts';
import { escapeTerminal } from '../report/escape.ts';
import { PolicyProblems } from './files/policy-problems.ts';

/** What a user can fix is reported in a few lines; a bug is told with its stack. */
export function describeError(error: unknown): string {
  if (error instanceof PolicyProblems) return `${renderProblems(error.problems)}\n${error.message}\n`;
  if (error instanceof UserError) {
    const causes = causesOf(error).map((cause) => `  cause: ${safe(cause)}\n`);
    return `error: ${safe(error.message)}\n${causes.join('')}  ${safe(error.advice)}\n`;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${safe(stack)}\n\nThis is a bug in Holdfast. The lines above and the command that was run are what a report of it needs.\n`;
}

function safe(text: string): string {
  return text.split('\n').map(escapeTerminal).join('\n');
}

/** At most three: errors of clients nest deeply. */
function causesOf(error: Error): readonly string[] {
  const found: string[] = [];
  for (let cause = error.cause; cause instanceof Error && found.length < 3; cause = cause.cause) {
    if (cause.message !== '' && !error.message.includes(cause.message)) found.push(cause.message);
  }
  return found;
}
