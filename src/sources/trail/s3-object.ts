import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { IncompleteAnswer } from '../failure.ts';

const sleep = promisify(setTimeout);

/** Breaks without a byte in between, after which an object counts as unreadable. */
const BREAKS_MAX = 4;
const FIRST_PAUSE_MS = 100;
/**
 * How long one object is waited for, whatever it sends meanwhile. CloudTrail closes a file at 50 MB, which is there within
 * seconds; one byte a second, or a body without end, is not a log file.
 */
const OBJECT_MS = 15 * 60_000;

/**
 * The bytes of an object. The SDK sends requests again, but not the rest of a body: a transfer that breaks is taken up
 * where it broke, so that whoever decompresses sees one stream, and no event twice.
 */
export async function readObject(
  client: S3Client,
  Bucket: string,
  Key: string,
  objectMs = OBJECT_MS,
): Promise<Readable> {
  const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket, Key }));
  const rest = async (from: number): Promise<Readable> => {
    // One that was replaced meanwhile is refused.
    const part = await client.send(
      new GetObjectCommand({ Bucket, Key, Range: `bytes=${from}-`, ...(ETag === undefined ? {} : { IfMatch: ETag }) }),
    );
    if (!part.ContentRange?.startsWith(`bytes ${from}-`)) {
      throw new IncompleteAnswer('the transfer broke, and its rest was not to be had');
    }
    return streamOf(part.Body);
  };
  return Readable.from(unbroken(streamOf(Body), rest, objectMs), { objectMode: false });
}

async function* unbroken(
  first: Readable,
  rest: (from: number) => Promise<Readable>,
  objectMs: number,
): AsyncGenerator<Buffer> {
  let read = 0;
  let breaks = 0;
  let waitedMs = 0;
  for (let body = first; ; body = await rest(read)) {
    try {
      let asked = performance.now();
      for await (const chunk of body) {
        waitedMs += performance.now() - asked;
        if (waitedMs > objectMs) throw new IncompleteAnswer(`the object did not end within ${objectMs / 60_000} min`);
        read += chunk.length;
        breaks = 0;
        yield chunk;
        asked = performance.now();
      }
      return;
    } catch (error) {
      breaks += 1;
      if (breaks > BREAKS_MAX || error instanceof IncompleteAnswer) throw error;
      await sleep(FIRST_PAUSE_MS * 2 ** (breaks - 1));
    }
  }
}

function streamOf(body: unknown): Readable {
  if (body instanceof Readable) return body;
  throw new IncompleteAnswer('the answer holds no object');
}
