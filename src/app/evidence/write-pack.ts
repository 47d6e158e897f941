import { join, resolve } from 'node:path';
import type { Instant } from '../../model/instant.ts';
import type { Shard } from '../../model/report.ts';
import { UserError } from '../../model/user-error.ts';
import { saveInventory } from '../../sources/inventory-file.ts';
import {
  beginPack,
  dropPack,
  fileHash,
  finishPack,
  type PackedFile,
  requireEmptyPlace,
  writePacked,
} from '../../sources/pack-folder.ts';
import { readPolicies } from '../files/policy-files.ts';
import type { Host } from '../host/host.ts';
import type { Judged } from '../judge/judge.ts';
import type { Options } from '../options/options.ts';
import { VERSION } from '../version.ts';
import { EVIDENCE_SCHEMA, type Manifest, PACK_PATH, type PackInput, type PackOptions } from './manifest.ts';
import { manifestFacts } from './manifest-facts.ts';
import { nameOf, type Recorded } from './recorded-host.ts';
import { renderedFiles } from './rendered.ts';

type Checked = Pick<
  Options<'check'>,
  | 'policies'
  | 'regions'
  | 'ledger'
  | 'recorded-baseline'
  | 'baseline-report'
  | 'base-policies'
  | 'config'
  | 'history'
  | 'framework'
  | 'fail-on'
  | 'allow-unknown'
  | 'allow-empty'
  | 'require-policy'
  | 'terraform-plan'
  | 'cloudformation'
  | 'owner-tag'
  | 'change-set'
  | 'backup-policy'
  | 'parameters'
  | 'stack'
  | 'inventory'
> &
  Partial<Pick<Options<'check'>, 'now'>>;

export interface PackedRun {
  readonly folder: string;
  readonly options: Checked;
  readonly judged: Judged;
  /** What was read through the host. */
  readonly read: readonly Recorded[];
  readonly from: Instant;
  readonly exitCode: number;
}

/** Said before anything is asked of AWS. */
export function requirePackable(
  options: { readonly evidence: string; readonly former: readonly string[] },
  host: Host,
): void {
  requireEmptyPlace(resolve(host.workingDirectory, options.evidence));
  host.tryPlace(join(options.evidence, 'manifest.json'));
  if (options.former.length === 0) return;
  throw new UserError(
    '--evidence and --former do not go together: a pack does not hold other inventories yet',
    'leave --former out; --baseline is packed',
  );
}

/** Writes the pack beside its place and moves it there whole. */
export async function writePack(run: PackedRun, host: Host): Promise<void> {
  const folder = resolve(host.workingDirectory, run.folder);
  const draft = beginPack(folder);
  try {
    await fill(draft, run, host);
    finishPack(draft, folder);
  } catch (error) {
    dropPack(draft);
    throw error;
  }
}

async function fill(draft: string, run: PackedRun, host: Host): Promise<void> {
  const { options, judged, read } = run;
  const { report, policies, collected, history } = judged;
  const packed = inputsOf(options, read, host);
  for (const { path, bytes } of packed) writePacked(draft, path, bytes);
  const rendered = await renderedFiles(report, policies, options['fail-on']);
  for (const [path, text] of rendered) writePacked(draft, path, text);
  if (collected) await saveInventory(join(draft, 'inventory.json.gz'), collected);
  if (history) writePacked(draft, 'history.json', `${JSON.stringify(history)}\n`);
  const paths = [
    ...packed.map(({ path }) => path),
    ...rendered.keys(),
    ...(collected ? ['inventory.json.gz'] : []),
    ...(history ? ['history.json'] : []),
  ].toSorted();
  const files: PackedFile[] = [];
  for (const path of paths) files.push(await fileHash(draft, path));
  const manifest = manifestOf(run, packed, files, host);
  writePacked(draft, 'manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);
  const all = [...files, await fileHash(draft, 'manifest.json')].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  writePacked(draft, 'SHA256SUMS', all.map(({ sha256, path }) => `${sha256}  ${path}\n`).join(''));
}

interface Packed extends PackInput {
  readonly bytes: Uint8Array;
}

/** The ledger and the baseline under the names that auditors look for, policies in their folder, the rest in another. */
function inputsOf(options: Checked, read: readonly Recorded[], host: Host): readonly Packed[] {
  const names = {
    ledger: options.ledger === undefined ? undefined : nameOf(options.ledger, host),
    baseline: options['recorded-baseline'] === undefined ? undefined : nameOf(options['recorded-baseline'], host),
  };
  const taken = new Set<string>();
  return read.map(({ name, bytes }) => ({ name, bytes, path: placeOf(name) }));

  function placeOf(name: string): string {
    if (name === names.ledger) return 'ledger.jsonl';
    if (name === names.baseline) return 'baseline.json';
    const folder = /\.(?:ya?ml|json)$/.test(name) && !isOther(name) ? 'policies' : 'inputs';
    const base = (name.split('/').at(-1) ?? '').replace(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '_') || 'file';
    for (let number = 0; ; number += 1) {
      const path = number === 0 ? `${folder}/${base}` : `${folder}/${number}-${base}`;
      if (taken.has(path) || !new RegExp(PACK_PATH).test(path)) continue;
      taken.add(path);
      return path;
    }
  }

  function isOther(name: string): boolean {
    const others = [
      ...options['terraform-plan'],
      ...options.cloudformation,
      ...options['change-set'],
      ...options['backup-policy'].map(({ file }) => file),
      ...options.parameters,
      ...(options['baseline-report'] === undefined ? [] : [options['baseline-report']]),
      options.config.path,
    ];
    return others.some((path) => {
      const other = nameOf(path, host);
      return name === other || name.startsWith(`${other}/`);
    });
  }
}

function manifestOf(
  { options, judged, from, exitCode }: PackedRun,
  packed: readonly Packed[],
  files: readonly PackedFile[],
  host: Host,
): Manifest {
  const { collected } = judged;
  const ledger = packed.find(({ path }) => path === 'ledger.jsonl');
  const commit = commitOf(host);
  const run = runOf(host);
  return {
    schema: EVIDENCE_SCHEMA,
    tool: { name: 'holdfast', version: VERSION, node: process.version },
    command: 'check',
    options: packOptions(options, judged.report.shard, host),
    period: { from, to: host.now() },
    ...manifestFacts(judged, ledger?.bytes, exitCode),
    ...(run ? { run } : {}),
    ...(commit === undefined ? {} : { commit }),
    ...(collected ? { inventory: options.inventory === undefined ? 'collected' : 'given' } : {}),
    inputs: packed.map(({ name, path }) => ({ name, path })),
    files: files.map(({ path, sha256, bytes }) => ({ path, sha256, bytes })),
  };
}

function packOptions(options: Checked, shard: Shard | undefined, host: Host): PackOptions {
  const { ledger, now } = options;
  return {
    policies: readPolicies(options.policies, host).files,
    regions: options.regions,
    ...(ledger === undefined ? {} : { ledger }),
    ...(options['recorded-baseline'] === undefined ? {} : { baseline: options['recorded-baseline'] }),
    ...(options['baseline-report'] === undefined ? {} : { baselineReport: options['baseline-report'] }),
    ...(options['owner-tag'] === undefined ? {} : { ownerTag: options['owner-tag'] }),
    basePolicies: options['base-policies'],
    config: options.config,
    history: options.history,
    frameworks: options.framework,
    failOn: options['fail-on'],
    allowUnknown: options['allow-unknown'],
    allowEmpty: options['allow-empty'],
    requirePolicy: options['require-policy'],
    ...(now === undefined ? {} : { now }),
    ...(shard === undefined ? {} : { shard }),
    terraformPlans: options['terraform-plan'],
    cloudFormation: options.cloudformation,
    changeSets: options['change-set'],
    backupPolicies: options['backup-policy'],
    parameters: options.parameters,
    stacks: options.stack,
  };
}

/** What GitHub says of the run; the signature of an attestation is what makes it more than words. */
const RUN = {
  repository: 'GITHUB_REPOSITORY',
  workflow: 'GITHUB_WORKFLOW_REF',
  ref: 'GITHUB_REF',
  sha: 'GITHUB_SHA',
  runId: 'GITHUB_RUN_ID',
  attempt: 'GITHUB_RUN_ATTEMPT',
  event: 'GITHUB_EVENT_NAME',
  actor: 'GITHUB_ACTOR',
  runnerEnvironment: 'RUNNER_ENVIRONMENT',
} as const;

function runOf({ environment }: Host): Readonly<Record<string, string>> | undefined {
  const found = Object.entries(RUN).flatMap(([name, variable]) => {
    const value = environment[variable];
    return value === undefined || value === '' ? [] : [[name, value.slice(0, 4096)] as const];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** Of the checkout that the policies are in: GitHub's word, or Git's own files. */
function commitOf(host: Host): string | undefined {
  const given = host.environment['GITHUB_SHA'];
  if (given !== undefined && COMMIT.test(given)) return given;
  try {
    const head = textAt('.git/HEAD', host);
    const [, ref] = /^ref: (refs\/[\w./-]{1,200})\s*$/.exec(head ?? '') ?? [];
    const commit = (ref === undefined || ref.includes('..') ? head : textAt(`.git/${ref}`, host))?.trim();
    return commit !== undefined && COMMIT.test(commit) ? commit : undefined;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

const COMMIT = /^[0-9a-f]{40,64}$/;

function textAt(path: string, host: Host): string | undefined {
  const bytes = host.look(path).kind === 'file' ? host.readFile(path) : undefined;
  return bytes && new TextDecoder().decode(bytes.subarray(0, 1024));
}
