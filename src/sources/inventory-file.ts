import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { INVENTORY_SCHEMA, type Inventory } from '../model/inventory.ts';
import { TooDeep } from '../model/json.ts';
import { UserError } from '../model/user-error.ts';
import { jsonErrorPosition } from '../yaml/json-position.ts';
import { fileErrorCode } from './file-error.ts';
import { frozen } from './frozen.ts';
import { inventorySchema } from './inventory-schema.ts';
import { LinedJsonReader, linedJson, TooLong } from './lined-json.ts';
import { textPieces, zipped } from './pieces.ts';
import { writeWholePieces } from './whole-file.ts';

/** Unpacked. 175,000 recovery points, their copies and their jobs take half of it, and as much memory as it is long. */
const MAX_BYTES = 1024 * 1024 * 1024;

/** Writes an inventory, gzipped when the name ends in `.gz`. Same inventory, same bytes. */
export async function saveInventory(path: string, inventory: Inventory): Promise<void> {
  try {
    const text = textOf(inventory, path);
    await writeWholePieces(path, path.endsWith('.gz') ? zipped(text) : text);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(
      `cannot write the inventory ${path}: ${reasonOf(cause)}`,
      'name a file in a folder that can be written',
      { cause },
    );
  }
}

/** Nothing larger than what can be read back. */
function* textOf(inventory: Inventory, path: string): Generator<string> {
  let size = 0;
  for (const text of linedJson(inventory)) {
    size += Buffer.byteLength(text);
    if (size > MAX_BYTES) throw tooLarge(path);
    yield text;
  }
}

function tooLarge(path: string): UserError {
  return new UserError(
    `the inventory ${path} is larger than ${MAX_BYTES / 1024 / 1024} MiB`,
    'collect fewer Regions at a time',
  );
}

/** Reads an inventory back, gzipped or not. Throws `UserError` with one clear problem for anything that is none. */
export async function readInventory(path: string): Promise<Inventory> {
  const lines = new LinedJsonReader();
  try {
    for await (const text of textIn(path)) lines.take(text);
  } catch (cause) {
    throw cause instanceof UserError ? cause : unreadable(path, cause);
  }
  const value = jsonOf(lines, path);
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  if (schema !== INVENTORY_SCHEMA) {
    const found = schema === undefined ? 'it names no schema' : `its schema is ${JSON.stringify(schema)?.slice(0, 80)}`;
    throw new UserError(
      `${path} is not an inventory: ${found}, not ${JSON.stringify(INVENTORY_SCHEMA)}`,
      'make one with holdfast collect',
    );
  }
  const validate = validator();
  if (!validate(value)) throw notAsCollected(path, validate.errors?.[0]);
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
    // For a quick start. Tests hold the schema to that of schemas; what optimising saves later is less than it takes.
    validateSchema: false,
    code: { optimize: false },
  }).compile<Inventory>(inventorySchema);
}

function notAsCollected(file: string, error: ErrorObject | undefined): UserError {
  const where = error?.instancePath || '/';
  return new UserError(
    `${file} is not as holdfast collect wrote it: at ${where} it ${error?.message ?? 'differs'}`,
    'collect the inventory again',
  );
}

function jsonOf(lines: LinedJsonReader, file: string): unknown {
  try {
    return lines.end();
  } catch (cause) {
    if (cause instanceof TooDeep) {
      throw new UserError(`${file} is not an inventory: it is ${cause.message}`, 'collect the inventory again', {
        cause,
      });
    }
    if (!(cause instanceof SyntaxError)) throw unreadable(file, cause);
    const { line, column, isCut } = jsonErrorPosition(lines.left);
    const what = isCut ? 'the file ends too early' : 'this is not JSON';
    throw new UserError(`${file}:${line}:${column}: ${what}`, 'collect the inventory again', { cause });
  }
}

async function* textIn(path: string): AsyncGenerator<string> {
  let size = 0;
  for await (const text of textPieces(path, path)) {
    size += Buffer.byteLength(text);
    if (size > MAX_BYTES) throw tooLarge(path);
    yield text;
  }
}

function unreadable(path: string, cause: unknown): UserError {
  const code = fileErrorCode(cause);
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new UserError(`the inventory ${path} is not UTF-8 text`, 'name a file that holdfast collect wrote', {
      cause,
    });
  }
  if (cause instanceof TooLong) {
    const what = 'more objects, or longer lines, than any that holdfast collect writes';
    return new UserError(`the inventory ${path} has ${what}`, 'collect the inventory again', { cause });
  }
  if (code?.startsWith('Z_')) {
    return new UserError(`the inventory ${path} is damaged: it cannot be unpacked`, 'collect the inventory again', {
      cause,
    });
  }
  return new UserError(
    `cannot read the inventory ${path}: ${reasonOf(cause)}`,
    'name a file that holdfast collect wrote',
    { cause },
  );
}

function reasonOf(error: unknown): string {
  return fileErrorCode(error) ?? String(error);
}
