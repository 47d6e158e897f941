import { join } from 'node:path';
import { readLedger } from '../../history/ledger.ts';
import { parseJson } from '../../model/json.ts';
import type { TrailHistory } from '../../model/trail-event.ts';
import { UserError } from '../../model/user-error.ts';
import { readInventory } from '../../sources/inventory-file.ts';
import { fileHash, listPack } from '../../sources/pack-folder.ts';
import { readRegularFile } from '../../sources/regular-file.ts';
import { verdictOn } from '../exit/verdict.ts';
import { formerFailures } from '../files/former-report.ts';
import type { Host } from '../host/host.ts';
import { judge } from '../judge/judge.ts';
import { VERSION } from '../version.ts';
import { type Manifest, PACK_PATH, readManifest } from './manifest.ts';
import { replayHost } from './recorded-host.ts';
import { renderedFiles } from './rendered.ts';

export interface Verified {
  readonly manifest: Manifest | undefined;
  /** What differs, one sentence each; none: the pack is whole. */
  readonly problems: readonly string[];
}

const SUMS = 'SHA256SUMS';
const MANIFEST = 'manifest.json';
const SUM = /^([0-9a-f]{64}) [ *](.+)$/;

/** Hashes, then the ledger's chain, then everything judged again. Nothing outside of the folder is read, nothing is written. */
export async function verifyPack(folder: string, host: Host): Promise<Verified> {
  const { files, strange } = listPack(folder);
  const problems = strange.map((path) => `${path} is neither a file nor a folder, and a pack holds nothing else`);
  const sums = files.includes(SUMS) ? sumsIn(folder, problems) : undefined;
  if (sums === undefined) problems.push(`${SUMS} is missing`);
  problems.push(...(await hashProblems(folder, files, sums ?? new Map())));
  if (!files.includes(MANIFEST)) return { manifest: undefined, problems: [...problems, `${MANIFEST} is missing`] };
  try {
    const manifest = readManifest(bytesAt(folder, MANIFEST));
    problems.push(...(await manifestProblems(folder, files, manifest)));
    problems.push(...ledgerProblems(folder, files, manifest), ...(await judgedProblems(folder, files, manifest, host)));
    return { manifest, problems: [...new Set(problems)] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { manifest: undefined, problems: [...new Set([...problems, error.message])] };
  }
}

function bytesAt(folder: string, path: string): Uint8Array {
  return readRegularFile(join(folder, path), path);
}

function sumsIn(folder: string, problems: string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const text = new TextDecoder().decode(bytesAt(folder, SUMS));
  if (!text.endsWith('\n')) problems.push(`${SUMS} does not end in a line feed`);
  for (const [index, line] of text.replace(/\n$/, '').split('\n').entries()) {
    const [, sum, path] = SUM.exec(line) ?? [];
    if (sum === undefined || path === undefined || !new RegExp(PACK_PATH).test(path)) {
      problems.push(`${SUMS}:${index + 1}: no hash and path within the pack`);
    } else if (found.has(path)) problems.push(`${SUMS}:${index + 1}: ${path} is listed twice`);
    else found.set(path, sum);
  }
  return found;
}

async function hashProblems(
  folder: string,
  files: readonly string[],
  sums: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const path of files) {
    if (path === SUMS) continue;
    const expected = sums.get(path);
    if (expected === undefined) problems.push(`${path} is not listed in ${SUMS}`);
    else if ((await fileHash(folder, path)).sha256 !== expected) problems.push(`${path} is not as ${SUMS} says`);
  }
  for (const path of sums.keys()) if (!files.includes(path)) problems.push(`${path} is missing`);
  return problems;
}

async function manifestProblems(
  folder: string,
  files: readonly string[],
  manifest: Manifest,
): Promise<readonly string[]> {
  const problems: string[] = [];
  const listed = new Map(manifest.files.map((file) => [file.path, file]));
  for (const path of files) {
    if (path === SUMS || path === MANIFEST) continue;
    const expected = listed.get(path);
    if (expected === undefined) problems.push(`${path} is not in the manifest`);
    else if ((await fileHash(folder, path)).sha256 !== expected.sha256)
      problems.push(`${path} is not as the manifest says`);
  }
  for (const path of listed.keys()) if (!files.includes(path)) problems.push(`${path} is missing`);
  return problems;
}

function ledgerProblems(folder: string, files: readonly string[], { ledger }: Manifest): readonly string[] {
  if (!files.includes('ledger.jsonl')) return ledger ? ['ledger.jsonl is missing'] : [];
  const { records, problems } = readLedger(new TextDecoder().decode(bytesAt(folder, 'ledger.jsonl')));
  return [
    ...problems.map(({ line, message }) => `ledger.jsonl:${line}: line ${line} ${message}`),
    ...(ledger && ledger.lines !== records.length
      ? [`ledger.jsonl holds ${records.length} restores; the manifest says ${ledger.lines}`]
      : []),
  ];
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
  const replay = replayHost(
    present.map(({ name, path }) => ({ name, bytes: bytesAt(folder, path) })),
    judgedAt,
    host,
  );
  try {
    const former =
      options.baselineReport === undefined ? undefined : await formerFailures(options.baselineReport, replay);
    const { report, policies } = await judge(
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
          inventory:
            manifest.inventory === undefined ? undefined : await readInventory(join(folder, 'inventory.json.gz')),
          history: manifest.hasHistory ? historyIn(folder) : undefined,
        },
      },
      replay,
    );
    const { failOn, allowUnknown } = options;
    const { exit } = verdictOn(report, { failOn, allowUnknown, ...(former ? { former } : {}) });
    const made = await renderedFiles(report, policies, failOn);
    return [
      ...[...made].flatMap(([path, text]) => difference(folder, files, path, text)),
      ...(exit === manifest.exitCode
        ? []
        : [`judged again, the exit code is ${exit}; the manifest says ${manifest.exitCode}`]),
      ...(report.conclusion === manifest.conclusion &&
      JSON.stringify(report.summary) === JSON.stringify(manifest.summary)
        ? []
        : ['judged again, conclusion and counts are not those of the manifest']),
      ...(manifest.tool.version === VERSION
        ? []
        : [
            `written by Holdfast ${manifest.tool.version}, judged again by ${VERSION}: verify it with the version that wrote it`,
          ]),
    ];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [`it could not be judged again: ${error.message.split('\n')[0] ?? ''}`];
  }
}

function historyIn(folder: string): TrailHistory {
  const value = parseJson(new TextDecoder().decode(bytesAt(folder, 'history.json')));
  // What a forger puts there is judged as a forger’s CloudTrail would be: the hash, and the signature over it, tell.
  return value as unknown as TrailHistory;
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
