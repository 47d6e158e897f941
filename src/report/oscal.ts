import { hash } from 'node:crypto';
import type { ControlInfo } from '../model/control-info.ts';
import type { RequirementReport, RequirementStatus } from '../model/framework-report.ts';
import { groupBy } from '../model/group-by.ts';
import { compareText } from '../model/order.ts';
import type { Report } from '../model/report.ts';
import type { Result, Status } from '../model/result.ts';
import { makeVisible } from '../model/visible.ts';
import { escapeMarkdown } from './escape.ts';
import { escapeUnseen } from './json.ts';
import { type OscalTarget, oscalToken } from './oscal-target.ts';
import { warningSentence } from './summary.ts';

/** What readers take: ServiceNow imports this version; the shape is valid by 1.2, too. */
const OSCAL = '1.1.2';
/** Of Holdfast's own, for UUIDs that follow from names (RFC 9562, version 5). */
const NAMESPACE = 'c0b7a9e2-5d43-5f0e-9a64-7e1f2b8d3c55';
const NS = 'urn:holdfast:oscal';

/** OSCAL assessment results. Pure: the same report gives the same bytes, UUIDs included. */
export function renderOscal(report: Report, controls: readonly ControlInfo[]): string {
  const state = report.results.map(({ fingerprint, status }) => `${fingerprint} ${status}`).join('\n');
  const plan = uuid('plan');
  const files = [...new Set(report.results.flatMap(({ policy }) => policy?.file ?? []))].toSorted(compareText);
  const document = {
    'assessment-results': {
      uuid: uuid('report', report.takenAt, report.asOf ?? '', hash('sha256', state, 'hex')),
      metadata: {
        title: 'Holdfast: whether DynamoDB tables can come back',
        'last-modified': report.asOf ?? report.takenAt,
        version: report.asOf ?? report.takenAt,
        'oscal-version': OSCAL,
      },
      'import-ap': { href: `#${plan}` },
      results: [resultOf(report, controls)],
      'back-matter': {
        resources: [
          {
            uuid: plan,
            title: 'The policies',
            description: 'What was assessed, and how, is written in the policies; there is no other assessment plan.',
            ...some(
              'rlinks',
              files.map((file) => ({ href: file.split('/').map(encodeSegment).join('/') })),
            ),
          },
        ],
      },
    },
  };
  return `${escapeUnseen(JSON.stringify(document, null, 2))}\n`;
}

function resultOf(report: Report, controls: readonly ControlInfo[]) {
  const { results, takenAt, conclusion, tool } = report;
  const infos = new Map(controls.map((control) => [control.id, control]));
  const arns = groupBy(results, ({ resource }) => resource.arn);
  const tool_ = uuid('tool', tool.version);
  return {
    uuid: uuid('result', takenAt, report.asOf ?? ''),
    title: 'Backups and restores of DynamoDB tables',
    description:
      'Results of a tool, not findings of an assessor. The mapping to requirements is suggested, to be confirmed by the assessor.',
    start: takenAt,
    props: [prop('conclusion', conclusion)],
    'local-definitions': {
      ...some(
        'inventory-items',
        [...arns].map(([arn, [first]]) => ({
          uuid: uuid('item', arn),
          description: line(first?.resource.name ?? arn),
          props: [prop('asset-id', arn)],
        })),
      ),
      'assessment-assets': {
        components: [
          {
            uuid: tool_,
            type: 'software',
            title: 'Holdfast',
            description: 'Proves, from Git, that DynamoDB tables can come back.',
            props: [prop('version', tool.version)],
            status: { state: 'operational' },
          },
        ],
        'assessment-platforms': [{ uuid: uuid('platform'), 'uses-components': [{ 'component-uuid': tool_ }] }],
      },
    },
    'reviewed-controls': { 'control-selections': selections(report) },
    ...some(
      'observations',
      results.map((result) => observation(result, takenAt, tool_)),
    ),
    ...some(
      'risks',
      results.filter(isRisk).map((result) => risk(result, infos.get(result.control))),
    ),
    ...some('findings', findings(report, infos, tool_)),
    ...remarksOf(report),
  };
}

/** What was warned of: a policy that matches nothing has no observation that could tell it. */
function remarksOf({ warnings }: Report): { readonly remarks?: string } {
  const told = warnings.map((warning) => line(warningSentence(warning)));
  return told.length === 0 ? {} : { remarks: told.join('\n\n') };
}

function observation(result: Result, collected: string, tool: string) {
  const { control, resource, message, because, status, severity, policy, unknown, fingerprint } = result;
  return {
    uuid: uuid('observation', fingerprint),
    title: line(`${control}: ${resource.name}`),
    description: line(message),
    props: [
      prop('status', status),
      prop('severity', severity),
      prop('control', control),
      prop('fingerprint', fingerprint),
      ...(policy ? [prop('policy', `${policy.name} (${policy.file}:${policy.line})`)] : []),
    ],
    methods: ['TEST'],
    types: ['control-objective'],
    origins: origins(tool),
    subjects: [{ 'subject-uuid': uuid('item', resource.arn), type: 'inventory-item' }],
    ...some(
      'relevant-evidence',
      because.map((fact) => ({ description: line(fact) })),
    ),
    collected,
    ...(unknown ? { remarks: line(`${unknown.reason}: ${unknown.detail}`) } : {}),
  };
}

function isRisk({ status }: Result): boolean {
  return status === 'fail' || status === 'waived';
}

/** A waiver is a risk that somebody has accepted until the end of a day. */
function risk(result: Result, control: ControlInfo | undefined) {
  const { fingerprint, waiver, message, resource } = result;
  return {
    uuid: uuid('risk', fingerprint),
    title: line(`${result.control}: ${resource.name}`),
    description: line(message),
    statement: line(waiver?.reason ?? control?.remediation ?? message),
    ...(waiver ? { props: [prop('approved-by', waiver.approvedBy)] } : {}),
    status: waiver ? 'deviation-approved' : 'open',
    ...(waiver ? { deadline: `${waiver.until}T23:59:59Z` } : {}),
    'related-observations': [{ 'observation-uuid': uuid('observation', fingerprint) }],
  };
}

/** Something to find about: a requirement, or a control of Holdfast where nobody speaks for a framework. */
interface Question {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly target: OscalTarget;
  readonly status: RequirementStatus;
  readonly because: readonly string[];
  readonly results: readonly Result[];
}

function questions(report: Report, infos: ReadonlyMap<string, ControlInfo>): readonly Question[] {
  const { frameworks, results } = report;
  if (frameworks === undefined) {
    return [...groupBy(results, ({ control }) => control)].map(([id, own]) => ({
      key: id,
      title: id,
      description: infos.get(id)?.title ?? id,
      target: { control: `holdfast-${id}`, id: `holdfast-${id}`, type: 'objective-id' },
      status: worstOf(own),
      because: [],
      results: own,
    }));
  }
  return frameworks.flatMap(({ id: framework, title, requirements }) =>
    requirements.map(({ id, asks, status, reasons }: RequirementReport) => ({
      key: `${framework} ${id}`,
      title: `${title} ${id}`,
      description: asks,
      target: oscalToken(framework, id),
      status,
      because: reasons,
      results: results.filter(({ requirements: own = [] }) =>
        own.some((each) => each.framework === framework && each.id === id),
      ),
    })),
  );
}

const AS_REQUIREMENT = {
  fail: 'not-met',
  unknown: 'unknown',
  waived: 'waived',
  pass: 'met',
  'not-applicable': 'not-asked',
} as const satisfies Record<Status, RequirementStatus>;

function worstOf(results: readonly Result[]): RequirementStatus {
  const found = (['fail', 'unknown', 'waived', 'pass'] as const).find((status) =>
    results.some((result) => result.status === status),
  );
  return AS_REQUIREMENT[found ?? 'not-applicable'];
}

/** OSCAL has no state for what is not known: it is not satisfied, for another reason than a failure. */
const STATES = {
  met: { state: 'satisfied', reason: 'pass' },
  'not-met': { state: 'not-satisfied', reason: 'fail' },
  unknown: { state: 'not-satisfied', reason: 'other' },
  waived: { state: 'not-satisfied', reason: 'fail' },
} as const satisfies Record<Exclude<RequirementStatus, 'not-asked'>, object>;

/** What nothing was asked of is not assessed: no finding. */
function findings(report: Report, infos: ReadonlyMap<string, ControlInfo>, tool: string) {
  return questions(report, infos).flatMap(({ key, title, description, target, status, because, results }) => {
    if (status === 'not-asked') return [];
    const risks = results.filter(isRisk);
    return [
      {
        uuid: uuid('finding', key),
        title: line(title),
        description: line(description),
        origins: origins(tool),
        target: { type: target.type, 'target-id': target.id, status: STATES[status] },
        ...some(
          'related-observations',
          results.map(({ fingerprint }) => ({ 'observation-uuid': uuid('observation', fingerprint) })),
        ),
        ...some(
          'related-risks',
          risks.map(({ fingerprint }) => ({ 'risk-uuid': uuid('risk', fingerprint) })),
        ),
        ...(because.length === 0 ? {} : { remarks: line(because.join('; ')) }),
      },
    ];
  });
}

function selections({ frameworks }: Report) {
  if (frameworks === undefined) return [{ 'include-all': {} }];
  return frameworks.map(({ id, title, edition, requirements }) => {
    const controls = groupBy(
      requirements.map((requirement) => oscalToken(id, requirement.id)),
      ({ control }) => control,
    );
    return {
      description: line(`${title}, ${edition}`),
      'include-controls': [...controls].map(([control, targets]) => ({
        'control-id': control,
        ...some(
          'statement-ids',
          targets.flatMap((target) => target.statement ?? []),
        ),
      })),
    };
  });
}

function origins(tool: string) {
  return [{ actors: [{ type: 'tool', 'actor-uuid': tool }] }];
}

/** OSCAL has no empty lists. */
function some<N extends string, T>(name: N, list: readonly T[]): { readonly [K in N]?: readonly T[] } {
  return list.length === 0 ? {} : ({ [name]: list } as { readonly [K in N]: readonly T[] });
}

/** One line, with neither a blank at its ends nor nothing in it. */
function prop(name: string, value: string) {
  const text = makeVisible(value).replace(/\s+/gu, ' ').trim();
  return { name, ns: NS, value: text === '' ? '-' : text };
}

/** Markdown, as OSCAL takes it. */
function line(text: string): string {
  const one = makeVisible(text).replace(/\s+/gu, ' ').trim();
  return one === '' ? '-' : escapeMarkdown(one);
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Cs}/gu, '\ufffd'));
}

/** RFC 9562, version 5: the same names, the same UUID. */
function uuid(...names: readonly string[]): string {
  const space = Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex');
  const bytes = Buffer.from(hash('sha1', Buffer.concat([space, Buffer.from(names.join('\0'))]), 'hex'), 'hex').subarray(
    0,
    16,
  );
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
