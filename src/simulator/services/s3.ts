import { byText } from '../../model/order.ts';
import { ServiceError } from '../error.ts';
import { integer, needText, text } from '../input.ts';
import { type Call, QUERY_ERRORS, reads, type Service } from '../operation.ts';
import { trailFiles } from '../trail-files.ts';

/** Source: Amazon S3 API Reference, ListObjectsV2. */
const PAGE = 1000;

/** The log files of the scenario's trails, and objects that a test puts into `world.buckets`; in path style. */
export const S3: Service = {
  scope: 's3',
  actions: 's3',
  eventSource: 's3.amazonaws.com',
  errors: { ...QUERY_ERRORS, throttled: 'SlowDown' },
  operations: { GetObject: reads(getObject), ListObjectsV2: reads(listObjects) },
};

function bucketOf({ input, world, now }: Call): ReadonlyMap<string, Uint8Array> {
  const name = needText(input, 'Bucket');
  const bucket = world.buckets.get(name);
  const written = trailFiles(world, name, now);
  if (bucket || written) return new Map([...(bucket ?? []), ...(written ?? [])]);
  throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', {
    status: 404,
    fields: { BucketName: name },
  });
}

function getObject(call: Call): object {
  const key = needText(call.input, 'Key');
  const Body = bucketOf(call).get(key);
  if (Body) return { Body };
  throw new ServiceError('NoSuchKey', 'The specified key does not exist.', { status: 404, fields: { Key: key } });
}

/** A token is the last key, or common prefix, of the page before. */
function listObjects(call: Call): object {
  const { input, world, now } = call;
  const prefix = text(input, 'Prefix') ?? '';
  const delimiter = text(input, 'Delimiter');
  const after = text(input, 'ContinuationToken') ?? text(input, 'StartAfter') ?? '';
  const size = Math.min(integer(input, 'MaxKeys') ?? PAGE, world.pageSize ?? PAGE);
  const entries = new Map<string, Uint8Array | undefined>();
  for (const [key, bytes] of bucketOf(call)) {
    if (!key.startsWith(prefix)) continue;
    const end = delimiter === undefined ? -1 : key.indexOf(delimiter, prefix.length);
    if (end < 0) entries.set(key, bytes);
    else entries.set(key.slice(0, end + 1), undefined);
  }
  const rest = [...entries].filter(([key]) => key > after).sort(byText(([key]) => key));
  const page = rest.slice(0, size);
  return {
    Name: text(input, 'Bucket'),
    Prefix: prefix,
    Delimiter: delimiter,
    MaxKeys: size,
    KeyCount: page.length,
    IsTruncated: rest.length > size,
    NextContinuationToken: rest.length > size ? page.at(-1)?.[0] : undefined,
    Contents: page.flatMap(([Key, bytes]) =>
      bytes ? [{ Key, LastModified: now, Size: bytes.length, StorageClass: 'STANDARD' }] : [],
    ),
    CommonPrefixes: page.flatMap(([Prefix, bytes]) => (bytes ? [] : [{ Prefix }])),
  };
}
