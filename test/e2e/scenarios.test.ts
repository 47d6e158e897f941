import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { controls } from '../../src/controls/index.ts';
import { policyCoverage } from '../../src/controls/policy-coverage.ts';
import type { Report } from '../../src/model/report.ts';
import { resultLines } from './result-lines.ts';
import { holdfast, policyOf, simulatorOf } from './simulated-run.ts';

const FOLDER = resolve(import.meta.dirname, '../scenarios');
const PROMPT = '$ holdfast ';

/** `control status`, over all scenarios. */
const seen = new Set<string>();

/**
 * `expected.txt` is a transcript: a command, its exit code and its results, once or several times. UPDATE_GOLDEN=1 writes
 * down what the commands do now; every line of that must be read.
 */
function commandsOf(expected: string): readonly string[] {
  return expected
    .split('\n')
    .filter((line) => line.startsWith(PROMPT))
    .map((line) => line.slice(PROMPT.length));
}

async function transcript(name: string, commands: readonly string[]): Promise<string> {
  const simulator = await simulatorOf(name);
  try {
    const blocks: string[] = [];
    for (const command of commands) {
      const { exit, out, err } = await holdfast(`${command} --report json`, policyOf(name));
      if (exit === 2 || exit === 70) throw new Error(`exit ${exit}: ${err}`);
      const made: Report = JSON.parse(out);
      for (const { control, status } of made.results) seen.add(`${control} ${status}`);
      const warnings = made.warnings.map((warning) => {
        if ('policy' in warning) return `warning: ${warning.kind}: ${warning.detail}`;
        const { kind, region, plan, table, rule, selection, detail } = warning;
        return `warning: ${region} ${[plan ?? table, rule, selection].filter(Boolean).join(' › ')} ${kind}: ${detail}`;
      });
      blocks.push([`${PROMPT}${command}`, `exit ${exit}`, ...resultLines(made), ...warnings].join('\n'));
    }
    return `${blocks.join('\n\n')}\n`;
  } finally {
    await simulator.close();
  }
}

describe('scenarios', () => {
  const names = readdirSync(FOLDER).toSorted();

  test.each(names)('%s', async (name) => {
    const file = resolve(FOLDER, name, 'expected.txt');
    const expected = readFileSync(file, 'utf8');
    const found = await transcript(name, commandsOf(expected));
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, found);
    else expect(found).toBe(expected);
  });

  test('between them make every control pass, fail and end unknown', () => {
    const wanted = [...controls.map(({ id }) => id), policyCoverage.id].flatMap((id) =>
      ['pass', 'fail', 'unknown'].map((status) => `${id} ${status}`),
    );
    expect(wanted.filter((each) => !seen.has(each))).toEqual([]);
  });
});
