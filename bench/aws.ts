import { startSimulator } from '../src/simulator/server.ts';
import { benchEstate } from './estate.ts';
import { NOW_MS } from './instant.ts';

/*
 * The embedded AWS in a process of its own, so that it and the client do not share one event loop. Started with the
 * number of tables and the milliseconds of a call; tells its address to the process that started it, and ends with it.
 */

const [tables = '200', latency = '50'] = process.argv.slice(2);
const scenario = { text: benchEstate(Number(tables)).scenario, file: 'bench' };
const simulator = await startSimulator({
  clock: () => NOW_MS,
  scenario,
  faults: [{ kind: 'delay', delayMs: Number(latency) }],
});
process.once('disconnect', () => process.exit(0));
process.send?.(simulator.environment);
