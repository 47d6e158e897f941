import { compileGlob, type Glob, matchesGlob } from './glob.ts';
import { type Yes, yes } from './truth.ts';

/**
 * How a pattern assigns resources, which decides whether the Region's opt-in counts (Backup developer guide,
 * assigning-resources-json, "Filter by services or resource types").
 *
 * - `everything`: `*`
 * - `service`: a service name and no resource type, `arn:aws:dynamodb:*`
 * - `resource-type`: `arn:aws:dynamodb:*:*:table/*`, or one table's ARN
 * - `unclear`: none of these as documented, `arn:aws:*:*:*:table/orders`
 */
export type AssignmentStyle = 'everything' | 'service' | 'resource-type' | 'unclear';

/** An entry of `Resources` or `NotResources`. */
export interface ArnPattern {
  readonly text: string;
  /** `Resources[0] arn:aws:dynamodb:*:*:table/*` */
  readonly label: string;
  readonly glob: Glob;
  readonly style: AssignmentStyle;
  /** The fields of a pattern that is about tables, each made ready; absent where it is about anything else. */
  readonly table?: TableFields;
  /** The answer for an ARN that matches, with what AWS's documents say of such a pattern that a reader should know. */
  readonly matches: Yes;
}

/** What a pattern says of partition, Region, account and table name, field by field. */
export interface TableFields {
  readonly partition: Glob;
  readonly region: Glob;
  readonly account: Glob;
  readonly name: Glob;
  /** The name's pattern in lower case, to tell a mistake in case. */
  readonly lowerName: Glob;
}

export function compileArnPattern(text: string, list: 'Resources' | 'NotResources', index: number): ArnPattern {
  const table = tableFields(text);
  const label = `${list}[${index}] ${text}`;
  return {
    text,
    label,
    glob: compileGlob(text),
    style: styleOf(text),
    matches: yes(`${label} matches`, notesOf(text)),
    ...(table ? { table } : {}),
  };
}

/**
 * The ARN of a table holds five colons, so a pattern with as many says one thing of each field. One with fewer is taken
 * only where all that follows its last field is left to a `*` at the end.
 */
function tableFields(text: string): TableFields | undefined {
  const [arn, partition, service, region = '*', account = '*', ...rest] = text.split(':');
  if (arn !== 'arn' || partition === undefined || service !== 'dynamodb') return undefined;
  if (rest.length === 0 && !/^[^*/]*\*$/.test(text.slice(text.lastIndexOf(':') + 1))) return undefined;
  const resource = rest.join(':') || '*';
  const name = resource === '*' ? '*' : /^table\/([^/]+)$/.exec(resource)?.[1];
  if (name === undefined) return undefined;
  return {
    partition: compileGlob(partition),
    region: compileGlob(region),
    account: compileGlob(account),
    name: compileGlob(name),
    lowerName: compileGlob(name.toLowerCase()),
  };
}

export function matchesArn(pattern: ArnPattern, arn: string): boolean {
  return matchesGlob(pattern.glob, arn);
}

function styleOf(text: string): AssignmentStyle {
  if (/^\*+$/.test(text)) return 'everything';
  const fields = text.split(':');
  const service = fields[2] ?? '';
  if (fields[0] !== 'arn' || service === '' || service.includes('*')) return 'unclear';
  const resource = fields.slice(5).join(':');
  if (/^\**$/.test(resource) && !namesTable(fields)) return 'service';
  if (service === 'dynamodb') return namesTable(fields) ? 'resource-type' : 'unclear';
  return /^[A-Za-z]/.test(resource) ? 'resource-type' : 'unclear';
}

/** Table names hold no colon, so the last field is the resource even where a `*` stands for several fields. */
function namesTable(fields: readonly string[]): boolean {
  return fields[fields.length - 1]?.startsWith('table/') ?? false;
}

/** True when a `*` stands inside the resource part, and not at its end only. */
export function hasInnerWildcard(text: string): boolean {
  return resourcePart(text).replace(/\*+$/, '').includes('*');
}

/** True when a `*` before the end must stand for several fields of an ARN. */
function hasFieldSpanningWildcard(text: string): boolean {
  const fields = text.split(':');
  return fields.length < 6 && text.replace(/\*+$/, '').includes('*');
}

function resourcePart(text: string): string {
  return text.split(':').slice(5).join(':');
}

function notesOf(text: string): readonly string[] {
  const notes: string[] = [];
  if (hasInnerWildcard(text)) {
    notes.push(
      `${text} has a * inside the resource part: the API reference of BackupSelection supports it at the end only, the developer guide anywhere; read as any characters`,
    );
  }
  if (hasFieldSpanningWildcard(text)) {
    notes.push(`a * in ${text} stands for several fields of the ARN, which AWS shows only at the end of a pattern`);
  }
  if (text.includes('?')) notes.push(`${text} has a ?, which is not a documented wildcard and is read as itself`);
  return notes;
}
