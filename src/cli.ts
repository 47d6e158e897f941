#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { nodeHost } from './app/host/node-host.ts';
import { run } from './app/run.ts';

process.exitCode = await run(process.argv.slice(2), nodeHost(fileURLToPath(new URL('..', import.meta.url))));
