import { groupBy } from '../model/group-by.ts';
import { compareText } from '../model/order.ts';
import { type PolicyWarning, policyWarnings, type Report } from '../model/report.ts';
import type { Result } from '../model/result.ts';
import { escapeXmlAttribute, escapeXmlText } from './escape.ts';
import { evidenceOf, nameOf, positionText, settledBy, whereabouts } from './summary.ts';
import { countStatus } from './table-results.ts';

/**
 * JUnit XML as Jenkins reads it (xunit-plugin, junit-10.xsd): a suite for each policy. A failing result is a failure, an
 * unknown one an error, because it could not be tested; waived and not applicable ones are skipped.
 */
export function renderJunit(report: Report): string {
  const suites = [...groupBy(report.results, ({ policy }) => policy?.name ?? 'no policy')].toSorted(([a], [b]) =>
    compareText(a, b),
  );
  const warnings = policyWarnings(report);
  const total = counts(report.results);
  const unjudged = leavesAllOpen(report) ? warnings.length : 0;
  const all = { ...total, tests: total.tests + warnings.length, errors: total.errors + unjudged };
  const head = `<testsuites${attributes({ name: 'holdfast', ...all, time: '0' })}>`;
  const body = [
    ...suites.map(([name, results]) => suite(name, results, report)),
    ...warnings.map((warning) => warningSuite(warning, report)),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${head}\n${body.join('')}</testsuites>\n`;
}

function suite(name: string, results: readonly Result[], report: Report): string {
  const skipped = countStatus(results, 'waived') + countStatus(results, 'not-applicable');
  const about = { name, ...counts(results), skipped, time: '0', timestamp: report.takenAt.slice(0, 19) };
  return `  <testsuite${attributes(about)}>\n${results.map(testcase).join('')}  </testsuite>\n`;
}

/** A policy that judged nothing: an error where that leaves everything open, else nothing but skipped. */
function warningSuite({ kind, policy, at, detail }: PolicyWarning, report: Report): string {
  const open = leavesAllOpen(report);
  const [errors, skipped] = open ? [1, 0] : [0, 1];
  const about = {
    name: policy,
    tests: 1,
    failures: 0,
    errors,
    skipped,
    time: '0',
    timestamp: report.takenAt.slice(0, 19),
  };
  const test = attributes({ classname: `holdfast.${kind}`, name: `policy ${policy}`, time: '0' });
  const body = element(open ? 'error' : 'skipped', kind, detail, open ? positionText(at) : '');
  return `  <testsuite${attributes(about)}>\n    <testcase${test}>\n${body}    </testcase>\n  </testsuite>\n`;
}

/** Of a shard nothing need be judged: what was is told by all of them together. */
function leavesAllOpen({ nothingJudged, shard }: Report): boolean {
  return nothingJudged === true && shard === undefined;
}

function counts(results: readonly Result[]) {
  return {
    tests: results.length,
    failures: countStatus(results, 'fail'),
    errors: countStatus(results, 'unknown'),
  };
}

/** Dots would be packages to Jenkins, and names of tables may hold them: class names do not hold any of those. */
function testcase(result: Result): string {
  const { control, resource, policy, drift } = result;
  const place = `${nameOf(resource)} (${whereabouts(resource).join(' ')})`;
  const name = [place, policy?.path ?? drift?.path].filter((part) => part !== undefined).join(' ');
  const head = `    <testcase${attributes({ classname: `holdfast.${control}`, name, time: '0' })}`;
  const body = bodyOf(result);
  return body === '' ? `${head}/>\n` : `${head}>\n${body}    </testcase>\n`;
}

function bodyOf(result: Result): string {
  const { status, severity, message, unknown, waiver } = result;
  switch (status) {
    case 'pass':
      return '';
    case 'fail':
      return element('failure', severity, message, details(result));
    case 'unknown':
      return element('error', unknown?.reason ?? 'unknown', message, details(result));
    case 'waived':
      return element(
        'skipped',
        'waived',
        `waived until ${waiver?.until ?? ''} by ${waiver?.approvedBy ?? ''}: ${waiver?.reason ?? ''}; ${message}`,
        '',
      );
    case 'not-applicable':
      return element('skipped', 'not-applicable', message, '');
  }
}

function details(result: Result): string {
  const { policy, unknown, follows, resource } = result;
  return [
    resource.arn,
    ...(policy === undefined ? [] : [`asked at ${positionText(policy)}`]),
    ...(unknown === undefined ? [] : [`${unknown.reason}: ${unknown.detail}`]),
    ...settledBy(unknown?.permission, unknown?.detail ?? '').map((action) => `settled by the IAM action ${action}`),
    ...(follows === undefined ? [] : [`follows from ${follows}`]),
    ...evidenceOf(result).map((line) => `- ${line}`),
  ].join('\n');
}

function element(name: string, type: string, message: string, text: string): string {
  const head = `      <${name}${attributes({ type, message })}`;
  return text === '' ? `${head}/>\n` : `${head}>${escapeXmlText(text)}</${name}>\n`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXmlAttribute(String(value))}"`)
    .join('');
}
