import { parseArn } from '../model/arn.ts';
import type { Report, RestoreTimes, Summary, TrendPoint } from '../model/report.ts';
import type { Status } from '../model/result.ts';
import { html, type Markup, NOTHING, trusted } from './html-markup.ts';
import { shortMinutes } from './restore-columns.ts';
import { exactMinutes, nameOfTable, readableInstant } from './summary.ts';

const WIDTH = 1_000;
/** So that one failure among thousands of passes can be seen. */
const LEAST = 6;

/** The order of the numbers above the bar: what a reader looks for comes first. */
export const STATUS_ORDER = [
  'fail',
  'unknown',
  'pass',
  'waived',
  'not-applicable',
] as const satisfies readonly Status[];

/** Shares of the statuses, side by side. */
export function statusBar(counts: Readonly<Record<Status, number>>): Markup {
  const present = STATUS_ORDER.filter((status) => counts[status] > 0);
  const total = present.reduce((sum, status) => sum + counts[status], 0);
  const widths = present.map((status) => Math.max((counts[status] / total) * WIDTH, LEAST));
  const scale = WIDTH / widths.reduce((sum, width) => sum + width, 0);
  let x = 0;
  const bars = present.map((status, index) => {
    const width = (widths[index] ?? 0) * scale;
    const bar = html`<rect class="b-${status}" x="${decimal(x)}" y="0" width="${decimal(width)}" height="14"><title>${status}: ${counts[status]}</title></rect>`;
    x += width;
    return bar;
  });
  const label = present.map((status) => `${counts[status]} ${status}`).join(', ');
  return html`<svg class="bar" viewBox="0 0 ${decimal(WIDTH)} 14" preserveAspectRatio="none" role="img" aria-label="${label}">${bars}</svg>`;
}

/** As the bar takes them. */
export function statusCounts({
  pass,
  fail,
  unknown,
  waived,
  notApplicable,
}: Summary): Readonly<Record<Status, number>> {
  return { pass, fail, unknown, waived, 'not-applicable': notApplicable };
}

const TREND_HEIGHT = 160;

/** Failures and unknowns over time, from zero to the most of either; each point can be read in words. */
export function trendChart(points: readonly TrendPoint[]): Markup {
  const times = points.map(({ at }) => Date.parse(at));
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const most = Math.max(1, ...points.map(({ fail, unknown }) => Math.max(fail, unknown)));
  const x = (time: number) => decimal(to === from ? WIDTH / 2 : 10 + ((time - from) / (to - from)) * (WIDTH - 20));
  const y = (value: number) => decimal(TREND_HEIGHT - 10 - (value / most) * (TREND_HEIGHT - 20));
  const line = (kind: 'fail' | 'unknown') => {
    const path = points.map((point, index) => `${x(times[index] ?? from).markup},${y(point[kind]).markup}`).join(' ');
    const dots = points.map(
      (point, index) =>
        html`<circle class="b-${kind}" cx="${x(times[index] ?? from)}" cy="${y(point[kind])}" r="4"><title>${readableInstant(point.at)}: ${point[kind]} ${kind}</title></circle>`,
    );
    return html`<polyline class="l-${kind}" points="${path}"/>${dots}`;
  };
  const words = ({ at, fail, unknown }: TrendPoint) => `${readableInstant(at)}: ${fail} fail, ${unknown} unknown`;
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return NOTHING;
  return html`<svg class="trend" viewBox="0 0 ${decimal(WIDTH)} ${decimal(TREND_HEIGHT)}" role="img" aria-label="${points.map(words).join('; ')}"><line class="axis" x1="0" x2="${decimal(WIDTH)}" y1="${y(0)}" y2="${y(0)}"/>${line('fail')}${line('unknown')}</svg>
<p class="dim">${words(first)} → ${words(last)}; 0 to ${most}</p>`;
}

/** A row for each table: the span of its restores, p95 and RTO on one scale, so that the rows can be compared. */
export function restoreTable({ restores }: Report): Markup {
  const most = Math.max(...restores.map((times) => Math.max(times.maxMinutes, times.rtoMinutes ?? 0)), 1);
  const rows = restores.map((times) => {
    const arn = parseArn(times.table);
    return html`<tr><td><code>${nameOfTable(times.table)}</code><br><span class="dim">${arn?.account} ${arn?.region}</span></td><td class="n">${times.samples}</td><td class="n">${shortMinutes(times.p50Minutes)}</td><td class="n">${shortMinutes(times.p95Minutes)}</td><td class="n">${shortMinutes(times.maxMinutes)}</td><td class="n">${times.rtoMinutes === undefined ? '–' : shortMinutes(times.rtoMinutes)}</td><td>${restoreBar(times, most)}</td></tr>`;
  });
  return html`<div class="wide"><table class="times"><thead><tr><th>Table</th><th class="n">Restores</th><th class="n">p50</th><th class="n">p95</th><th class="n">max</th><th class="n">RTO</th><th>p50 to max, p95 as a dot, RTO as a dashed line</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function restoreBar({ p50Minutes, p95Minutes, maxMinutes, rtoMinutes }: RestoreTimes, most: number): Markup {
  const at = (minutes: number) => 8 + (minutes / most) * (WIDTH - 16);
  const width = Math.max(at(maxMinutes) - at(p50Minutes), 3);
  const late = rtoMinutes !== undefined && p95Minutes > rtoMinutes;
  const label = `p50 ${exactMinutes(p50Minutes)}, p95 ${exactMinutes(p95Minutes)}, max ${exactMinutes(maxMinutes)}${rtoMinutes === undefined ? '' : `, RTO ${exactMinutes(rtoMinutes)}`}`;
  const line =
    rtoMinutes === undefined
      ? undefined
      : html`<line class="rto" vector-effect="non-scaling-stroke" x1="${decimal(at(rtoMinutes))}" x2="${decimal(at(rtoMinutes))}" y1="0" y2="22"/>`;
  return html`<svg viewBox="0 0 ${decimal(WIDTH)} 22" preserveAspectRatio="none" role="img" aria-label="${label}"><title>${label}</title><rect class="track" x="0" y="10" width="${decimal(WIDTH)}" height="2"/><rect class="span" x="${decimal(at(p50Minutes))}" y="8" width="${decimal(width)}" height="6"/><rect class="${trusted(late ? 'late' : 'timely')}" x="${decimal(at(p95Minutes) - 5)}" y="5" width="10" height="12" rx="5"/>${line}</svg>`;
}

function decimal(value: number): Markup {
  return trusted(String(Math.round(value * 10) / 10));
}
