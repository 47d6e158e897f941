import { join } from 'node:path';
import { readLedger } from '../../history/ledger.ts';
import { readInventory } from '../../sources/inventory-file.ts';
import { fileHash, listPack, type PackedFile } from '../../sources/pack-folder.ts';
import { readRegularFile } from '../../sources/regular-file.ts';
import { verdictOn } from '../exit/verdict.ts';
import { formerFailures } from '../files/former-report.ts';
import type { Host } from '../host/host.ts';
import { judge } from '../judge/judge.ts';
import { VERSION } from '../version.ts';
import { type Manifest, PACK_PATH, readManifest } from './manifest.ts';
import { manifestFacts, refuted, refutedOptions } from './manifest-facts.ts';
import { readPackHistory } from './pack-history.ts';
import { type Recorded, recordingHost, replayHost } from './recorded-host.ts';
import { renderedFiles } from './rendered.ts';

export interface Verified {
  readonly manifest: Manifest | undefined;
  /** What differs, one sentence each; none: the pack is whole. */
  readonly problems: readonly string[];
}

const SUMS = 'SHA256SUMS';
const MANIFEST = 'manifest.json';
const LEDGER = 'ledger.jsonl';
const INVENTORY = 'inventory.json.gz';
const HISTORY = 'history.json';
const SUM = /^([0-9a-f]{64}) [ *](.+)$/;

/** Hashes, then the ledger's chain, then everything judged again. Nothing outside of the folder is read, nothing is written. */
export async function verifyPack(folder: string, host: Host): Promise<Verified> {
  const { files, strange } = listPack(folder);
  const problems = strange.map((path) => `${path} is neither a file nor a folder, and a pack holds nothing else`);
  let manifest: Manifest | undefined;
  const hashed = new Map<string, PackedFile>();
  const steps: readonly (readonly [string, () => Promise<readonly string[]> | readonly string[]])[] = [
    ...files.map(
      (path) =>
        [
          path,
          async () => {
            hashed.set(path, await fileHash(folder, path));
            return [];
          },
        ] as const,
    ),
    [SUMS, () => sumProblems(folder, files, hashed)],
    [
      MANIFEST,
      () => {
        manifest = files.includes(MANIFEST) ? readManifest(bytesAt(folder, MANIFEST)) : undefined;
        return manifest ? manifestProblems(files, manifest, hashed) : [`${MANIFEST} is missing`];
      },
    ],
    ['ledger.jsonl', () => (manifest ? ledgerProblems(folder, files) : [])],
    ['it could not be judged again', () => (manifest ? judgedProblems(folder, files, manifest, host) : [])],
  ];
  for (const [what, step] of steps) problems.push(...(await found(what, step)));
  return { manifest, problems: [...new Set(problems)] };
}

/** Whatever the bytes of a stranger do to a reader is a problem of the pack, and hides none that was found. */
async function found(
  what: string,
  step: () => Promise<readonly string[]> | readonly string[],
): Promise<readonly string[]> {
  try {
    return await step();
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return [`${what}: ${line.slice(0, 400)}`];
  }
}

function bytesAt(folder: string, path: string): Uint8Array {
  return readRegularFile(join(folder, path), path);
}

function sumProblems(
  folder: string,
  files: readonly string[],
  hashed: ReadonlyMap<string, PackedFile>,
): readonly string[] {
  const { sums, problems } = files.includes(SUMS)
    ? sumsIn(folder)
    : { sums: new Map<string, string>(), problems: [`${SUMS} is missing`] };
  for (const path of files) {
    if (path === SUMS) continue;
    const expected = sums.get(path);
    if (expected === undefined) problems.push(`${path} is not listed in ${SUMS}`);
    else if (hashed.get(path)?.sha256 !== expected) problems.push(`${path} is not as ${SUMS} says`);
  }
  for (const path of sums.keys()) if (!files.includes(path)) problems.push(`${path} is missing`);
  return problems;
}

function sumsIn(folder: string): { readonly sums: ReadonlyMap<string, string>; readonly problems: string[] } {
  const sums = new Map<string, string>();
  const problems: string[] = [];
  const text = new TextDecoder().decode(bytesAt(folder, SUMS));
  if (!text.endsWith('\n')) problems.push(`${SUMS} does not end in a line feed`);
  for (const [index, line] of text.replace(/\n$/, '').split('\n').entries()) {
    const [, sum, path] = SUM.exec(line) ?? [];
    if (sum === undefined || path === undefined || !new RegExp(PACK_PATH).test(path)) {
      problems.push(`${SUMS}:${index + 1}: no hash and path within the pack`);
    } else if (sums.has(path)) problems.push(`${SUMS}:${index + 1}: ${path} is listed twice`);
    else sums.set(path, sum);
  }
  return { sums, problems };
}

function manifestProblems(
  files: readonly string[],
  manifest: Manifest,
  hashed: ReadonlyMap<string, PackedFile>,
): readonly string[] {
  const listed = new Map(manifest.files.map((file) => [file.path, file]));
  const { from, to } = manifest.period;
  return [
    ...twice(manifest.files.map(({ path }) => path)).map((path) => `manifest.json: files lists ${path} twice`),
    ...twice(manifest.inputs.map(({ path }) => path)).map((path) => `manifest.json: inputs lists ${path} twice`),
    ...(from <= to ? [] : [`manifest.json: period ends at ${to}, before it begins at ${from}`]),
    ...files
      .filter((path) => path !== SUMS && path !== MANIFEST)
      .flatMap((path) => unlike(path, listed.get(path), hashed.get(path))),
    ...[...listed.keys()].filter((path) => !files.includes(path)).map((path) => `${path} is missing`),
  ];
}

function unlike(path: string, listed: PackedFile | undefined, found: PackedFile | undefined): readonly string[] {
  if (listed === undefined) return [`${path} is not in the manifest`];
  if (found?.sha256 !== listed.sha256) return [`${path} is not as the manifest says`];
  if (found.bytes === listed.bytes) return [];
  return [`manifest.json: files says that ${path} has ${listed.bytes} bytes; it has ${found.bytes}`];
}

function twice(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

function ledgerProblems(folder: string, files: readonly string[]): readonly string[] {
  if (!files.includes(LEDGER)) return [];
  const { problems } = readLedger(new TextDecoder().decode(bytesAt(folder, LEDGER)));
  return problems.map(({ line, message }) => `ledger.jsonl:${line}: line ${line} ${message}`);
}

/** The same facts, by the same policies, as of the same instant: the same bytes. */
async function judgedProblems(
  folder: string,
  files: readonly string[],
  manifest: Manifest,
  host: Host,
): Promise<readonly string[]> {
  const { options, judgedAt, inputs } = manifest;
  const present = inputs.filter(({ path }) => files.includes(path));
  const recording = recordingHost(
    replayHost(
      present.map(({ name, path }) => ({ name, bytes: bytesAt(folder, path) })),
      judgedAt,
      host,
    ),
  );
  const replay = recording.host;
  const former =
    options.baselineReport === undefined ? undefined : await formerFailures(options.baselineReport, replay);
  const judged = await judge(
    {
      policies: options.policies,
      regions: options.regions,
      roleArns: [],
      profile: undefined,
      shard: options.shard,
      inventory: undefined,
      ledger: options.ledger,
      history: options.history,
      now: options.now,
      requirePolicy: options.requirePolicy,
      allowEmpty: options.allowEmpty,
      baseline: options.baseline,
      config: options.config,
      ownerTag: options.ownerTag,
      basePolicies: options.basePolicies,
      frameworks: options.frameworks,
      stacks: options.stacks.map(({ name }) => name),
      preview: {
        terraformPlans: options.terraformPlans,
        cloudFormation: options.cloudFormation,
        changeSets: options.changeSets,
        backupPolicies: options.backupPolicies,
        parameters: options.parameters,
        stacks: options.stacks,
        regions: options.regions,
      },
      recorded: {
        inventory: manifest.inventory === undefined ? undefined : await readInventory(join(folder, INVENTORY)),
        history: manifest.hasHistory ? readPackHistory(bytesAt(folder, HISTORY)) : undefined,
      },
    },
    replay,
  );
  const { report, policies } = judged;
  const { failOn, allowUnknown } = options;
  const { exit } = verdictOn(report, { failOn, allowUnknown, ...(former ? { former } : {}) });
  const made = await renderedFiles(report, policies, failOn);
  const generated = [...made.keys(), ...(judged.collected ? [INVENTORY] : []), ...(judged.history ? [HISTORY] : [])];
  const ledger = files.includes(LEDGER) ? bytesAt(folder, LEDGER) : undefined;
  return [
    ...[...made].flatMap(([path, text]) => difference(folder, files, path, text)),
    ...refuted(manifest, manifestFacts(judged, ledger, exit)),
    ...refutedOptions(manifest, judged),
    ...unused(files, manifest, recording.read(), generated),
    ...(manifest.tool.version === VERSION
      ? []
      : [
          `written by Holdfast ${manifest.tool.version}, judged again by ${VERSION}: verify it with the version that wrote it`,
        ]),
  ];
}

/** A pack holds what was read and what was made, and nothing that only looks as if it had been. */
function unused(
  files: readonly string[],
  { inputs }: Manifest,
  read: readonly Recorded[],
  generated: readonly string[],
): readonly string[] {
  const names = new Set(read.map(({ name }) => name));
  const known = new Set([SUMS, MANIFEST, ...generated, ...inputs.map(({ path }) => path)]);
  const same = twice(inputs.map(({ name }) => name)).map((name) => `manifest.json: inputs names ${name} twice`);
  const missing = inputs.filter(({ path }) => !files.includes(path));
  const idle = inputs.filter(({ name }) => !names.has(name));
  return [
    ...same,
    ...missing.map(({ path }) => `manifest.json: inputs lists ${path}, which is missing`),
    ...idle.map(({ path, name }) => `${path} was not used: nothing that was asked reads ${name}`),
    ...files.filter((path) => !known.has(path)).map((path) => `${path} was not used: it is no input, and was not made`),
  ];
}

/** Names the first line that differs, where there is one. */
function difference(folder: string, files: readonly string[], path: string, text: string): readonly string[] {
  if (!files.includes(path)) return [`${path} is missing`];
  const found = new TextDecoder().decode(bytesAt(folder, path));
  if (found === text) return [];
  const [theirs, ours] = [found.split('\n'), text.split('\n')];
  const line = ours.findIndex((own, index) => own !== theirs[index]);
  return [`${path} is not what judging again gives${line < 0 ? '' : `, from line ${line + 1} on`}`];
}
