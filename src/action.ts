import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { runAction } from './app/action/run-action.ts';
import { nodeHost } from './app/host/node-host.ts';
import { coreToolkit } from './github/core-toolkit.ts';

const host = nodeHost(fileURLToPath(new URL('..', import.meta.url)));
const toolkit = coreToolkit(host.environment, randomUUID);

process.exitCode = await runAction(toolkit, host);
