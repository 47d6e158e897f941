import { Ajv2020 } from 'ajv/dist/2020.js';
import { causesOf } from '../../evaluate/causes.ts';
import { isObject, parseJson } from '../../model/json.ts';
import { REPORT_SCHEMA, type Report } from '../../model/report.ts';
import { UserError } from '../../model/user-error.ts';
import type { Host } from '../host/host.ts';
import { namedFile } from './named-file.ts';
import { reportSchema } from './report-schema.ts';

/** A JSON report of a former run, or of another runner. It may come from a stranger, so its shape is checked whole. */
export function reportAt(path: string, label: string, host: Host): Report {
  const advice = `give ${label} a report that \`holdfast check --report json=${path}\` wrote`;
  const bytes = namedFile(path, host);
  if (!bytes) throw new UserError(`no such file: ${path}`, advice);
  let parsed: unknown;
  try {
    parsed = parseJson(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new UserError(`${path} is not JSON`, advice, { cause });
  }
  if (!isObject(parsed) || parsed['schema'] !== REPORT_SCHEMA) {
    throw new UserError(`${path} is not a report of the schema ${REPORT_SCHEMA}`, advice);
  }
  // Additions to the schema, so a report of an older version lacks them. Causes are made from its results in any case.
  const report: unknown = { warnings: [], ...parsed, causes: [], ...withSubjects(parsed) };
  const validate = validator();
  if (validate(report)) return { ...report, causes: causesOf(report.results) };
  const error = validate.errors?.[0];
  throw new UserError(
    `${path} is not a report of the schema ${REPORT_SCHEMA}: at ${error?.instancePath || '/'} it ${error?.message ?? 'differs'}`,
    advice,
  );
}

function withSubjects({ results, preview }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const filled = (list: unknown): unknown =>
    Array.isArray(list) ? list.map((each: unknown) => (isObject(each) ? { subjects: [], ...each } : each)) : list;
  return {
    results: filled(results),
    ...(isObject(preview) ? { preview: { ...preview, fixed: filled(preview['fixed']) } } : {}),
  };
}

let compiled: ReturnType<typeof compile> | undefined;

function validator(): ReturnType<typeof compile> {
  compiled ??= compile();
  return compiled;
}

function compile() {
  return new Ajv2020({ strict: false, validateFormats: false }).compile<Report>(reportSchema);
}
