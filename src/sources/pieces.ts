import { gzipSync } from 'node:zlib';
import { streamRegularFile } from './regular-file.ts';
import { unzipped } from './unzipped.ts';

/** A text that is too long to be held at once. */
export type Pieces = Iterable<string> | AsyncIterable<string>;

/** Characters that are handed on at once. */
const CHUNK = 1024 * 1024;
/** In gzip's header: the operating system, which would differ between machines. 255 is "unknown". */
const GZIP_OS_BYTE = 9;

/** Few large pieces of many small ones: each is a write, or a gzip file. */
export async function* gathered(pieces: Pieces): AsyncGenerator<string> {
  let held: string[] = [];
  let length = 0;
  for await (const piece of pieces) {
    held.push(piece);
    length += piece.length;
    if (length < CHUNK) continue;
    yield held.join('');
    held = [];
    length = 0;
  }
  if (length > 0) yield held.join('');
}

/** Packed: gzip files one after the other are a gzip file. Same text, same bytes. */
export async function* zipped(pieces: Pieces): AsyncGenerator<Uint8Array> {
  for await (const text of gathered(pieces)) {
    const bytes = gzipSync(text, { level: 9 });
    bytes[GZIP_OS_BYTE] = 255;
    yield bytes;
  }
}

/** The text of a file, unpacked where it begins as gzip does. Throws where it is no UTF-8, or damaged. */
export async function* textPieces(path: string, shown: string, chunkBytes?: number): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const { chunks } = await unzipped(streamRegularFile(path, shown, chunkBytes), chunkBytes);
  for await (const bytes of chunks) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}
