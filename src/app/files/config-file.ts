import { isObject } from '../../model/json.ts';
import { UserError } from '../../model/user-error.ts';
import { didYouMean } from '../../policy/nearest.ts';
import { YamlDocument } from '../../yaml/document.ts';
import type { Host } from '../host/host.ts';
import type { ConfigFile } from '../options/values.ts';
import { namedFile } from './named-file.ts';

/** Settings of a repository that belong to no policy. */
export interface Config {
  /** Patterns of the actors whose changes are meant: ARNs, or names of users, roles and services. */
  readonly expectedActors: readonly string[];
}

const NO_CONFIG: Config = { expectedActors: [] };

/** The settings of the file; none where it is not there and nobody named it. */
export function configAt({ path, isNamed }: ConfigFile, host: Host): Config {
  const bytes = namedFile(path, host);
  if (bytes) return configOf(new TextDecoder().decode(bytes), path);
  if (!isNamed) return NO_CONFIG;
  throw new UserError(`no such file: ${path}`, 'name a settings file with --config');
}

function configOf(text: string, file: string): Config {
  const document = new YamlDocument(text);
  const [mistake] = document.mistakes;
  if (mistake) {
    throw new UserError(`${file}:${mistake.line}:${mistake.column}: ${mistake.message}`, 'write it as YAML');
  }
  const settings = membersOf(document.plain(document.contents ?? null), ['drift'], file, '');
  const drift = membersOf(settings['drift'], ['expectedActors'], file, 'drift');
  const patterns: unknown = drift['expectedActors'] ?? [];
  if (!Array.isArray(patterns) || !patterns.every((each) => typeof each === 'string' && each !== '')) {
    throw new UserError(
      `${file}: drift.expectedActors is not a list of patterns`,
      'write a list of ARNs or names, such as [arn:aws:sts::*:assumed-role/deploy/*]',
    );
  }
  return { expectedActors: patterns };
}

function membersOf(
  value: unknown,
  known: readonly string[],
  file: string,
  path: string,
): Readonly<Record<string, unknown>> {
  if (value === undefined || value === null) return {};
  if (!isObject(value))
    throw new UserError(`${file}: ${path || 'the file'} holds no keys`, `its keys are ${known.join(', ')}`);
  const strange = Object.keys(value).find((key) => !known.includes(key));
  if (strange === undefined) return value;
  const where = path === '' ? '' : ` in ${path}`;
  throw new UserError(
    `${file}: unknown key ${JSON.stringify(strange)}${where}`,
    didYouMean(strange, known) ?? `known are ${known.join(', ')}`,
  );
}
