#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { nodeHost } from './app/node-host.ts';
import { run } from './app/run.ts';

// Node 20 is supported here for as long as it is by the clients that are bundled; their notice says nothing to a user.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

process.exitCode = await run(process.argv.slice(2), nodeHost(fileURLToPath(new URL('..', import.meta.url))));
