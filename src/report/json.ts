import type { Cause } from '../model/cause.ts';
import type { DriftDetail } from '../model/drift.ts';
import type { Scope } from '../model/inventory.ts';
import { isObject } from '../model/json.ts';
import { compareText } from '../model/order.ts';
import type { Position } from '../model/policy.ts';
import type {
  PolicyChange,
  Report,
  ReportFrame,
  ReportPreview,
  RestoreTimes,
  Summary,
  Warning,
} from '../model/report.ts';
import type { Json, JsonObject, Result, ResultPolicy } from '../model/result.ts';
import type { Subject } from '../model/subject.ts';
import { orderedFramework } from './json-framework.ts';
import { piecesOf, type Streamed } from './streamed.ts';

/**
 * The JSON report, `holdfast/report/v1`. Every object is built again with its fields in the documented order, and free
 * objects are sorted by key, so the bytes depend on the content only.
 */
export const jsonDocument: Streamed = {
  before: (frame) => `${escapeUnseen(indented(orderedHead(frame)).slice(0, -2))},\n  "results": [`,
  result: (result, index) => {
    const text = indented(orderedResult(result)).replaceAll('\n', '\n    ');
    return `${index === 0 ? '' : ','}\n    ${escapeUnseen(text)}`;
  },
  after: (frame, results) => `${results === 0 ? '' : '\n  '}],${escapeUnseen(indented(orderedRest(frame)).slice(1))}\n`,
};

/** The same report as JSON Lines: a head, one result a line, and a foot that tells what they come to. */
export const jsonLines: Streamed = {
  before: ({ schema, tool, takenAt, scopes }) =>
    lineOf({ schema, tool: { name: tool.name, version: tool.version }, takenAt, scopes: scopes.map(orderedScope) }),
  result: (result) => lineOf(orderedResult(result)),
  after: (frame) => {
    const { schema: _schema, tool: _tool, takenAt: _takenAt, scopes: _scopes, ...rest } = orderedHead(frame);
    const { conclusion, summary, ...more } = rest;
    return lineOf({ summary, conclusion, ...more, ...orderedRest(frame) });
  },
};

export function renderJson(report: Report): string {
  return [...piecesOf(jsonDocument, report)].join('');
}

function indented(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function lineOf(value: unknown): string {
  return `${escapeUnseen(JSON.stringify(value))}\n`;
}

function orderedHead({ tool, summary, ...report }: ReportFrame) {
  return {
    schema: report.schema,
    tool: { name: tool.name, version: tool.version },
    takenAt: report.takenAt,
    asOf: report.asOf,
    shard: report.shard && { number: report.shard.number, of: report.shard.of, question: report.shard.question },
    conclusion: report.conclusion,
    nothingJudged: report.nothingJudged,
    scopes: report.scopes.map(orderedScope),
    summary: orderedSummary(summary),
    causes: report.causes.map(orderedCause),
  };
}

function orderedRest(report: ReportFrame) {
  return {
    unmatchedTables: report.unmatchedTables,
    narrowedTables: report.narrowedTables,
    restores: report.restores.map(orderedRestore),
    apiCalls: { total: report.apiCalls.total, byOperation: sortKeys(report.apiCalls.byOperation) },
    warnings: report.warnings.map(orderedWarning),
    preview: report.preview && orderedPreview(report.preview),
    policyChange: report.policyChange && orderedPolicyChange(report.policyChange),
    drift: report.drift && {
      baseline: { file: report.drift.baseline.file, takenAt: report.drift.baseline.takenAt },
    },
    ownerTag: report.ownerTag && { key: report.ownerTag.key, unread: report.ownerTag.unread },
    trend: report.trend?.map((point) => ({ at: point.at, ...orderedSummary(point) })),
    frameworks: report.frameworks?.map(orderedFramework),
    history: report.history?.map(({ source, from, to, gaps, notes }) => ({ source, from, to, gaps, notes })),
  };
}

function orderedScope({ partition, account, region }: Scope): Scope {
  return { partition, account, region };
}

function orderedSummary({ tables, pass, fail, unknown, notApplicable, waived }: Summary): Summary {
  return { tables, pass, fail, unknown, notApplicable, waived };
}

function orderedWarning(warning: Warning) {
  if ('policy' in warning) {
    const { kind, policy, at, detail } = warning;
    return { kind, policy, at: orderedPosition(at), detail };
  }
  const { kind, account, region, plan, table, vault, key, rule, selection, detail } = warning;
  return { kind, account, region, plan, table, vault, key, rule, selection, detail };
}

function orderedCause({ id, control, status, severity, message, policy, subjects, tables, fingerprints }: Cause) {
  return {
    id,
    control,
    status,
    severity,
    message,
    policy: policy && orderedPolicy(policy),
    subjects: subjects.map(orderedSubject),
    tables,
    fingerprints,
  };
}

function orderedPolicy({ name, file, line, column, path }: ResultPolicy): ResultPolicy {
  return { name, file, line, column, path };
}

/** `JSON.stringify` leaves out what is undefined. */
function orderedResult(result: Result) {
  const { policy, resource, unknown, waiver } = result;
  return {
    control: result.control,
    status: result.status,
    severity: result.severity,
    policy: policy && orderedPolicy(policy),
    resource: {
      type: resource.type,
      arn: resource.arn,
      name: resource.name,
      account: resource.account,
      region: resource.region,
      owner: resource.owner,
    },
    expected: result.expected && sortKeys(result.expected),
    actual: result.actual && sortKeys(result.actual),
    message: result.message,
    because: result.because,
    subjects: result.subjects.map(orderedSubject),
    follows: result.follows,
    unknown: unknown && { reason: unknown.reason, permission: unknown.permission, detail: unknown.detail },
    failingSince: result.failingSince,
    change: result.change,
    template: result.template && orderedPosition(result.template),
    waiver: waiver && { until: waiver.until, reason: waiver.reason, approvedBy: waiver.approvedBy },
    drift: result.drift && orderedDrift(result.drift),
    requirements: result.requirements?.map(({ framework, id, extent, short }) => ({ framework, id, extent, short })),
    fingerprint: result.fingerprint,
  };
}

function orderedSubject({ type, name, plan, arn, address }: Subject): Subject {
  return {
    type,
    name,
    ...(plan === undefined ? {} : { plan }),
    ...(arn === undefined ? {} : { arn }),
    ...(address === undefined ? {} : { address }),
  };
}

function orderedDrift({ path, change, before, after, direction, controls, events }: DriftDetail) {
  return {
    path,
    change,
    before: before === undefined ? undefined : sorted(before),
    after: after === undefined ? undefined : sorted(after),
    direction,
    controls,
    events: events.map((event) => ({
      id: event.id,
      at: event.at,
      source: event.source,
      name: event.name,
      region: event.region,
      actor: {
        kind: event.actor.kind,
        name: event.actor.name,
        arn: event.actor.arn,
        account: event.actor.account,
        role: event.actor.role,
        invokedBy: event.actor.invokedBy,
      },
      sourceIp: event.sourceIp,
      userAgent: event.userAgent,
      fromConsole: event.fromConsole,
      expected: event.expected,
    })),
  };
}

function orderedPolicyChange({ base, requirements, fingerprints }: PolicyChange) {
  return {
    base,
    requirements: requirements.map(({ change, control, before, after, tables, failing }) => ({
      change,
      control,
      before,
      after,
      tables,
      failing,
    })),
    fingerprints,
  };
}

function orderedPreview(preview: ReportPreview) {
  return {
    sources: preview.sources,
    alone: preview.alone,
    changes: preview.changes.map(({ address, type, action, at }) => ({
      address,
      type,
      action,
      at: at && orderedPosition(at),
    })),
    new: preview.new,
    newUnknown: preview.newUnknown,
    fixed: preview.fixed.map(orderedResult),
    unchanged: preview.unchanged,
    sentences: preview.sentences,
    notes: preview.notes,
  };
}

function orderedPosition({ file, line, column }: Position): Position {
  return { file, line, column };
}

function orderedRestore(times: RestoreTimes) {
  return {
    table: times.table,
    samples: times.samples,
    meanMinutes: times.meanMinutes,
    p50Minutes: times.p50Minutes,
    p95Minutes: times.p95Minutes,
    maxMinutes: times.maxMinutes,
    latestMinutes: times.latestMinutes,
    rtoMinutes: times.rtoMinutes,
    samplesFrom: times.samplesFrom,
    doubtful: times.doubtful,
  };
}

function sortKeys(object: JsonObject): JsonObject {
  const entries = Object.entries(object).toSorted(([a], [b]) => compareText(a, b));
  return Object.fromEntries(entries.map(([key, value]) => [key, sorted(value)]));
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => sorted(item));
  return isObject(value) ? sortKeys(value) : value;
}

/**
 * Characters that JSON allows raw inside strings and that a terminal or a reviewer would not see, as `\uXXXX`: the same
 * value to a parser. JSON's own characters and line feeds are none of them.
 */
export function escapeUnseen(json: string): string {
  return json.replace(/[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
