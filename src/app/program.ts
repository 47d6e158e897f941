import { Argument, Command as Commander, CommanderError, Help, Option } from 'commander';
import { escapeTerminal } from '../report/escape.ts';
import { COMMANDS } from './commands.ts';
import { EXIT, EXIT_MEANINGS, type ExitCode } from './exit/exit-codes.ts';
import { columnsOf, type Host, wantsColour } from './host/host.ts';
import { type CommandName, type NamedOption, optionsOf, readOptions } from './options/options.ts';
import { VERSION } from './version.ts';

/** What the words ask for: a command to run, or nothing more to do (help, version, a word that nobody knows). */
export type Parsed = { readonly run: () => Promise<ExitCode> } | { readonly exit: ExitCode };

export function parse(words: readonly string[], host: Host): Parsed {
  let chosen: Parsed = { exit: EXIT.usage };
  const program = new Commander('holdfast')
    .description('Proves, from Git, that DynamoDB tables can come back.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print the help of a command')
    .exitOverride()
    .configureHelp({ visibleCommands: leavesOf, subcommandTerm: wholeTerm })
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
      // It repeats words of the command line.
      outputError: (text, write) => write(text.split('\n').map(escapeTerminal).join('\n')),
      getOutHelpWidth: () => columnsOf(host.stdout),
      getErrHelpWidth: () => columnsOf(host.stderr),
      getOutHasColors: () => wantsColour(host.stdout, host.environment),
      getErrHasColors: () => wantsColour(host.stderr, host.environment),
    })
    .addHelpText('after', `\nExit codes:\n${exitCodes()}\n\nThe examples of a command: holdfast help COMMAND`);
  for (const name of Object.keys(COMMANDS) as CommandName[]) {
    addCommand(program, name, host, (run) => {
      chosen = { run };
    });
  }
  try {
    program.parse(meantWords(words, program), { from: 'user' });
  } catch (error) {
    // Commander has said what it had to say; it ends wrong usage with 1, which means something else here.
    if (error instanceof CommanderError) return { exit: error.exitCode === 0 ? EXIT.compliant : EXIT.usage };
    throw error;
  }
  return chosen;
}

/**
 * `help history update` is `history update --help`, as Commander's own help takes one word. Of a command that nobody knows
 * only its name is left: Commander would answer `chekc --help` with the help of the program.
 */
function meantWords(words: readonly string[], program: Commander): readonly string[] {
  const meant = words[0] === 'help' && words.length > 1 ? [...words.slice(1), '--help'] : words;
  const [first = ''] = meant;
  const isKnown = ['', 'help', ...program.commands.map((command) => command.name())].includes(first);
  return isKnown || first.startsWith('-') ? meant : [first];
}

function addCommand<N extends CommandName>(
  program: Commander,
  name: N,
  host: Host,
  choose: (run: () => Promise<ExitCode>) => void,
): void {
  const { summary, details, examples, load } = COMMANDS[name];
  const [last = name, ...groups] = name.split(' ').toReversed();
  const command = groups
    .reduceRight<Commander>((above, group) => groupOf(above, group), program)
    .command(last)
    .summary(summary)
    .description(`${capitalised(summary)}.${details === undefined ? '' : `\n\n${details}`}`)
    .addHelpText('after', `\nExamples:\n${examples.map(([line, does]) => `  $ ${line}\n      ${does}`).join('\n')}`)
    .showHelpAfterError(`\nholdfast ${name} --help shows all options.`);
  const options = optionsOf(name);
  const places = options.filter(({ spec }) => spec.argument !== undefined);
  for (const place of places) command.addArgument(argumentOf(place));
  for (const option of options) if (option.spec.argument === undefined) command.addOption(optionOf(option));
  command.action(() => {
    const given: Readonly<Record<string, unknown>> = command.opts();
    const wordsOf = (option: NamedOption) => {
      const place = places.findIndex(({ key }) => key === option.key);
      return wordList(place < 0 ? given[option.key] : command.processedArgs[place]);
    };
    const values = readOptions(name, wordsOf, labelOf);
    choose(async () => {
      if ('profile' in values && typeof values.profile === 'string') host.useProfile(values.profile);
      return (await load())(values, given['debug'] === true ? withDebug(host) : host);
    });
  });
}

function withDebug(host: Host): Host {
  return { ...host, debug: (line) => host.stderr.write(`debug: ${escapeTerminal(line)}\n`) };
}

/** `history` of `history update`. Its help is what it holds. */
function groupOf(above: Commander, name: string): Commander {
  const known = above.commands.find((command) => command.name() === name);
  return known ?? above.command(name).description(`Commands of ${name}.`);
}

const PLAIN_HELP = new Help();

/** Commands that do something: a group shows as what is in it. */
function leavesOf(command: Commander): Commander[] {
  return PLAIN_HELP.visibleCommands(command).flatMap((each) => (each.commands.length > 0 ? each.commands : [each]));
}

/** `history update [options]` */
function wholeTerm(command: Commander): string {
  const group = command.parent?.parent ? `${command.parent.name()} ` : '';
  return group + PLAIN_HELP.subcommandTerm(command);
}

function argumentOf({ name, spec }: NamedOption): Argument {
  const word = `${spec.value ?? name}${spec.many === 'words' ? '...' : ''}`;
  return new Argument(spec.argument === 'required' ? `<${word}>` : `[${word}]`, helpOf(spec));
}

function optionOf({ key, name, spec }: NamedOption): Option {
  const value = spec.value === undefined ? '' : ` <${spec.value}${spec.many === 'words' ? '...' : ''}>`;
  const option = new Option(`--${name}${value}`, helpOf(spec));
  option.attributeName = () => key;
  return spec.value === undefined ? option : option.argParser(collect);
}

function collect(word: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), word];
}

/** Commander has switches as `true`, arguments by place as text or lists, and leaves out what was not given. */
function wordList(value: unknown): readonly string[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

function helpOf({ help, fallback, many }: NamedOption['spec']): string {
  const notes = [many === 'repeated' ? 'repeatable' : '', fallback === undefined ? '' : `default: ${fallback}`];
  const said = notes.filter((note) => note !== '').join('; ');
  return said === '' ? help : `${help} (${said})`;
}

/** How an option is called in messages. */
function labelOf({ name, spec }: NamedOption): string {
  return spec.argument === undefined ? `--${name}` : (spec.value ?? name).toUpperCase();
}

function exitCodes(): string {
  return EXIT_MEANINGS.map(({ code, meaning }) => `  ${String(code).padEnd(4)}${meaning.replaceAll('`', '')}`).join(
    '\n',
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
