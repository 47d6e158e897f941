import { parseArn } from '../model/arn.ts';
import type { Scope } from '../model/inventory.ts';
import type { Tags } from '../model/table.ts';
import { UserError } from '../model/user-error.ts';
import { isValueList, isValueMap, memberOf, type Value, type ValueMap } from './value.ts';

/** A file that the user named. */
export interface ChangeText {
  readonly file: string;
  readonly text: string;
}

/** One entry of `Changes`. Source: cloudformation `DescribeChangeSet`, ResourceChange. */
export interface SetResource {
  readonly logicalId: string;
  readonly type: string;
  /** As CloudFormation has it; `Conflict`: two descriptions of one set tell it otherwise. */
  readonly action: string;
  readonly physicalId?: string;
  readonly policyAction?: string;
  readonly replacement?: string;
  readonly scope: readonly string[];
  readonly details: readonly ValueMap[];
  /** JSON text, with `--include-property-values` only. */
  readonly beforeContext?: string;
  readonly afterContext?: string;
  readonly driftStatus?: string;
  /** The change set of a nested stack. */
  readonly childSet?: string;
}

/** What CloudFormation worked out for one stack: its descriptions, page by page, put together. */
export interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly stackName: string;
  /** Where the stack is. */
  readonly place: Scope;
  readonly files: readonly string[];
  readonly status: string;
  readonly execution: string;
  readonly reason: string;
  readonly parent?: string;
  /** Of the stack, once the set is executed; absent: none. */
  readonly tags: Tags;
  readonly revertsDrift: boolean;
  readonly resources: readonly SetResource[];
  /** Why it is not all that will be done, half a sentence; absent: it is. */
  readonly missing?: string;
}

const ADVICE =
  'make it with `aws cloudformation describe-change-set --change-set-name ARN --include-property-values --output json`';

/** A template has at most 500 resources; an answer has at most 1 MB, so that a tree of 250 stacks stays below. */
const MOST_CHARACTERS = 100_000_000;
const MOST_DOCUMENTS = 5_000;

/** Source: cloudformation `DescribeChangeSet`: pages with `NextToken` come before the one without. */
interface Page {
  readonly file: string;
  readonly document: ValueMap;
}

/** The change sets that files describe, each once. Throws `UserError` where they describe something else. */
export function changeSetsIn(texts: readonly ChangeText[]): readonly ChangeSet[] {
  if (texts.reduce((sum, { text }) => sum + text.length, 0) > MOST_CHARACTERS) {
    throw new UserError(`--change-set: more than ${MOST_CHARACTERS} characters`, 'name fewer change sets');
  }
  const pages = texts.flatMap(pagesOf);
  if (pages.length > MOST_DOCUMENTS) {
    throw new UserError(`--change-set: more than ${MOST_DOCUMENTS} answers`, 'name fewer change sets');
  }
  const sets = new Map<string, Page[]>();
  for (const page of pages) {
    const id = requiredText(page, 'ChangeSetId');
    const known = sets.get(id);
    if (known) known.push(page);
    else sets.set(id, [page]);
  }
  return [...sets].map(([id, described]) => changeSet(id, described));
}

function pagesOf({ file, text }: ChangeText): readonly Page[] {
  const documents = documentsIn(file, text.replace(/^\ufeff/, ''));
  return documents.map((document) => {
    const page = { file, document };
    if (!isValueList(memberOf(document, 'Changes'))) throw notOne(file, 'it has no list of Changes');
    return page;
  });
}

/** One answer, a list of them, or one after the other: pages, nested sets, or both. */
function documentsIn(file: string, text: string): readonly ValueMap[] {
  const whole = parsed(text);
  const found = whole === undefined ? textsIn(text).map((each) => parsed(each) ?? null) : [whole];
  const documents = found.flatMap((each) => (isValueList(each) ? each : [each]));
  const maps = documents.filter((each) => isValueMap(each));
  if (maps.length === 0 || maps.length < documents.length) throw notOne(file, 'it is not JSON of answers');
  return maps;
}

function parsed(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}

/** Where one document ends and the next begins, told by brackets alone. */
function textsIn(text: string): readonly string[] {
  const texts: string[] = [];
  let [depth, start, isQuoted] = [0, 0, false];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') isQuoted = !isQuoted;
    else if (isQuoted) at += sign === '\\' ? 1 : 0;
    else if (sign === '{' || sign === '[') depth += 1;
    else if (sign === '}' || sign === ']') {
      depth -= 1;
      if (depth !== 0) continue;
      texts.push(text.slice(start, at + 1));
      start = at + 1;
    }
  }
  const rest = text.slice(start);
  return rest.trim() === '' ? texts : [...texts, rest];
}

function changeSet(id: string, pages: readonly Page[]): ChangeSet {
  const [first] = pages;
  if (!first) throw new Error('a change set of no page');
  const stackId = requiredText(first, 'StackId');
  const [stackName, place] = stackOf(first.file, stackId);
  for (const key of ['StackId', 'Status', 'ExecutionStatus']) {
    const differs = pages.some(({ document }) => textOf(document, key) !== textOf(first.document, key));
    if (differs) throw notOne(first.file, `the answers about ${id} differ in ${key}`);
  }
  const of = (key: string) => textOf(first.document, key) ?? '';
  const parent = textOf(first.document, 'ParentChangeSetId');
  const missing = missingOf(pages);
  return {
    id,
    name: of('ChangeSetName') || id,
    stackName,
    place,
    files: [...new Set(pages.map(({ file }) => file))],
    status: of('Status'),
    execution: of('ExecutionStatus'),
    reason: of('StatusReason'),
    ...(parent === undefined ? {} : { parent }),
    tags: tagsOf(first.document),
    revertsDrift: of('DeploymentMode') !== '',
    resources: mergedResources(pages),
    ...(missing === undefined ? {} : { missing }),
  };
}

/**
 * A description is its pages in order, the last without `NextToken`. CloudFormation warns of one with values that it may leave
 * resources out; a second one, without values, then tells of all. Source: AWS CDK, change-set-describer.
 */
function missingOf(pages: readonly Page[]): string | undefined {
  const descriptions: Page[][] = [[]];
  for (const page of pages) {
    descriptions.at(-1)?.push(page);
    if (textOf(page.document, 'NextToken') === undefined) descriptions.push([]);
  }
  if (descriptions.pop()?.length !== 0) return 'its last page has a NextToken, so more follow';
  const warnings = descriptions.map((each) => each.flatMap(({ document }) => warningOf(document))[0]);
  if (warnings.every((warning) => warning !== undefined)) {
    return `CloudFormation says that it leaves resources out: ${warnings[0]}`;
  }
  const entries = pages.flatMap(({ document }) => listAt(document, 'Changes'));
  const other = entries.filter((entry) => !isValueMap(entry) || !isValueMap(memberOf(entry, 'ResourceChange')));
  return other.length === 0 ? undefined : `it has ${other.length} entries that are no changes of resources`;
}

function warningOf(document: ValueMap): readonly string[] {
  const reason = textOf(document, 'StatusReason')?.trim() ?? '';
  return reason.startsWith('[WARN]') ? [reason] : [];
}

function mergedResources(pages: readonly Page[]): readonly SetResource[] {
  const found = new Map<string, SetResource>();
  for (const page of pages) {
    for (const entry of listAt(page.document, 'Changes')) {
      const change = isValueMap(entry) ? memberOf(entry, 'ResourceChange') : undefined;
      if (!isValueMap(change)) continue;
      const resource = setResource(page, change);
      const former = found.get(resource.logicalId);
      found.set(resource.logicalId, former ? merged(former, resource) : resource);
    }
  }
  return [...found.values()];
}

/** Of two descriptions the one with values tells more. */
function merged(one: SetResource, other: SetResource): SetResource {
  const isSame = (['type', 'action', 'physicalId', 'policyAction', 'replacement', 'childSet'] as const).every(
    (key) => one[key] === other[key],
  );
  const hasValues = ({ beforeContext, afterContext }: SetResource) => beforeContext ?? afterContext;
  if (isSame && hasValues(one) === undefined) return other;
  if (isSame && (hasValues(other) === undefined || hasValues(other) === hasValues(one))) return one;
  return { ...other, action: 'Conflict' };
}

function setResource({ file }: Page, change: ValueMap): SetResource {
  const logicalId = textOf(change, 'LogicalResourceId') ?? '';
  if (!/^[A-Za-z0-9.]{1,512}$/.test(logicalId)) throw notOne(file, 'a change has no logical id');
  const given = (key: string, of: string) => {
    const value = textOf(change, key);
    return value === undefined ? {} : { [of]: value };
  };
  return {
    logicalId,
    type: textOf(change, 'ResourceType') ?? '',
    action: textOf(change, 'Action') ?? '',
    scope: listAt(change, 'Scope').filter((each) => typeof each === 'string'),
    details: listAt(change, 'Details').filter((each) => isValueMap(each)),
    ...given('PhysicalResourceId', 'physicalId'),
    ...given('PolicyAction', 'policyAction'),
    ...given('Replacement', 'replacement'),
    ...given('BeforeContext', 'beforeContext'),
    ...given('AfterContext', 'afterContext'),
    ...given('ResourceDriftStatus', 'driftStatus'),
    ...given('ChangeSetId', 'childSet'),
  };
}

function tagsOf(document: ValueMap): Tags {
  const pairs = listAt(document, 'Tags').flatMap((tag): readonly (readonly [string, string])[] => {
    const key = isValueMap(tag) ? textOf(tag, 'Key') : undefined;
    return isValueMap(tag) && key !== undefined ? [[key, textOf(tag, 'Value') ?? '']] : [];
  });
  return Object.fromEntries(pairs);
}

function stackOf(file: string, stackId: string): readonly [string, Scope] {
  const arn = parseArn(stackId);
  const name = /^stack\/(?<name>[A-Za-z][A-Za-z0-9-]*)\//.exec(arn?.resource ?? '')?.groups?.['name'];
  if (arn?.service !== 'cloudformation' || name === undefined || !/^\d{12}$/.test(arn.account)) {
    throw notOne(file, 'its StackId is not the ARN of a stack');
  }
  return [name, { partition: arn.partition, account: arn.account, region: arn.region }];
}

function requiredText({ file, document }: Page, key: string): string {
  const text = textOf(document, key);
  if (text === undefined) throw notOne(file, `it has no ${key}`);
  return text;
}

function textOf(map: ValueMap, key: string): string | undefined {
  const value = memberOf(map, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function listAt(map: ValueMap, key: string): readonly Value[] {
  const value = memberOf(map, key);
  return isValueList(value) ? value : [];
}

function notOne(file: string, why: string): UserError {
  return new UserError(`${file} is not a description of a change set: ${why}`, ADVICE);
}
