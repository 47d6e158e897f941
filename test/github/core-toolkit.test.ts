import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LEVELS } from '../../src/github/annotations.ts';
import { coreToolkit } from '../../src/github/core-toolkit.ts';
import { HOSTILE } from '../report/fixtures.ts';

const toolkit = coreToolkit({}, () => 'token');

let printed: string[];
beforeEach(() => {
  printed = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(String(text));
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** Any text, with what a runner or a log would act on far more often than chance would bring it. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...Object.values(HOSTILE), '\n::error::', '\r\n', '%0A', '::', ',', '%', '\u001b[2J', '\u202e'),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

/** What was printed, as the lines that a runner reads. */
function linesOf(say: () => void): readonly string[] {
  printed = [];
  say();
  return printed.join('').split(/\r?\n/).slice(0, -1);
}

describe('what the Action says to its runner', () => {
  test('is one command, whatever the text', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.constantFrom(...LEVELS), (title, message, level) => {
        const at = { file: 'policies/a.yaml', line: 3, column: 5 };
        const lines = linesOf(() => toolkit.annotate({ level, title, message, at }));
        expect(lines).toHaveLength(1);
        const properties = /^::(error|warning|notice) ([^:]*)::/.exec(lines[0] ?? '')?.[2] ?? '';
        expect(properties.split(',').map((each) => each.split('=')[0])).toEqual(
          title === '' ? ['file', 'line', 'col'] : ['title', 'file', 'line', 'col'],
        );
      }),
    );
  });

  test('obeys no control character and hides nothing', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const say of [toolkit.warn, toolkit.fail]) {
          const lines = linesOf(() => say(text));
          expect(lines).toHaveLength(1);
          expect(lines[0]).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        }
      }),
    );
  });
});
