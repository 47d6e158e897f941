import { DAY_MINUTES, HOUR_MINUTES } from '../model/instant.ts';

/** Hours that divide a day, so that the gap over midnight is no longer than the others. */
const EVERY_HOURS = [12, 8, 6, 4, 3, 2, 1];

const AT = /^cron\((\d{1,2}) (\d{1,2}) /;

/**
 * The rarest schedule whose gap is at most that many minutes, at the time of day of the one it replaces; undefined below
 * an hour, which AWS Backup does not have.
 */
export function scheduleWithin(minutes: number, before: string | undefined): string | undefined {
  const [, minute = '0', hour = '5'] = AT.exec(before ?? '') ?? [];
  // The longest month has 31 days.
  if (minutes >= 31 * DAY_MINUTES) return `cron(${minute} ${hour} 1 * ? *)`;
  if (minutes >= 7 * DAY_MINUTES) return `cron(${minute} ${hour} ? * SUN *)`;
  if (minutes >= DAY_MINUTES) return `cron(${minute} ${hour} ? * * *)`;
  const every = EVERY_HOURS.find((hours) => hours * HOUR_MINUTES <= minutes);
  if (every === undefined) return undefined;
  return every === 1 ? `cron(${minute} * ? * * *)` : `cron(${minute} ${Number(hour) % every}/${every} ? * * *)`;
}
