import { closeSync, constants, createReadStream, fstatSync, openSync, type ReadStream, readFileSync } from 'node:fs';
import { UserError } from '../model/user-error.ts';

/** About as much as a JavaScript string can hold. */
const MAX_BYTES = 512 * 1024 * 1024;

/** The door for every file that is read: neither waits for a pipe nor reads a device without end. */
export function readRegularFile(path: string, shown: string): Uint8Array {
  const file = openRegular(path, shown);
  try {
    if (fstatSync(file).size > MAX_BYTES) {
      throw new UserError(`${shown} is larger than ${MAX_BYTES / 1024 / 1024} MiB`, 'name a smaller file');
    }
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** The same as a stream, for readers that hold a bound of their own. */
export function streamRegularFile(path: string, shown: string, chunkBytes?: number): ReadStream {
  return createReadStream(path, {
    fd: openRegular(path, shown),
    ...(chunkBytes === undefined ? {} : { highWaterMark: chunkBytes }),
  });
}

/** Opening a pipe that nobody writes to would wait, were it not told not to. */
function openRegular(path: string, shown: string): number {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  const found = fstatSync(file);
  if (found.isFile() || found.isDirectory()) return file;
  closeSync(file);
  throw notRegular(shown);
}

function notRegular(shown: string): UserError {
  return new UserError(
    `${shown} is a pipe, a socket or a device, and was not read`,
    'write what it gives into a file, and name that',
  );
}
