import { Readable } from 'node:stream';
import { IncompleteAnswer } from './failure.ts';

export interface BodyBounds {
  readonly bytes: number;
  readonly ms: number;
  /** What all bodies that are read at once hold together. */
  readonly together: Together;
}

/** How much the bodies under way hold: each alone may be short enough, and dozens of them more than the memory. */
export class Together {
  readonly #mostBytes: number;
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** Throws when there is no room for them. */
  hold(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes <= this.#mostBytes) return;
    throw new IncompleteAnswer(`the answers that are read at once are longer than ${sizeOf(this.#mostBytes)}`);
  }

  release(bytes: number): void {
    this.#bytes -= bytes;
  }
}

/** The body of an answer as a whole. One that is too long, or does not end in its time, is cut off and its connection closed. */
export async function collected(body: unknown, bounds: BodyBounds): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  if (!(body instanceof Readable)) throw new IncompleteAnswer('the answer has no body that can be read');
  const tooLate = Object.assign(new Error('the answer did not end'), { name: 'TimeoutError' });
  const timer = setTimeout(() => body.destroy(tooLate), bounds.ms);
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    // To leave the loop destroys the stream, and the connection with it.
    for await (const part of body) {
      bytes += part.length;
      bounds.together.hold(part.length);
      if (bytes > bounds.bytes) throw new IncompleteAnswer(`its answer is longer than ${sizeOf(bounds.bytes)}`);
      parts.push(part);
    }
  } finally {
    clearTimeout(timer);
    bounds.together.release(bytes);
  }
  return Buffer.concat(parts);
}

/** In the largest unit that leaves a whole number. */
export function sizeOf(bytes: number): string {
  const MIB = 1024 * 1024;
  return bytes % MIB === 0 ? `${(bytes / MIB).toLocaleString('en-US')} MiB` : `${bytes.toLocaleString('en-US')} bytes`;
}
