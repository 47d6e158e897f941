import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { collected, Together } from '../../src/sources/collected.ts';

test('what all answers hold that are read at once is bounded, and what was read makes room again', async () => {
  const bounds = { bytes: 6_000, ms: 5_000, together: new Together(8_000) };
  const slow = new Readable({ read: () => undefined });
  slow.push(Buffer.alloc(5_000));
  const first = collected(slow, bounds);
  await new Promise(setImmediate);
  const cut = new Readable({ read: () => undefined });
  cut.push(Buffer.alloc(5_000));
  await expect(collected(cut, bounds)).rejects.toThrow('the answers that are read at once are longer than 8,000 bytes');
  expect(cut.destroyed).toBe(true);
  slow.push(null);
  expect(await first).toHaveLength(5_000);
  expect(await collected(Readable.from([Buffer.alloc(5_500)]), bounds)).toHaveLength(5_500);
});
