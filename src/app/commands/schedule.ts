import { formatMinutes } from '../../model/duration.ts';
import type { Instant } from '../../model/instant.ts';
import { UserError } from '../../model/user-error.ts';
import { type ScheduleReport, scheduleReport } from '../../schedule/schedule-report.ts';
import { EXIT, type ExitCode } from '../exit/exit-codes.ts';
import type { Host } from '../host/host.ts';
import type { Options } from '../options/options.ts';

export async function schedule(options: Options<'schedule'>, host: Host): Promise<ExitCode> {
  const outcome = scheduleReport(options.expression, {
    timezone: options.timezone,
    from: options.from ?? host.now(),
    count: options.count,
    startWindowMinutes: options['start-window'],
  });
  if (!outcome.ok) {
    throw new UserError(outcome.message, `in ${JSON.stringify(options.expression)}`);
  }
  const { report, notes } = outcome;
  const json = options['schedule-report'] === 'json';
  host.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : scheduleText(report, options['start-window']));
  host.stderr.write(notes.map((note) => `note: ${note}\n`).join(''));
  return EXIT.compliant;
}

function scheduleText(report: ScheduleReport, startWindowMinutes: number): string {
  const { expression, timezone, runs, longestGapMinutes, gapFrom, gapTo, worstCaseMinutes } = report;
  const local = (at: Instant) => localTime(at, timezone);
  const head = `${expression}, ${timezone}\n`;
  const table =
    timezone === 'UTC'
      ? runs.map((run) => `  ${utcTime(run)}\n`)
      : [`  ${'UTC'.padEnd(22)}${timezone}\n`, ...runs.map((run) => `  ${utcTime(run).padEnd(22)}${local(run)}\n`)];
  const gap =
    longestGapMinutes === null || gapFrom === null || gapTo === null || worstCaseMinutes === null
      ? ['no gap: the schedule does not run twice\n']
      : [
          `longest gap   ${formatMinutes(longestGapMinutes)} (${local(gapFrom)} → ${local(gapTo)})\n`,
          `worst case    ${formatMinutes(worstCaseMinutes)}, with a start window of ${formatMinutes(startWindowMinutes)}\n`,
        ];
  return [head, '\n', ...(runs.length === 0 ? ['  no run\n'] : table), '\n', ...gap].join('');
}

/** `Mon 2026-11-23 05:00`: AWS's schedules have no seconds. */
function utcTime(at: Instant): string {
  return localTime(at, 'UTC');
}

function localTime(at: Instant, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = new Map(format.formatToParts(Date.parse(at)).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return `${part('weekday')} ${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`;
}
