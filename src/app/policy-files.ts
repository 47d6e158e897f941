import { dirname, extname, relative, resolve, sep } from 'node:path';
import type { Policy } from '../model/policy.ts';
import { UserError } from '../model/user-error.ts';
import type { PolicyFile } from '../policy/document.ts';
import { type LoadedPolicies, loadPolicies } from '../policy/load.ts';
import { CONTROL_IDS } from './control-ids.ts';
import { count } from './count.ts';
import type { Host } from './host.ts';
import { PolicyProblems } from './policy-problems.ts';

export interface PolicySet extends LoadedPolicies {
  readonly files: readonly string[];
}

const EXTENSIONS = new Set(['.yaml', '.yml', '.json']);

/** The policies of the paths; a mistake in any of them, or no policy at all, ends the run. */
export function policiesAt(paths: readonly string[], host: Host): readonly Policy[] {
  const { policies, templates, problems, files } = readPolicies(paths, host);
  if (problems.length > 0) throw new PolicyProblems(problems);
  if (policies.length === 0) {
    throw new UserError(
      `no policy that judges tables in ${files.join(', ')}: ${count(templates.length, 'template')} without a \`tables\` key`,
      'give a policy the key `tables`',
    );
  }
  return policies;
}

export function readPolicies(paths: readonly string[], host: Host): PolicySet {
  const files = [...new Set(paths.flatMap((path) => policyFilesAt(path, host)))];
  const given = files.map((path) => policyFile(path, host));
  const resolved = (from: string, target: string) => {
    const path = shownPath(resolve(host.workingDirectory, dirname(from), target), host);
    const bytes = host.look(path).kind === 'file' ? host.readFile(path) : undefined;
    return bytes && { path, bytes };
  };
  return {
    ...loadPolicies(given, resolved, CONTROL_IDS),
    files,
  };
}

/** Folders are read with all that is below them, but for what hides behind a dot. A file that is named is taken as it is. */
function policyFilesAt(path: string, host: Host): readonly string[] {
  const place = host.look(path);
  switch (place.kind) {
    case 'absent':
      throw new UserError(`no such file or folder: ${path}`, 'name policy files or folders with --policies');
    case 'file':
      return [shownPath(resolve(host.workingDirectory, path), host)];
    case 'folder': {
      const root = resolve(host.workingDirectory, path);
      const found = place.files.filter((file) => EXTENSIONS.has(extname(file)) && !isHidden(relative(root, file)));
      if (found.length > 0) return found.map((file) => shownPath(file, host));
      throw new UserError(`no policy file in ${path}`, 'put files that end in .yaml, .yml or .json there');
    }
  }
}

function isHidden(path: string): boolean {
  return path.split(sep).some((part) => part.startsWith('.'));
}

function policyFile(path: string, host: Host): PolicyFile {
  const bytes = host.readFile(path);
  if (!bytes) throw new UserError(`no such file: ${path}`, 'name policy files or folders with --policies');
  return { path, bytes };
}

/** Relative to the working directory, with slashes on every system: how reports name the file. */
function shownPath(path: string, host: Host): string {
  return relative(host.workingDirectory, path).split(sep).join('/');
}
