import { shellWord } from './shell.ts';

/** A call of the AWS CLI. */
export interface Call {
  readonly service: string;
  readonly operation: string;
  /** Option → its value; a switch has none. */
  readonly options: readonly (readonly [name: string, value?: string])[];
}

/** A call with what surrounds it in a script. */
export interface Command {
  readonly call: Call;
  /** Run only while this read prints that word: AWS refuses to set twice what is set already. */
  readonly onlyWhile?: {
    readonly read: Call;
    readonly prints: string;
    /** What to say where it prints something else; absent: nothing, for all is well then. */
    readonly otherwise?: string;
  };
  /** Written as a comment: it takes something away, cannot be undone, or rests on a choice that is the reader's. */
  readonly proposed?: boolean;
}

/** `aws('dynamodb', 'update-table', { 'table-name': 'orders', 'deletion-protection-enabled': true })` */
export function aws(
  service: string,
  operation: string,
  options: Readonly<Record<string, string | number | true | undefined>>,
): Call {
  return {
    service,
    operation,
    options: Object.entries(options).flatMap(([name, value]) =>
      value === undefined ? [] : [value === true ? ([name] as const) : ([name, String(value)] as const)],
    ),
  };
}

/** Longer calls are broken at their options. */
const MOST_COLUMNS = 110;

export function callLines(call: Call): readonly string[] {
  const head = `aws ${call.service} ${call.operation}`;
  const options = call.options.map(optionText);
  const line = [head, ...options].join(' ');
  if (line.length <= MOST_COLUMNS) return [line];
  return [head, ...options.map((option) => `  ${option}`)].map((part, index, parts) =>
    index === parts.length - 1 ? part : `${part} \\`,
  );
}

export function callLine(call: Call): string {
  return [`aws ${call.service} ${call.operation}`, ...call.options.map(optionText)].join(' ');
}

/** A value that begins with a dash would be read as an option. */
function optionText([name, value]: Call['options'][number]): string {
  if (value === undefined) return `--${name}`;
  return value.startsWith('-') ? `--${name}=${shellWord(value)}` : `--${name} ${shellWord(value)}`;
}

export function commandLines({ call, onlyWhile, proposed }: Command): readonly string[] {
  // A comment is there to be copied, so nothing in it is broken.
  const lines = proposed ? [callLine(call)] : callLines(call);
  if (!onlyWhile) return proposed ? commented(lines) : lines;
  const guarded = [
    // An assignment of its own, so that a read that fails ends the script.
    `state=$(${callLine(onlyWhile.read)})`,
    `if [ "$state" = ${shellWord(onlyWhile.prints)} ]; then`,
    ...lines.map((line) => `  ${line}`),
    ...(onlyWhile.otherwise === undefined ? [] : ['else', `  echo ${shellWord(onlyWhile.otherwise)} >&2`]),
    'fi',
  ];
  return proposed ? commented(guarded) : guarded;
}

function commented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `# ${line}`);
}
