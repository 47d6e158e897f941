import * as core from '@actions/core';
import { proxiedFetch } from '../network/proxied-fetch.ts';
import type { ProxyEnvironment } from '../network/proxy-for.ts';
import { escapeCommand } from '../report/escape.ts';
import type { Annotation } from './annotations.ts';
import { restClient } from './rest.ts';
import type { Toolkit } from './toolkit.ts';

/**
 * The toolkit of GitHub. Outside of a runner there is no summary to write to. The token ends
 * the runner's deafness, so nothing that is printed may know it.
 */
export function coreToolkit(environment: ProxyEnvironment, newToken: () => string): Toolkit {
  const hasSummary = Boolean(environment['GITHUB_STEP_SUMMARY']);
  return {
    inputLines: (name) => core.getMultilineInput(name),
    annotate,
    warn: (message) => core.warning(escapeCommand(message)),
    log: (text) => core.info(text),
    quoted: (print) => {
      const token = newToken();
      core.info(`::stop-commands::${token}`);
      try {
        print();
      } finally {
        core.info(`::${token}::`);
      }
    },
    setOutput: (name, value) => core.setOutput(name, value),
    writeSummary: async (markdown) => {
      if (hasSummary) await core.summary.addRaw(markdown).write({ overwrite: true });
    },
    fail: (message) => core.setFailed(escapeCommand(message)),
    hide: (secret) => core.setSecret(secret),
    rest: (apiUrl, token) =>
      restClient({
        apiUrl,
        token,
        userAgent: 'holdfast',
        fetch: proxiedFetch(environment),
        wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
        clock: Date.now,
      }),
  };
}

const WRITE = { error: core.error, warning: core.warning, notice: core.notice } as const;

function annotate({ level, title, message, at }: Annotation): void {
  const properties = {
    title: escapeCommand(title),
    ...(at === undefined ? {} : { file: at.file, startLine: at.line, startColumn: at.column }),
  };
  WRITE[level](escapeCommand(message), properties);
}
