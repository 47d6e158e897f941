import { groupBy } from '../model/group-by.ts';
import type { Result, Status } from '../model/result.ts';
import { html, type Markup, trusted } from './html-markup.ts';
import { escapeUnseen } from './json.ts';
import { nameOf, whereabouts } from './summary.ts';
import type { TableResults } from './table-results.ts';

/** One letter a cell: thousands of tables by dozens of controls are some hundred kilobytes. The worst comes first. */
const LETTERS = { fail: 'f', unknown: 'u', waived: 'w', pass: 'p', 'not-applicable': 'n' } as const satisfies Record<
  Status,
  string
>;
const WORST_FIRST: readonly Status[] = ['fail', 'unknown', 'waived', 'pass', 'not-applicable'];
const NONE = '.';

/** Every table by every control, the tables that need help most first; the script shows a page of it at a time. */
export function matrix(grouped: readonly TableResults[], filters: Markup): Markup {
  const controls = [...new Set(grouped.flatMap(({ results }) => results.map(({ control }) => control)))].toSorted();
  const places: string[] = [];
  const placeOf = (result: Result) => {
    const place = whereabouts(result.resource).join(' ');
    const known = places.indexOf(place);
    return known < 0 ? places.push(place) - 1 : known;
  };
  const tables = grouped.map(({ resource, results: own }) => {
    const byControl = groupBy(own, ({ control }) => control);
    const cells = controls.map((control) => letterOf(byControl.get(control) ?? []));
    const [first] = own;
    return [nameOf(resource), first === undefined ? 0 : placeOf(first), resource.owner ?? '', cells.join('')];
  });
  const data = escapeUnseen(JSON.stringify({ controls, places, tables })).replaceAll('<', '\\u003c');
  return html`<h2>Tables by controls</h2>
${filters}
<p class="legend dim"><span class="fail">✗ fail</span> <span class="unknown">? unknown</span> <span class="waived">~ waived</span> <span class="pass">✓ pass</span> <span>– not applicable</span></p>
<noscript><p class="dim">The matrix needs the script of this page; the results below do not.</p></noscript>
<div class="wide"><table id="matrix" class="matrix"></table></div>
<p class="pages" hidden><button type="button" id="before">‹ earlier</button> <span id="page" role="status"></span> <button type="button" id="after">later ›</button></p>
<script type="application/json" id="cells">${trusted(data)}</script>`;
}

function letterOf(results: readonly Result[]): string {
  const worst = WORST_FIRST.find((status) => results.some((result) => result.status === status));
  return worst === undefined ? NONE : LETTERS[worst];
}
