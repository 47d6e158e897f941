import { UserError } from '../../model/user-error.ts';
import { trailTableDdl } from '../../sources/trail/athena-ddl.ts';
import { historySource, tableName } from '../../sources/trail/history-source.ts';
import { noteLines } from '../collect/history.ts';
import { EXIT, type ExitCode } from '../exit/exit-codes.ts';
import type { Host } from '../host/host.ts';
import { OPTIONS, type Options } from '../options/options.ts';

/** Regions that every account has without asking. Source: AWS General Reference, "AWS Regions". */
const REGIONS = (
  'ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 ' +
  'eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2'
).split(' ');

/** Prints; Holdfast makes no table. */
export async function historyAthenaTable(options: Options<'history athena-table'>, host: Host): Promise<ExitCode> {
  const logs = historySource(options['athena-logs'], '--logs');
  if (logs.kind !== 's3') throw new UserError('--logs names no bucket', 'write s3://BUCKET or s3://BUCKET/PREFIX');
  const regions = options['athena-regions'];
  host.stdout.write(
    trailTableDdl({
      ...tableName(options['athena-name'], '--name'),
      bucket: logs.bucket,
      prefix: logs.prefix.replace(/AWSLogs\/$/, ''),
      organization: options['athena-organization'],
      accounts: options['athena-accounts'],
      regions: regions === 'all' ? REGIONS : regions,
    }),
  );
  if (options['athena-logs'] === OPTIONS['athena-logs'].fallback) {
    host.stderr.write(noteLines([`${logs.bucket} stands for the bucket of the trail; name it with --logs`]));
  }
  return EXIT.compliant;
}
