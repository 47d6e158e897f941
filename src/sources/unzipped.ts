import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Fewer and larger chunks are faster; of several files at once a few MB of them are held. */
const CHUNK_BYTES = 256 * 1024;

export interface Unzipped {
  readonly isZipped: boolean;
  /** Ends with the error of the source, or of decompressing it. */
  readonly chunks: AsyncIterable<Buffer>;
}

/** The bytes of a source, decompressed where they begin as gzip does. */
export async function unzipped(source: Readable, chunkBytes = CHUNK_BYTES): Promise<Unzipped> {
  const chunks: AsyncIterator<Buffer> = source[Symbol.asyncIterator]();
  const first = await firstBytes(chunks);
  const whole = async function* (): AsyncGenerator<Buffer> {
    if (first.length > 0) yield first;
    yield* { [Symbol.asyncIterator]: () => chunks };
  };
  const isZipped = first[0] === 0x1f && first[1] === 0x8b;
  // The error of either end reaches whoever reads the chunks.
  return {
    isZipped,
    chunks: isZipped ? pipeline(whole, createGunzip({ chunkSize: chunkBytes }), () => undefined) : whole(),
  };
}

/** At least two bytes, where the source has them: enough to tell whether it is compressed. */
async function firstBytes(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  let bytes: Buffer = Buffer.alloc(0);
  while (bytes.length < 2) {
    const { value, done } = await chunks.next();
    if (done === true) return bytes;
    bytes = bytes.length === 0 ? value : Buffer.concat([bytes, value]);
  }
  return bytes;
}
