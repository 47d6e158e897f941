import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RATES } from '../../src/sources/rates.ts';

const ROOM = resolve(import.meta.dirname, '../../src/sources');
const READS = /^(Describe|Get|List|Lookup)[A-Z]/;
/** Reads by other names: a query is a SELECT (test/sources/trail/athena.test.ts), a role's credentials change nothing. */
const ALSO_READS = ['athena:StartQueryExecution', 'athena:StopQueryExecution', 'sts:AssumeRole'];
const QUERIES = ['StartQueryExecution', 'StopQueryExecution'];

const text = readdirSync(ROOM, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join(ROOM, path), 'utf8'))
  .join('\n');

describe('the room that talks to AWS', () => {
  test('imports commands that only read', () => {
    const commands = [...text.matchAll(/\b([A-Z][A-Za-z0-9]+)Command\b/g)].flatMap((match) => match[1] ?? []);
    expect(commands.length).toBeGreaterThan(30);
    expect(commands.filter((command) => !READS.test(command) && !QUERIES.includes(command))).toEqual([]);
  });

  test('has a rate for every command that it imports, and for no other', () => {
    const imported = new Set(
      [...text.matchAll(/new ([A-Z][A-Za-z0-9]+)Command\(/g)].flatMap((match) => match[1] ?? []),
    );
    const rated = Object.keys(RATES)
      .filter((operation) => operation !== 'sts:AssumeRole')
      .map((operation) => operation.slice(operation.indexOf(':') + 1));
    expect([...imported].sort()).toEqual(rated.sort());
  });

  test('has rates for reads only', () => {
    const writes = Object.keys(RATES).filter((operation) => !READS.test(operation.slice(operation.indexOf(':') + 1)));
    expect(writes).toEqual(ALSO_READS);
  });
});
