import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { causesOf } from '../src/evaluate/causes.ts';
import type { Report } from '../src/model/report.ts';
import { escapeXmlText } from '../src/report/escape.ts';
import { renderHtml } from '../src/report/html.ts';

/**
 * The pictures of README, from what the demo really says: the end of its report at a terminal as SVG, and the top of its page
 * as PNG where CHROME_PATH names a Chromium. Run by hand: `node scripts/pictures.ts`.
 */
const ROOT = resolve(import.meta.dirname, '..');
const PICTURES = join(ROOT, 'docs/pictures');
const COLOURS: Readonly<Record<string, string>> = {
  '31': '#ff8182',
  '32': '#56d364',
  '33': '#e3b341',
  '36': '#76e3ea',
};
const SGR = new RegExp(`${String.fromCharCode(27)}\\[([\\d;]*)m`);
/** Common spaces at the start of a line are not drawn. */
const NO_BREAK = String.fromCharCode(0xa0);
const [CHARACTER, LINE, MARGIN] = [8.4, 19, 16];

const folder = mkdtempSync(join(tmpdir(), 'holdfast-pictures-'));
try {
  mkdirSync(PICTURES, { recursive: true });
  const demo = spawnSync(process.execPath, [join(ROOT, 'src/cli.ts'), 'demo', '--output-dir', folder], {
    encoding: 'utf8',
    env: { ...process.env, FORCE_COLOR: '1' },
  });
  const lines = demo.stdout.trimEnd().split('\n');
  const from = lines.findIndex((line) => line.includes('WORST'));
  writeFileSync(join(PICTURES, 'terminal.svg'), terminal(['$ holdfast demo', '…', '', ...lines.slice(from)]));
  picturePage(JSON.parse(readFileSync(join(folder, 'holdfast-report.json'), 'utf8')));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Text with SGR codes as it stands on a dark terminal. */
function terminal(lines: readonly string[]): string {
  const plain = lines.map(stripVTControlCharacters);
  const width = Math.ceil(Math.max(...plain.map((line) => line.length)) * CHARACTER + 2 * MARGIN);
  const height = lines.length * LINE + 2 * MARGIN;
  const rows = lines.map((line, at) => `<text x="${MARGIN}" y="${MARGIN + (at + 0.75) * LINE}">${spans(line)}</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="the end of a report at a terminal">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="14" fill="#e6edf3">
${rows.join('\n')}
</g>
</svg>
`;
}

function spans(line: string): string {
  let style = '';
  return line
    .split(SGR)
    .map((part, at) => {
      if (at % 2 === 1) {
        style = part
          .split(';')
          .map((code) => (code === '1' ? ' font-weight="bold"' : code === '2' ? ' opacity="0.7"' : fill(code)))
          .join('');
        return '';
      }
      return part === '' ? '' : `<tspan${style}>${escapeXmlText(part).replaceAll(' ', NO_BREAK)}</tspan>`;
    })
    .join('');
}

function fill(code: string): string {
  const colour = COLOURS[code];
  return colour === undefined ? '' : ` fill="${colour}"`;
}

function picturePage(report: Report): void {
  const chromium = process.env['CHROME_PATH'];
  if (chromium === undefined) return;
  const page = join(folder, 'report.html');
  const whole: Report = { ...report, causes: causesOf(report.results) };
  writeFileSync(page, renderHtml(whole, { failOn: 'low', controls: [] }));
  const picture = `--screenshot=${join(PICTURES, 'page.png')}`;
  spawnSync(chromium, ['--headless', '--no-sandbox', '--hide-scrollbars', '--window-size=1100,1000', picture, page]);
}
