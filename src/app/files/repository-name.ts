import { join } from 'node:path';
import type { Host } from '../host/host.ts';

/** A repository on GitHub. */
export interface RepositoryName {
  readonly owner: string;
  readonly name: string;
}

/** HTTPS, SSH and its short form, with a token or without; GitHub Enterprise has other hosts. */
const REMOTE =
  /^(?:https:\/\/(?:[^@/\s]*@)?|ssh:\/\/git@|git@)github\.com[/:](?<owner>[A-Za-z0-9][A-Za-z0-9-]{0,38})\/(?<name>[\w.-]{1,100}?)(?:\.git)?\/?$/;

/** What git calls `origin` of the repository at a folder, where that is on GitHub. No git is run. */
export function repositoryNameAt(folder: string, host: Host): RepositoryName | undefined {
  const { owner, name } = REMOTE.exec(originIn(configOf(folder, host)) ?? '')?.groups ?? {};
  return owner === undefined || name === undefined ? undefined : { owner, name };
}

/** A worktree or submodule has a file in place of the folder, and is not followed. */
function configOf(folder: string, host: Host): string {
  const file = join(folder, '.git/config');
  if (host.look(file).kind !== 'file') return '';
  return new TextDecoder().decode(host.readFile(file));
}

/** Source: git-config(1), "Syntax"; git writes each section and variable on a line of its own. */
function originIn(config: string): string | undefined {
  let section = '';
  for (const line of config.split(/\r?\n/)) {
    section = /^\s*\[(.*)\]\s*$/.exec(line)?.[1] ?? section;
    const url = /^\s*url\s*=\s*(\S+)\s*$/.exec(line)?.[1];
    if (section === 'remote "origin"' && url !== undefined) return url;
  }
  return undefined;
}
