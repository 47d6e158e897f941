import { isObject, parseJson } from '../../model/json.ts';

/** What a text that is not a log file of CloudTrail holds, where it holds events all the same. */
export interface OtherRecords {
  readonly records: readonly unknown[];
  /** `aws cloudtrail lookup-events` was told to stop before the end. */
  readonly goesOn: boolean;
}

/**
 * Events as `aws cloudtrail lookup-events` prints them (`{"Events": [{"CloudTrailEvent": "…"}]}`), or as EventBridge hands them
 * on (`detail`): one document, a list, one a line, or one after the other as Firehose writes them. Undefined for anything else.
 * Source: CloudTrail API, LookupEvents; EventBridge User Guide, "AWS service events delivered via AWS CloudTrail".
 */
export function otherRecords(text: string): OtherRecords | undefined {
  const values: unknown[] = [];
  for (const part of documentsIn(text)) {
    try {
      const value: unknown = parseJson(part);
      if (Array.isArray(value)) values.push(...value);
      else values.push(value);
    } catch {
      return undefined;
    }
  }
  const found = values.map(recordsOf);
  if (found.length === 0 || !found.every((each) => each !== undefined)) return undefined;
  return { records: found.flat(), goesOn: values.some((value) => isObject(value) && 'NextToken' in value) };
}

function recordsOf(value: unknown): readonly unknown[] | undefined {
  if (!isObject(value)) return undefined;
  const { Events: events, CloudTrailEvent: printed, detail } = value;
  if (Array.isArray(events)) {
    const found = events.map((each) => recordsOf(each));
    return found.every((each) => each !== undefined) ? found.flat() : undefined;
  }
  // The reader of a record takes the text of one too, and says what is wrong with it.
  if (typeof printed === 'string') return [parsed(printed)];
  if (isObject(detail)) return 'eventName' in detail ? [detail] : [];
  return 'eventName' in value && 'eventSource' in value ? [value] : undefined;
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/** The documents of a text, by their outer brackets. */
function documentsIn(text: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  // Texts are skipped whole: a bracket within one opens nothing.
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') {
      depth -= 1;
      if (depth > 0) continue;
      found.push(text.slice(start, index + 1));
      start = index + 1;
    }
  }
  const rest = text.slice(start).trim();
  return rest === '' ? found : [...found, rest];
}
