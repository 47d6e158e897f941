import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Row, ratio, row } from './row.ts';
import { timed } from './timed.ts';

const ROUNDS = 25;

/** How long the built bundle takes until it could begin its work, against a script in which there is nothing. */
export function measureStart(): readonly Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
  try {
    execFileSync(process.execPath, [resolve(import.meta.dirname, '../scripts/build.ts'), folder], { stdio: 'ignore' });
    writeFileSync(join(folder, 'empty.js'), '');
    // A value that is refused ends the Action once its inputs are read, before anything is collected.
    const programs = {
      empty: { args: ['empty.js'], environment: {} },
      cli: { args: ['cli.js', '--version'], environment: {} },
      action: { args: ['action.js'], environment: { 'INPUT_FAIL-ON': 'refused' } },
    } as const;
    const times = { empty: [] as number[], cli: [] as number[], action: [] as number[] };
    // The fastest of each counts, because what else the machine does only adds; round by round, so that it adds to all.
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const name of ['empty', 'cli', 'action'] as const) {
        const { args, environment } = programs[name];
        const start = () => spawnSync(process.execPath, args, { cwd: folder, env: { ...process.env, ...environment } });
        times[name].push(timed(start).ms);
      }
    }
    const empty = Math.min(...times.empty);
    const against = (ms: number): { readonly aim: number; readonly note: string } => ({
      aim: 2,
      note: `${ms.toFixed(0)} ms, an empty script ${empty.toFixed(0)} ms`,
    });
    return (['cli', 'action'] as const).map((name) => {
      const ms = Math.min(...times[name]);
      return row(`start of dist/${name}.js ÷ start of an empty script`, ratio(ms, empty), against(ms));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
