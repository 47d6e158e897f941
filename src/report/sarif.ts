import { gzipSync } from 'node:zlib';
import type { Log, Notification, ReportingDescriptor, Result as SarifResult } from 'sarif';
import type { ControlInfo } from '../model/control-info.ts';
import { count } from '../model/count.ts';
import { groupBy } from '../model/group-by.ts';
import { compareText } from '../model/order.ts';
import type { Position } from '../model/policy.ts';
import { type PolicyWarning, policyWarnings, type Report } from '../model/report.ts';
import type { Result } from '../model/result.ts';
import { compareWorstFirst } from '../model/worst-first.ts';
import { escapeSarifText } from './escape.ts';
import { escapeUnseen } from './json.ts';
import { relatedRequirements } from './related-requirements.ts';
import { causeOf, locationIn, SARIF_LEVELS, sarifResult } from './sarif-result.ts';

export interface SarifOptions {
  readonly controls: readonly ControlInfo[];
  /** For results without a policy, or with one outside the checkout. The file must exist in the checkout. */
  readonly fallbackLocation: Position;
  /**
   * Sets several uploads for one commit apart. Absent: upload-sarif's own input `category` does, which it heeds only then
   * (github/codeql-action, `populateRunAutomationDetails`).
   */
  readonly category?: string | undefined;
  /**
   * `suppressed` (the default) keeps waived results with their justification. GitHub opens an alert for them all the
   * same (github/codeql-action issue 1230), so an upload to GitHub wants `omitted`.
   */
  readonly waived?: 'suppressed' | 'omitted';
  readonly informationUri?: string;
  /** Tests use smaller ones. */
  readonly limits?: SarifLimits;
}

export interface SarifLimits {
  readonly results: number;
  readonly gzipBytes: number;
}

/** docs.github.com, "SARIF results exceed one or more limits" and "SARIF file is too large". */
const GITHUB_SARIF_LIMITS = { results: 5_000, gzipBytes: 10_000_000 } as const satisfies SarifLimits;

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** SARIF 2.1.0 for code scanning: what fails or is unknown, one result for each control and line of a policy file, worst first. */
export function renderSarif(report: Report, options: SarifOptions): string {
  const { results: most, gzipBytes } = options.limits ?? GITHUB_SARIF_LIMITS;
  const waived = (options.waived ?? 'suppressed') === 'suppressed';
  const listed = report.results
    .filter(({ status }) => status === 'fail' || status === 'unknown' || (waived && status === 'waived'))
    .toSorted(compareWorstFirst);
  const causes = [...groupBy(listed, causeOf).values()];
  for (let kept = Math.min(most, causes.length); ; kept = Math.floor(kept / 2)) {
    const text = `${escapeUnseen(JSON.stringify(log(report, causes, kept, options), null, 2))}\n`;
    if (kept === 0 || fits(text, gzipBytes)) return text;
  }
}

/** A text that is small as it is needs no compression to know; gzip adds some bytes to what it cannot compress. */
function fits(text: string, gzipBytes: number): boolean {
  return Buffer.byteLength(text) < gzipBytes / 2 || gzipSync(text).byteLength <= gzipBytes;
}

function log(report: Report, causes: readonly (readonly Result[])[], kept: number, options: SarifOptions): Log {
  const shown = causes.slice(0, kept);
  const leftOut = causes.slice(kept).flat().length;
  const rules = rulesOf(shown.flat(), options.controls);
  const ruleIndex = new Map(rules.map((rule, index) => [rule.id, index]));
  const results = shown.map((same): SarifResult => {
    const control = same[0]?.control ?? '';
    return {
      ruleId: control,
      ruleIndex: ruleIndex.get(control) ?? -1,
      ...sarifResult(same, options.fallbackLocation),
    };
  });
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Holdfast',
            version: report.tool.version,
            semanticVersion: report.tool.version,
            ...(options.informationUri === undefined ? {} : { informationUri: options.informationUri }),
            rules,
          },
        },
        // GitHub takes what stands before the last slash for the category.
        ...(options.category === undefined ? {} : { automationDetails: { id: options.category } }),
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: [
              ...(leftOut === 0 ? [] : [{ level: 'warning', message: leftOutMessage(leftOut) } as const]),
              ...policyWarnings(report).map((warning) => notification(warning, options.fallbackLocation)),
            ],
          },
        ],
        columnKind: 'utf16CodeUnits',
        results,
        properties: {
          conclusion: report.conclusion,
          takenAt: report.takenAt,
          summary: { ...report.summary },
          resultsLeftOut: leftOut,
        },
      },
    ],
  };
}

/** No result: it is about a policy and not about a table, and an alert would stand open for it. */
function notification({ kind, at, detail }: PolicyWarning, fallback: Position): Notification {
  return {
    level: 'warning',
    descriptor: { id: kind },
    message: { text: escapeSarifText(detail) },
    locations: [locationIn(at, fallback)],
  };
}

function leftOutMessage(leftOut: number): { text: string } {
  return {
    text: `${count(leftOut, 'result')} left out, the least severe: code scanning takes no more. The JSON report has all`,
  };
}

function rulesOf(results: readonly Result[], controls: readonly ControlInfo[]): ReportingDescriptor[] {
  const byId = new Map(controls.map((control) => [control.id, control]));
  return [...new Set(results.map((result) => result.control))]
    .toSorted(compareText)
    .map((id) => rule(id, byId.get(id)));
}

/**
 * No `security-severity`: it belongs to the rule, so GitHub would show it instead of the severity that a policy sets,
 * and show an unknown result as a critical one. The level of each result tells the truth.
 */
function rule(id: string, control: ControlInfo | undefined): ReportingDescriptor {
  if (control === undefined) return { id, name: pascalCase(id) };
  const description = escapeSarifText(control.description);
  const remediation = escapeSarifText(control.remediation);
  const link = /^https?:\/\//.test(control.docsUrl) ? control.docsUrl : undefined;
  const more = link === undefined ? '' : `\n\n[${id}](${link})`;
  return {
    id,
    name: pascalCase(id),
    shortDescription: { text: escapeSarifText(control.title) },
    fullDescription: { text: description },
    help: {
      text: `${description}\n\n${remediation}`,
      markdown: `${description}\n\n**What to do:** ${remediation}${more}`,
    },
    ...(link === undefined ? {} : { helpUri: link }),
    defaultConfiguration: { level: SARIF_LEVELS[control.severity] },
    properties: { tags: tagsOf(control), severity: control.severity },
  };
}

/** GitHub shows the first of them and takes no more (docs.github.com, "SARIF support": 20 tags a rule). */
const TAGS = 20;

/** A rule is of a control, whatever a policy speaks for: its frameworks, and of the requirements as many as fit. */
function tagsOf(control: ControlInfo): string[] {
  const frameworks = [...new Set((control.evidence ?? []).map(({ framework }) => framework))].toSorted(compareText);
  return ['aws-backup', 'dynamodb', 'resilience', ...frameworks, ...relatedRequirements({}, control)].slice(0, TAGS);
}

/** `backup-frequency` → `BackupFrequency`, as SARIF2012 of the SARIF validator asks. */
function pascalCase(id: string): string {
  return id
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
