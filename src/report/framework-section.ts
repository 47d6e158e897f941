import { count } from '../model/count.ts';
import type { Report } from '../model/report.ts';
import type { Section } from './budget.ts';
import { escapeMarkdown } from './escape.ts';
import { frameworkHeading, requirementLines } from './framework-lines.ts';

/** Markdown: a section for each framework that is spoken for. */
export function frameworkSections({ frameworks = [] }: Report): readonly Section[] {
  return frameworks.map((framework) => ({
    heading: `\n### ${escapeMarkdown(framework.title)}\n\n${escapeMarkdown(frameworkHeading(framework))}.\n\n`,
    rows: requirementLines(framework).map((line) => ({ text: `- ${escapeMarkdown(line)}\n`, weight: 1 })),
    leftOut: (weight: number) => `- ${count(weight, 'more line')} left out; the JSON report has all.\n`,
    share: 0.5,
  }));
}
