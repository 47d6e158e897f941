import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeVisible } from '../../src/model/visible.ts';
import {
  escapeCsv,
  escapeHtml,
  escapeMarkdown,
  escapeMarkdownCode,
  escapeSarifText,
  escapeTerminal,
  escapeXmlAttribute,
  escapeXmlText,
} from '../../src/report/escape.ts';
import { HOSTILE } from './fixtures.ts';

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** Any text, with the characters that matter here far more often than chance would bring them. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...Object.values(HOSTILE)),
      fc.constantFrom(...'&<>"\'`|\\*_[]~#@:%,;=+-$!\n\r\t\u001b\u009b\u202e\u200b\ud800\uffff '),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

function decodeEntities(text: string): string {
  const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' };
  return text.replace(/&(?:#(\d+)|(\w+));/g, (_, code: string | undefined, name: string | undefined) =>
    code === undefined ? (named[name ?? ''] ?? '?') : String.fromCodePoint(Number(code)),
  );
}

describe('escapeTerminal', () => {
  it('shows escape sequences, line breaks, overrides and zero width characters instead of obeying them', () => {
    expect(escapeTerminal(HOSTILE.ansi)).toBe('\\x1b[2J\\x1b[31mPASS\\x1b[0m');
    expect(escapeTerminal(HOSTILE.c1)).toBe('\\x9b31mred');
    expect(escapeTerminal(HOSTILE.bidi)).toBe('orders\\u202e5202-dekcol\\u2066');
    expect(escapeTerminal(HOSTILE.zeroWidth)).toBe('pay\\u200bments\\ufeff');
    expect(escapeTerminal(HOSTILE.tagCharacters)).toBe('ok\\u{e0041}\\u{e0042}');
    expect(escapeTerminal(HOSTILE.newlines)).toBe('first\\r\\n  PASS  everything\\nlast\\u2028next');
    expect(escapeTerminal('lone \ud800')).toBe('lone \\ud800');
  });

  it('leaves what people write in names and messages as it is', () => {
    const plain =
      'plan daily › rule: 72 h (Fri → Mon) – naïve 表 🙂 arn:aws:dynamodb:eu-west-1:111122223333:table/a_b-c.d';
    expect(escapeTerminal(plain)).toBe(plain);
  });

  it('lets no unseen character through, whatever the text, and changes nothing the second time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = escapeTerminal(text);
        expect(once).not.toMatch(UNSEEN);
        expect(escapeTerminal(once)).toBe(once);
      }),
    );
  });
});

describe('escapeHtml', () => {
  it('turns markup into text', () => {
    expect(escapeHtml('<b title="x">\'&\'</b>')).toBe('&lt;b title=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/b&gt;');
  });

  it('reads back as the visible text, in an element and in a quoted attribute', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']/);
        expect(decodeEntities(escapeHtml(text))).toBe(makeVisible(text));
      }),
    );
  });
});

describe('escapeMarkdown', () => {
  it('mentions nobody, refers to no issue, links nowhere, makes no emoji', () => {
    expect(escapeMarkdown('@octo-org/security')).toBe('@&#8203;octo-org/security');
    expect(escapeMarkdown('fixes #1')).toBe('fixes #&#8203;1');
    expect(escapeMarkdown('GH-12')).toBe('GH-&#8203;12');
    expect(escapeMarkdown('https://evil.example')).toBe('https:&#8203;//evil.example');
    expect(escapeMarkdown('www.evil.example')).toBe('www&#8203;.evil.example');
    expect(escapeMarkdown(':tada: 03:12:09')).toBe(':&#8203;tada: 03:12:09');
    expect(escapeMarkdown(HOSTILE.emoji)).toBe(':&#8203;white\\_check\\_mark: passed');
    expect(escapeMarkdown('[click](x)')).toBe('\\[click\\](x)');
  });

  it('keeps its own entities whole', () => {
    expect(escapeMarkdown("it's $5 & <6>")).toBe("it's &#36;5 &amp; &lt;6&gt;");
  });

  it('starts no heading, list, quote or rule', () => {
    expect(['# a', '- a', '+ a', '> a', '= a', '1. a', '12) a'].map(escapeMarkdown)).toEqual([
      '\\# a',
      '\\- a',
      '\\+ a',
      '&gt; a',
      '\\= a',
      '&#49;. a',
      '&#49;2) a',
    ]);
  });

  it('stays in its cell and on its line, and reads back as the visible text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const escaped = escapeMarkdown(text);
        const bare = escaped.replace(/\\[\\`*_[\]~|\-+=#>]/g, '');
        expect(bare).not.toMatch(/[`*_[\]~|<>$\n\\]/);
        expect(bare).not.toMatch(/@(?!&#8203;)|#(?=\d)(?<!&#)|:\/\//);
        const rendered = decodeEntities(escaped.replace(/\\([\\`*_[\]~|\-+=#>])/g, '$1')).replaceAll('\u200b', '');
        expect(rendered).toBe(makeVisible(text));
      }),
    );
  });
});

describe('escapeMarkdownCode', () => {
  it('uses backticks where nothing can end them', () => {
    expect(escapeMarkdownCode('payments_*orders&')).toBe('`payments_*orders&`');
  });

  it('uses an element where a backtick, a pipe, markup or an outer space would break the code or the cell', () => {
    expect(escapeMarkdownCode('a|b`c')).toBe('<code>a&#124;b&#96;c</code>');
    expect(escapeMarkdownCode('<b>')).toBe('<code>&lt;b&gt;</code>');
    expect(escapeMarkdownCode(' a ')).toBe('<code> a </code>');
    expect(escapeMarkdownCode('')).toBe('<code></code>');
  });

  it('is always one span of code, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const escaped = escapeMarkdownCode(text);
        const span = /^`([^`|<\n]+)`$/.exec(escaped);
        const element = /^<code>([^<>"'`|*_[\]~\\$@\n]*)<\/code>$/.exec(escaped);
        expect(span?.[1] ?? (element === null ? undefined : decodeEntities(element[1] ?? ''))).toBe(makeVisible(text));
      }),
    );
  });
});

describe('XML escapes', () => {
  /** The Char production of XML 1.0, without line feed. */
  const allowed = /^[\n\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

  it('keeps line feeds in text and writes them as references in attributes', () => {
    expect(escapeXmlText('a\nb <c>')).toBe('a\nb &lt;c&gt;');
    expect(escapeXmlAttribute('a\nb "c"')).toBe('a&#10;b &quot;c&quot;');
  });

  it('writes only characters that XML 1.0 allows, and no markup', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(escapeXmlText(text)).toMatch(allowed);
        expect(escapeXmlText(text)).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
        expect(escapeXmlAttribute(text)).toMatch(allowed);
        expect(escapeXmlAttribute(text)).not.toMatch(/[<>"'\n]|&(?!amp;|lt;|gt;|quot;|#39;|#10;)/);
      }),
    );
  });
});

describe('escapeSarifText', () => {
  it('makes no link, keeps line feeds and shows overrides', () => {
    expect(escapeSarifText('[click](https://evil.example)\nnext\u202e')).toBe(
      '[click] (https://evil.example)\nnext\\u202e',
    );
  });
});

describe('escapeCsv', () => {
  it('makes formulas inert and leaves numbers alone', () => {
    expect(['=1+1', '+1', '-1', '-1.5', '@SUM(A1)', ' =1', '\uff1d1', '\t=1', 'plain'].map(escapeCsv)).toEqual([
      `"'=1+1"`,
      `"'+1"`,
      '-1',
      '-1.5',
      `"'@SUM(A1)"`,
      `"' =1"`,
      `"'\uff1d1"`,
      '\\t=1',
      'plain',
    ]);
  });

  it('is one field on one line, whatever the text, and never starts a formula', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const field = escapeCsv(text);
        expect(field).toMatch(/^(?:[^",;\s']*|"(?:[^"\n\r]|"")*")$/);
        const value = field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
        expect(value.replace(/^'/, '')).toBe(makeVisible(text).replace(/^'/, ''));
        expect(value).not.toMatch(/^\s*[=+@\uff1d\uff0b\uff0d\uff20]|^\s*-(?!\d+(\.\d+)?$)/);
      }),
    );
  });
});
