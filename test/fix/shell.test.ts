import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aws, callLine, callLines, commandLines } from '../../src/fix/command.ts';
import { hclText, hclValue } from '../../src/fix/hcl.ts';
import { compactJson, shellComment, shellWord, TARGET } from '../../src/fix/shell.ts';

/** What a shell makes of words: each argument as it arrives. */
function argumentsOf(words: string, shell = 'bash', target = ''): readonly string[] {
  const script = `aws() { printf '%s\\0' "$@"; }\n${words}\n`;
  const out = execFileSync(shell, ['-s'], { input: script, env: { PATH: process.env['PATH'], TARGET: target } });
  return out.toString('utf8').split('\0').slice(0, -1);
}

/** Arguments hold no NUL, and what is no UTF-16 is no text. */
const text = fc
  .string({ unit: 'binary', maxLength: 40 })
  .filter((each) => !each.includes('\0') && !each.includes(TARGET));
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const HOSTILE = [
  "it's",
  '$(reboot)',
  '`id`',
  '"; rm -rf /; "',
  '\\',
  "'",
  '\n',
  '!!',
  '~',
  '*',
  '#',
  '',
  ' ',
  '-n',
  '日本',
  '\u001b[2J',
];

describe('a word of a shell', () => {
  test.each(['bash', 'sh'])('arrives as it is, whatever it holds, in %s', (shell) => {
    const all = [...HOSTILE, ...fc.sample(text, 500)];
    // What cannot be seen is written in a way that older shells than bash do not know.
    const words = shell === 'bash' ? all : all.filter((each) => each.search(UNSEEN) === -1);
    expect(argumentsOf(`aws ${words.map(shellWord).join(' ')}`, shell)).toEqual(words);
  });

  test('has no character that a terminal would act on, and is not cut off at a NUL', () => {
    fc.assert(
      fc.property(text, (each) => {
        expect(shellWord(each)).not.toMatch(UNSEEN);
      }),
    );
    expect(shellWord("it's\u001b[31m\u009b")).toBe(String.raw`$'it\'s\x1b[31m\xc2\x9b'`);
    expect(argumentsOf(`aws ${shellWord('orders\0-restored')}`)).toEqual([String.raw`orders\x00-restored`]);
  });

  test('is left bare where nothing in it means anything', () => {
    expect(shellWord('arn:aws:dynamodb:eu-west-1:111122223333:table/orders')).toBe(
      'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
    );
  });

  test('takes the name of the table from TARGET where it is not known yet', () => {
    const word = shellWord(`{"it's":"${TARGET}","$TARGET":"${TARGET}"}`);
    expect(argumentsOf(`aws ${word}`, 'sh', 'orders-2')).toEqual([`{"it's":"orders-2","$TARGET":"orders-2"}`]);
  });
});

describe('a call', () => {
  test('is the same on one line and on several', () => {
    const call = aws('dynamodb', 'tag-resource', {
      region: 'eu-west-1',
      tags: compactJson([...HOSTILE]),
      output: 'x'.repeat(90),
    });
    expect(callLines(call).length).toBeGreaterThan(1);
    expect(argumentsOf(callLines(call).join('\n'))).toEqual(argumentsOf(callLine(call)));
  });

  test('does not take a value for an option', () => {
    const call = aws('dynamodb', 'describe-table', { 'table-name': '--endpoint-url' });
    expect(argumentsOf(callLine(call))).toEqual(['dynamodb', 'describe-table', '--table-name=--endpoint-url']);
  });

  test('that is only proposed is a comment in all its lines', () => {
    const call = aws('dynamodb', 'update-table', { 'table-name': 'a\nreboot\nb', x: 'y'.repeat(120) });
    expect(commandLines({ call, proposed: true }).every((line) => line.startsWith('# '))).toBe(true);
    const read = { read: call, prints: 'a\nb', otherwise: 'c\nd' };
    expect(commandLines({ call, proposed: true, onlyWhile: read }).every((line) => line.startsWith('# '))).toBe(true);
  });

  test('behind a guard runs only while the guard holds, and a guard that fails ends the script', () => {
    const read = aws('dynamodb', 'describe-table', {});
    const call = aws('dynamodb', 'update-table', {});
    const lines = (prints: string) =>
      commandLines({ call, onlyWhile: { read, prints, otherwise: "it's gone" } }).join('\n');
    const run = (script: string) =>
      execFileSync('bash', ['-s'], { input: `set -euo pipefail\n${script}\n` }).toString();
    const answering = 'aws() { if [ "$2" = describe-table ]; then echo "a b"; else echo changed; fi; }\n';
    expect(run(answering + lines('a b'))).toBe('changed\n');
    expect(run(`${answering}${lines('other')} 2>&1`)).toBe("it's gone\n");
    expect(() => run(`aws() { return 1; }\n${lines('')}`)).toThrow();
  });
});

describe('a comment', () => {
  test('is one line, whatever it holds, and shows what would not be seen', () => {
    for (const each of [...HOSTILE, 'a\u2028reboot', 'a\rreboot', 'a\u202eb', 'a\u0085b', ...fc.sample(text, 300)]) {
      expect(shellComment(each)).toMatch(/^#/);
      expect(shellComment(each)).not.toMatch(UNSEEN);
    }
    expect(shellComment('a\nreboot')).toBe('# a\\nreboot');
    expect(shellComment(`{"a b":"${'c '.repeat(200)}"}`)).toBe(`# {"a b":"${'c '.repeat(200)}"}`);
  });
});

describe('JSON on one line', () => {
  test('says what it was made from, in characters that show', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = compactJson(value);
        expect(json).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    expect(JSON.parse(compactJson('\u{e0001}\u001b\u202e'))).toBe('\u{e0001}\u001b\u202e');
  });
});

describe('text of Terraform', () => {
  test('holds no template, quote or line end that is not its own', () => {
    expect(hclText('a ${b} %{c} "d" \\ \n')).toBe('"a $${b} %%{c} \\"d\\" \\\\ \\n"');
    expect(hclText('\b\f\u202e')).toBe('"\\u0008\\u000c\\u202e"');
    expect(hclText('$$' + '{b}')).toBe('"$$$' + '{b}"');
  });

  test('nests lists and maps', () => {
    expect(hclValue({ 'a b': ['${x}', 1, true] })).toBe('{\n  "a b" = ["$${x}", 1, true]\n}');
  });
});
