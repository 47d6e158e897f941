import { dirname, relative, resolve } from 'node:path';
import { count } from '../../model/count.ts';
import type { Policy } from '../../model/policy.ts';
import { UserError } from '../../model/user-error.ts';
import type { PolicyFile } from '../../policy/document.ts';
import { type LoadedPolicies, loadPolicies } from '../../policy/load.ts';
import { CONTROL_IDS } from '../catalogue/control-ids.ts';
import type { Host } from '../host/host.ts';
import { OPTIONS } from '../options/options.ts';
import { isBackupPolicy } from './backup-policy-files.ts';
import { type FileKind, filesAt, isHidden, shownPath } from './files-at.ts';
import { PolicyProblems } from './policy-problems.ts';

export interface PolicySet extends LoadedPolicies {
  readonly files: readonly string[];
  /** Those of the files that are backup policies of AWS Organizations, as their shape tells. */
  readonly backupPolicies: readonly PolicyFile[];
}

/** Tests of policies, and the scenarios that they are held to, may lie among the policies. */
const POLICY_FILES: FileKind = {
  noun: 'policy file',
  counts: (path) => /\.(?:ya?ml|json)$/.test(path) && !/\.(?:test|scenario)\.\w+$/.test(path),
  advice: 'put files that end in .yaml, .yml or .json there',
};

/** The policies of the paths; a mistake in any of them, or no policy at all, ends the run. */
export function policiesAt(paths: readonly string[], host: Host): readonly Policy[] {
  const { policies, templates, problems, files, backupPolicies } = readPolicies(paths, host);
  const [foreign] = backupPolicies;
  if (foreign) {
    throw new UserError(
      `${foreign.path} is a backup policy of AWS Organizations, and no policy of Holdfast`,
      `keep it elsewhere, and give it as --backup-policy NAME=${foreign.path}`,
    );
  }
  if (problems.length > 0) throw new PolicyProblems(problems);
  if (policies.length === 0) {
    throw new UserError(
      `no policy that judges tables in ${files.join(', ')}: ${count(templates.length, 'template')} without a \`tables\` key`,
      'give a policy the key `tables`',
    );
  }
  return policies;
}

/** For what is of use before there is a policy: undefined where the default folder is absent. One that is named must be there. */
export function policiesIfAny(paths: readonly string[], host: Host): readonly Policy[] | undefined {
  const { fallback } = OPTIONS.policies;
  const isDefault = paths.length === 1 && paths[0] === fallback;
  return isDefault && host.look(fallback).kind === 'absent' ? undefined : policiesAt(paths, host);
}

/** Former policies. An empty folder had none yet; a path that is not there is a slip of the pen, and would hide what is lost. */
export function basePoliciesAt(paths: readonly string[], host: Host): readonly Policy[] {
  const places = paths.map((path) => ({ path, place: host.look(path) }));
  const absent = places.find(({ place }) => place.kind === 'absent');
  if (absent) {
    throw new UserError(
      `--base-policies: no such file or folder: ${absent.path}`,
      'name the policies of before; where there were none yet, an empty folder',
    );
  }
  const filled = places.filter(({ path, place }) => place.kind !== 'folder' || !isEmpty(path, place.files, host));
  if (filled.length === 0) return [];
  const { policies, problems } = readPolicies(
    filled.map(({ path }) => path),
    host,
  );
  if (problems.length > 0) throw new PolicyProblems(problems);
  return policies;
}

/** What hides behind a dot does not count. */
function isEmpty(path: string, files: readonly string[], host: Host): boolean {
  const root = resolve(host.workingDirectory, path);
  return files.every((file) => isHidden(relative(root, file)));
}

export function readPolicies(paths: readonly string[], host: Host): PolicySet {
  const { files: given, mayRead } = filesAt(paths, POLICY_FILES, host);
  const resolved = (from: string, target: string) => {
    const path = shownPath(resolve(host.workingDirectory, dirname(from), target), host);
    if (!mayRead(path)) return 'outside';
    const bytes = host.look(path).kind === 'folder' ? undefined : host.readFile(path);
    return bytes && { path, bytes };
  };
  const isForeign = new Set(given.filter(({ path, bytes }) => isBackupPolicy(path, bytes)));
  return {
    ...loadPolicies(
      given.filter((file) => !isForeign.has(file)),
      resolved,
      CONTROL_IDS,
    ),
    files: given.map(({ path }) => path),
    backupPolicies: [...isForeign],
  };
}
