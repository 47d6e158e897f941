import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { count } from '../../model/count.ts';
import { epochMs, type Instant, minutesBetween } from '../../model/instant.ts';
import {
  INVENTORY_SCHEMA,
  type Inventory,
  isSamePlace,
  type RegionInventory,
  type Scope,
} from '../../model/inventory.ts';
import { isObject, parseJson } from '../../model/json.ts';
import { byText } from '../../model/order.ts';
import { unreadFacts } from '../../model/unread-facts.ts';
import { UserError } from '../../model/user-error.ts';
import { saveInventory } from '../../sources/inventory-file.ts';
import type { KeptPlaces } from '../../sources/request.ts';
import { namedFile, savedInventory } from '../files/named-file.ts';
import type { Host } from '../host/host.ts';
import { VERSION } from '../version.ts';
import { noteLines } from './history.ts';

const RESUME_SCHEMA = 'holdfast/resume/v1';
const RUN_FILE = 'run.json';
/** A day: a cut run is taken up by the next job. What is older is no fact of this run. */
const OLDEST_MINUTES = 24 * 60;

/** Other keys of one session tell of the same account; what these name may be another AWS, or another caller. */
const SETTINGS =
  /^AWS_(?:ENDPOINT_URL.*|IGNORE_CONFIGURED_ENDPOINT_URLS|PROFILE|ROLE_ARN|CONFIG_FILE|SHARED_CREDENTIALS_FILE)$/;

/** A run that may be cut: what it has read of a place stays in a folder, and the next run with the same question takes it up. */
export interface ResumableRun {
  /** Now: what a cut run has read is older, and ages as all else does. */
  readonly takenAt: Instant;
  readonly places: KeptPlaces;
  /** Nothing is left to take up: the next run begins anew. */
  readonly finish: () => void;
}

/** `question`: all that decides what is read. Another one begins anew. */
export function resumableRun(folder: string, question: unknown, host: Host): ResumableRun {
  const asked = createHash('sha256')
    .update(JSON.stringify([VERSION, question, settingsOf(host.environment)]))
    .digest('hex');
  const file = join(folder, RUN_FILE);
  host.tryPlace(file);
  const begun = begunAt(file, asked, host);
  const takenAt = host.now();
  const taken: Instant[] = [];
  const told = (finished: boolean) =>
    host.writeFile(file, `${JSON.stringify({ schema: RESUME_SCHEMA, takenAt: begun ?? takenAt, asked, finished })}\n`);
  if (begun === undefined) told(false);
  return {
    takenAt,
    finish: () => {
      told(true);
      host.stderr.write(noteLines(takenNotes(taken, folder)));
    },
    places: {
      kept: async (scope, part) => {
        if (begun === undefined) return undefined;
        const inventory = await keptPlace(folder, nameOf(scope, part), host);
        const [region] = inventory?.regions ?? [];
        if (!inventory || !region || !isSamePlace(region, scope)) return undefined;
        // Of another run, or of a clock that went wrong.
        if (inventory.takenAt < begun || inventory.takenAt > takenAt) return undefined;
        taken.push(inventory.takenAt);
        return region;
      },
      keep: async (region, part) => {
        const inventory = inventoryOf(region, takenAt);
        // What could not be read may be read the next time.
        if (unreadFacts(inventory).length > 0) return;
        const place = join(folder, nameOf(region, part));
        host.tryPlace(place);
        await saveInventory(place, inventory);
      },
    },
  };
}

/** When the run that is to be taken up began; undefined where there is none, or it was another, has ended or is too old. */
function begunAt(file: string, asked: string, host: Host): Instant | undefined {
  const bytes = namedFile(file, host);
  if (bytes === undefined) return undefined;
  const found = parsed(new TextDecoder().decode(bytes));
  if (!isObject(found) || found['schema'] !== RESUME_SCHEMA) {
    throw new UserError(`${file} is no record of a run`, 'give --resume an empty folder, or one that it filled');
  }
  const { takenAt, finished } = found;
  if (typeof takenAt !== 'string' || Number.isNaN(epochMs(takenAt as Instant))) return undefined;
  const age = minutesBetween(takenAt as Instant, host.now());
  return finished === false && found['asked'] === asked && age >= 0 && age <= OLDEST_MINUTES
    ? (takenAt as Instant)
    : undefined;
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function nameOf({ partition, account, region }: Scope, part: string): string {
  return `${partition}.${account}.${region}.${part}.json.gz`;
}

function inventoryOf(region: RegionInventory, takenAt: Instant) {
  const apiCalls = { total: 0, byOperation: {} };
  return { schema: INVENTORY_SCHEMA, takenAt, accounts: [], regions: [region], unread: [], apiCalls } as const;
}

/** What is damaged, or leads out of the folder, is read anew. */
async function keptPlace(folder: string, name: string, host: Host): Promise<Inventory | undefined> {
  const file = join(folder, name);
  if (host.look(file).kind !== 'file') return undefined;
  const real = host.realPath(folder);
  if (real === undefined || host.realPath(file) !== join(real, name)) return undefined;
  try {
    return await savedInventory(file, host);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    host.debug?.(`${file} is read anew: ${error.message}`);
    return undefined;
  }
}

/** Where AWS is, and as whom it is asked, as far as the environment says. */
function settingsOf(environment: Host['environment']): readonly (readonly [string, string | undefined])[] {
  return Object.entries(environment)
    .filter(([name]) => SETTINGS.test(name))
    .toSorted(byText(([name]) => name));
}

function takenNotes(taken: readonly Instant[], folder: string): readonly string[] {
  const [first] = taken.toSorted();
  if (first === undefined) return [];
  return [
    `${count(taken.length, 'place')} in ${folder} ${taken.length === 1 ? 'is' : 'are'} known as of a run that was cut, the oldest as of ${first}: what changed there since is not seen`,
  ];
}
