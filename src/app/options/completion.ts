import { COMMAND_NAMES, type CommandName, optionsOf } from './options.ts';
import type { Shell } from './shells.ts';

/** What a shell reads to complete commands and options: made from the tables that the code runs on. */
export function completionScript(shell: Shell): string {
  return SCRIPTS[shell]();
}

const SCRIPTS: Readonly<Record<Shell, () => string>> = { bash, zsh, fish };

const isOfGroup = (name: string) => name.includes(' ');
/** `history` for `history update`. */
const firstWords = () => [...new Set(['help', ...COMMAND_NAMES.map((name) => name.split(' ')[0] ?? name)])];
const secondWords = (group: string) =>
  COMMAND_NAMES.flatMap((name) => (name.startsWith(`${group} `) ? [name.slice(group.length + 1)] : []));
const groups = () => [...new Set(COMMAND_NAMES.filter(isOfGroup).map((name) => name.split(' ')[0] ?? name))];
const switches = (name: CommandName) => [
  ...optionsOf(name).flatMap((option) => (option.spec.argument === undefined ? [`--${option.name}`] : [])),
  '--help',
];

/** The words that may follow `$command`, one or two words of the command line. */
function cases(): string {
  const line = (command: string, words: readonly string[]) => `    '${command}') words='${words.join(' ')}' ;;\n`;
  return [
    line('', firstWords()),
    line(
      'help',
      firstWords().filter((word) => word !== 'help'),
    ),
    ...groups().map((group) => line(group, secondWords(group))),
    ...COMMAND_NAMES.map((name) => line(name, switches(name))),
  ].join('');
}

function groupTest(): string {
  return `case "$first" in ${groups().join('|')}) `;
}

function bash(): string {
  return `# holdfast completion bash, read by: source <(holdfast completion bash)
_holdfast() {
  local current="\${COMP_WORDS[COMP_CWORD]}" first="" command="" words=""
  if [ "$COMP_CWORD" -gt 1 ]; then first="\${COMP_WORDS[1]}"; command="$first"; fi
  ${groupTest()}if [ "$COMP_CWORD" -gt 2 ]; then command="$first \${COMP_WORDS[2]}"; fi ;; esac
  case "$command" in
${cases()}  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _holdfast holdfast
`;
}

function zsh(): string {
  return `#compdef holdfast
# holdfast completion zsh, read by: source <(holdfast completion zsh)
_holdfast() {
  local first="" command="" words_=""
  if (( CURRENT > 2 )); then first="$words[2]"; command="$first"; fi
  ${groupTest()}if (( CURRENT > 3 )); then command="$first $words[3]"; fi ;; esac
  case "$command" in
${cases().replaceAll(" words='", " words_='")}  esac
  compadd -- \${=words_}
  [[ $PREFIX == -* ]] || _files
}
compdef _holdfast holdfast
`;
}

function fish(): string {
  const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const first = firstWords().map((word) => `complete -c holdfast -n __fish_use_subcommand -f -a ${word}\n`);
  const second = groups().flatMap((group) =>
    secondWords(group).map((word) => `complete -c holdfast -n '__fish_seen_subcommand_from ${group}' -f -a ${word}\n`),
  );
  const options = COMMAND_NAMES.flatMap((name) => {
    const [last = name] = name.split(' ').toReversed();
    return optionsOf(name).flatMap(({ name: option, spec }) =>
      spec.argument === undefined
        ? [
            `complete -c holdfast -n '__fish_seen_subcommand_from ${last}' -l ${option}${spec.value === undefined ? '' : ' -r'} -d ${quoted(spec.help)}\n`,
          ]
        : [],
    );
  });
  return `# holdfast completion fish, read by: holdfast completion fish | source\n${[...first, ...second, ...options].join('')}`;
}
