import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { epochMs, type Instant, minutesBetween } from '../../model/instant.ts';
import { INVENTORY_SCHEMA, isSamePlace, type RegionInventory, type Scope } from '../../model/inventory.ts';
import { isObject, parseJson } from '../../model/json.ts';
import { unreadFacts } from '../../model/unread-facts.ts';
import { UserError } from '../../model/user-error.ts';
import { saveInventory } from '../../sources/inventory-file.ts';
import type { KeptPlaces } from '../../sources/request.ts';
import { namedFile, savedInventory } from '../files/named-file.ts';
import type { Host } from '../host/host.ts';
import { VERSION } from '../version.ts';

const RESUME_SCHEMA = 'holdfast/resume/v1';
const RUN_FILE = 'run.json';
/** A day: a cut run is taken up by the next job. What is older is no fact of this run. */
const OLDEST_MINUTES = 24 * 60;

/** A run that may be cut: what it has read of a place stays in a folder, and the next run with the same question takes it up. */
export interface ResumableRun {
  /** When the run began, however often it was cut: no fact of it is older. */
  readonly takenAt: Instant;
  readonly places: KeptPlaces;
  /** Nothing is left to take up: the next run begins anew. */
  readonly finish: () => void;
}

/** `question`: all that decides what is read. Another one begins anew. */
export function resumableRun(folder: string, question: unknown, host: Host): ResumableRun {
  const asked = createHash('sha256')
    .update(JSON.stringify([VERSION, question]))
    .digest('hex');
  const file = join(folder, RUN_FILE);
  host.tryPlace(file);
  const begun = begunAt(file, asked, host);
  const takenAt = begun ?? host.now();
  const told = (finished: boolean) =>
    host.writeFile(file, `${JSON.stringify({ schema: RESUME_SCHEMA, takenAt, asked, finished })}\n`);
  if (begun === undefined) told(false);
  else host.debug?.(`the run of ${begun} in ${folder} is taken up`);
  return {
    takenAt,
    finish: () => told(true),
    places: {
      kept: (scope, part) => keptPlace(join(folder, nameOf(scope, part)), scope, takenAt, host),
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

/** Of this run; what is damaged, or of another run, is read anew. */
async function keptPlace(
  file: string,
  scope: Scope,
  takenAt: Instant,
  host: Host,
): Promise<RegionInventory | undefined> {
  if (host.look(file).kind !== 'file') return undefined;
  try {
    const inventory = await savedInventory(file, host);
    const [region] = inventory.regions;
    return inventory.takenAt === takenAt && region && isSamePlace(region, scope) ? region : undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    host.debug?.(`${file} is read anew: ${error.message}`);
    return undefined;
  }
}
