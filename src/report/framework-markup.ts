import type { FrameworkReport } from '../model/framework-report.ts';
import { frameworkHeading, REQUIREMENT_WORDS } from './framework-lines.ts';
import { html, type Markup } from './html-markup.ts';

/** One framework, requirement by requirement. */
export function frameworkMarkup(framework: FrameworkReport): Markup {
  const rows = framework.requirements.map(({ id, asks, status, extent, reasons, controls }) => {
    const far = extent === 'part' ? ' as far as tested' : '';
    const by = controls.map((tally) => `${tally.control} (${tally.extent})`).join(', ');
    return html`<tr><td>${id}</td><td>${asks}</td><td>${REQUIREMENT_WORDS[status] + far}</td><td>${by}</td><td>${reasons.join('; ')}</td></tr>
`;
  });
  return html`<h2>${framework.title}</h2>
<p>${frameworkHeading(framework)}.</p>
<table><thead><tr><th>requirement</th><th>asks</th><th>status</th><th>controls</th><th>reasons</th></tr></thead><tbody>
${rows}</tbody></table>
`;
}
