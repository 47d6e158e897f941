import { resolve } from 'node:path';
import { UserError } from '../../model/user-error.ts';
import { type CdkAssembly, cdkAssembly } from '../../preview/cdk-assembly.ts';
import { liesUnder } from '../../sources/lies-under.ts';
import type { Host } from '../host/host.ts';
import { leadsAway, refuseLinkAway } from './allowed-folders.ts';

/** What `cdk synth` wrote; undefined where the path is not a folder. Nothing of it is read outside of it, whatever links lead there. */
export function cdkFolderAt(path: string, host: Host): CdkAssembly | undefined {
  const at = (name: string) => resolve(host.workingDirectory, path, name);
  const hasManifest = host.look(at('manifest.json')).kind === 'file';
  if (!hasManifest && host.look(path).kind !== 'folder') return undefined;
  refuseLinkAway(path, host);
  const root = host.realPath(at('.'));
  const read = (name: string): string | undefined => {
    const real = host.realPath(at(name));
    if (real === undefined || root === undefined) return undefined;
    if (!liesUnder(root, real)) throw leadsAway(`${path}/${name}`);
    const bytes = host.look(at(name)).kind === 'file' ? host.readFile(at(name)) : undefined;
    return bytes && textOf(`${path}/${name}`, bytes);
  };
  return cdkAssembly({ name: path.replace(/\/+$/, '') || path, read });
}

/** Text in UTF-8, and nothing else. */
export function textOf(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UserError(`${path} is not UTF-8 text`, 'give the plan or template as text', { cause });
  }
}
