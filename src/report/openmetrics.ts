import { parseArn } from '../model/arn.ts';
import { groupBy } from '../model/group-by.ts';
import { epochMs } from '../model/instant.ts';
import { compareText } from '../model/order.ts';
import { type Conclusion, policyWarnings, type Report, type RestoreTimes } from '../model/report.ts';
import { STATUSES } from '../model/result.ts';
import { escapeOpenMetrics } from './escape.ts';
import { nameOfTable } from './summary.ts';

interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Family {
  readonly name: string;
  readonly type: 'gauge' | 'info' | 'stateset';
  readonly unit?: 'seconds';
  readonly help: string;
  readonly samples: readonly Sample[];
}

const CONCLUSIONS: readonly Conclusion[] = ['compliant', 'noncompliant', 'undetermined'];

/** Gauges as of one instant, for a push gateway or a text file collector. Source: OpenMetrics 1.0, text format. */
export function renderOpenMetrics(report: Report): string {
  return `${families(report)
    .filter(({ samples }) => samples.length > 0)
    .map(familyText)
    .join('')}# EOF\n`;
}

function families(report: Report): readonly Family[] {
  return [
    {
      name: 'holdfast',
      type: 'info',
      help: 'The tool that judged.',
      samples: [{ labels: { version: report.tool.version }, value: 1 }],
    },
    {
      name: 'holdfast_conclusion',
      type: 'stateset',
      help: 'What the results come to.',
      samples: CONCLUSIONS.map((word) => ({
        labels: { holdfast_conclusion: word },
        value: word === report.conclusion ? 1 : 0,
      })),
    },
    {
      name: 'holdfast_inventory_timestamp_seconds',
      type: 'gauge',
      unit: 'seconds',
      help: 'When the facts were taken, since 1970.',
      samples: [{ labels: {}, value: epochMs(report.takenAt) / 1_000 }],
    },
    {
      name: 'holdfast_tables',
      type: 'gauge',
      help: 'Tables that were judged.',
      samples: [{ labels: {}, value: report.summary.tables }],
    },
    {
      name: 'holdfast_unmatched_tables',
      type: 'gauge',
      help: 'Tables that no policy matches.',
      samples: [{ labels: {}, value: report.unmatchedTables.length }],
    },
    {
      name: 'holdfast_policy_warnings',
      type: 'gauge',
      help: 'Policies that match no table.',
      samples: policyWarnings(report).map(({ kind, policy }) => ({ labels: { kind, policy }, value: 1 })),
    },
    {
      name: 'holdfast_aws_api_calls',
      type: 'gauge',
      help: 'Calls of AWS APIs that the facts took, retries too.',
      samples: [{ labels: {}, value: report.apiCalls.total }],
    },
    {
      name: 'holdfast_results',
      type: 'gauge',
      help: 'Results by status.',
      samples: STATUSES.map((status) => ({
        labels: { status },
        value: report.results.filter((result) => result.status === status).length,
      })),
    },
    {
      name: 'holdfast_table_results',
      type: 'gauge',
      help: 'Failing and unknown results of a table.',
      samples: tableSamples(report),
    },
    restoreFamily('holdfast_restore_duration_seconds', 'How long restores of a table took.', report, (times) => [
      ['mean', times.meanMinutes],
      ['p50', times.p50Minutes],
      ['p95', times.p95Minutes],
      ['max', times.maxMinutes],
      ['latest', times.latestMinutes],
    ]),
    restoreFamily('holdfast_restore_objective_seconds', 'The RTO of a table.', report, ({ rtoMinutes }) =>
      rtoMinutes === undefined ? [] : [['rto', rtoMinutes]],
    ),
    {
      name: 'holdfast_restores',
      type: 'gauge',
      help: 'Restores of a table that were measured.',
      samples: report.restores.map((times) => ({ labels: place(times.table), value: times.samples })),
    },
  ];
}

/** Labels are those of what fails or is unknown, so that a healthy estate of thousands of tables stays small. */
function tableSamples({ results }: Report): readonly Sample[] {
  const listed = results.filter(({ status }) => status === 'fail' || status === 'unknown');
  return [...groupBy(listed, (one) => JSON.stringify([one.resource.arn, one.control, one.severity, one.status]))]
    .toSorted(([a], [b]) => compareText(a, b))
    .flatMap(([, group]) => {
      const [first] = group;
      if (first === undefined) return [];
      const { name, account, region } = first.resource;
      const { control, severity, status } = first;
      return [{ labels: { table: name, account, region, control, severity, status }, value: group.length }];
    });
}

function restoreFamily(
  name: string,
  help: string,
  { restores }: Report,
  of: (times: RestoreTimes) => readonly (readonly [statistic: string, minutes: number])[],
): Family {
  const samples = restores.flatMap((times) =>
    of(times).map(([statistic, minutes]) => ({
      labels: { ...place(times.table), ...(statistic === 'rto' ? {} : { statistic }) },
      value: Math.round(minutes * 60),
    })),
  );
  return { name, type: 'gauge', unit: 'seconds', help, samples };
}

function place(arn: string): Readonly<Record<string, string>> {
  const parsed = parseArn(arn);
  return { table: nameOfTable(arn), account: parsed?.account ?? '', region: parsed?.region ?? '' };
}

function familyText({ name, type, unit, help, samples }: Family): string {
  const sampled = type === 'info' ? `${name}_info` : name;
  return [
    `# TYPE ${name} ${type}\n`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}\n`]),
    `# HELP ${name} ${help}\n`,
    ...samples.map(({ labels, value }) => `${sampled}${labelText(labels)} ${value}\n`),
  ].join('');
}

function labelText(labels: Sample['labels']): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeOpenMetrics(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
