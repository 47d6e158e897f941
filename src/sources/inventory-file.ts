import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { INVENTORY_SCHEMA, type Inventory } from '../model/inventory.ts';
import { UserError } from '../model/user-error.ts';
import { frozen } from './frozen.ts';
import { inventorySchema } from './inventory-schema.ts';
import { jsonErrorPosition } from './json-position.ts';
import { writeWholeFile } from './whole-file.ts';

/** Unpacked. 175,000 recovery points take a third of it; a JavaScript string holds 512 MiB at most. */
const MAX_BYTES = 400 * 1024 * 1024;
const GZIP_MAGIC = [0x1f, 0x8b] as const;
/** In gzip's header: the operating system, which would differ between machines. 255 is "unknown". */
const GZIP_OS_BYTE = 9;

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** Writes an inventory, gzipped when the name ends in `.gz`. Same inventory, same bytes. */
export async function saveInventory(path: string, inventory: Inventory): Promise<void> {
  const isZipped = path.endsWith('.gz');
  const text = textOf(inventory, isZipped ? 0 : 2);
  if (text === undefined) throw tooLarge(path);
  const bytes = isZipped ? await zipped(text) : text;
  try {
    writeWholeFile(path, bytes);
  } catch (cause) {
    throw new UserError(
      `cannot write the inventory ${path}: ${reasonOf(cause)}`,
      'name a file in a folder that can be written',
      { cause },
    );
  }
}

/** Undefined when the text would be larger than what can be read back. */
function textOf(inventory: Inventory, indent: number): string | undefined {
  try {
    const text = `${JSON.stringify(inventory, undefined, indent)}\n`;
    return Buffer.byteLength(text) > MAX_BYTES ? undefined : text;
  } catch (error) {
    // What JavaScript throws when a string would be longer than it can hold.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function tooLarge(path: string): UserError {
  return new UserError(
    `the inventory ${path} is larger than ${MAX_BYTES / 1024 / 1024} MiB`,
    'collect fewer Regions at a time',
  );
}

async function zipped(text: string): Promise<Buffer> {
  const bytes = await zip(text, { level: 9 });
  bytes[GZIP_OS_BYTE] = 255;
  return bytes;
}

/** Reads an inventory back, gzipped or not. Throws `UserError` with one clear problem for anything that is none. */
export async function readInventory(path: string): Promise<Inventory> {
  return inventoryOf(await readText(path), path);
}

/** The same for a text that is there already; `file` is the name that problems are reported under. */
export function inventoryOf(text: string, file: string): Inventory {
  const value = parsed(text, file);
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  if (schema !== INVENTORY_SCHEMA) {
    const found = schema === undefined ? 'it names no schema' : `its schema is ${JSON.stringify(schema)?.slice(0, 80)}`;
    throw new UserError(
      `${file} is no inventory: ${found}, not ${JSON.stringify(INVENTORY_SCHEMA)}`,
      'make one with holdfast collect',
    );
  }
  const validate = validator();
  if (!validate(value)) throw notAsCollected(file, validate.errors?.[0]);
  return frozen(value);
}

let compiled: ReturnType<typeof compile> | undefined;

function validator(): ReturnType<typeof compile> {
  compiled ??= compile();
  return compiled;
}

function compile() {
  // The keywords under `then` are typed by what stands beside `if`, which strict mode does not see.
  return new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allowUnionTypes: true,
  }).compile<Inventory>(inventorySchema);
}

function notAsCollected(file: string, error: ErrorObject | undefined): UserError {
  const where = error?.instancePath || '/';
  return new UserError(
    `${file} is not as holdfast collect wrote it: at ${where} it ${error?.message ?? 'differs'}`,
    'collect the inventory again',
  );
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { line, column, isCut } = jsonErrorPosition(text);
    const what = isCut ? 'the file ends too early' : 'this is not JSON';
    throw new UserError(`${file}:${line}:${column}: ${what}`, 'collect the inventory again', { cause });
  }
}

async function readText(path: string): Promise<string> {
  let bytes: Buffer;
  try {
    if ((await stat(path)).size > MAX_BYTES) throw tooLarge(path);
    bytes = await readFile(path);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(
      `cannot read the inventory ${path}: ${reasonOf(cause)}`,
      'name a file that holdfast collect wrote',
      { cause },
    );
  }
  if (GZIP_MAGIC.every((byte, at) => bytes[at] === byte)) {
    try {
      bytes = await unzip(bytes, { maxOutputLength: MAX_BYTES });
    } catch (cause) {
      if (codeOf(cause) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(path);
      throw new UserError(`the inventory ${path} is damaged: it cannot be unpacked`, 'collect the inventory again', {
        cause,
      });
    }
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UserError(`the inventory ${path} is not UTF-8 text`, 'name a file that holdfast collect wrote', {
      cause,
    });
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return typeof code === 'string' ? code : String(error);
}
