import { resolve } from 'node:path';
import { count } from '../../model/count.ts';
import { escapeTerminal } from '../../report/escape.ts';
import type { Manifest } from '../evidence/manifest.ts';
import { verifyPack } from '../evidence/verify-pack.ts';
import { EXIT, type ExitCode } from '../exit/exit-codes.ts';
import type { Host } from '../host/host.ts';
import type { Options } from '../options/options.ts';

const SHOWN = 50;

export async function evidence(options: Options<'evidence'>, host: Host): Promise<ExitCode> {
  const { manifest, problems } = await verifyPack(resolve(host.workingDirectory, options['pack-folder']), host);
  const shown = problems.slice(0, SHOWN).map((problem) => `DIFFERS  ${escapeTerminal(problem)}`);
  const more = problems.length - shown.length;
  const lines = [
    ...(manifest ? describe(manifest).map(escapeTerminal) : []),
    ...shown,
    ...(more > 0 ? [`and ${count(more, 'more difference')}`] : []),
    ...(problems.length === 0
      ? [
          `WHOLE  every file is as ${'SHA256SUMS'} says, and judging again gives the same bytes`,
          'Hashes tell that the files belong together, not who wrote them: verify the attestation of SHA256SUMS, too (docs/evidence.md).',
        ]
      : []),
  ];
  host.stdout.write(`${lines.join('\n')}\n`);
  return problems.length === 0 ? EXIT.compliant : EXIT.noncompliant;
}

function describe({ tool, takenAt, period, callers, scopes, population, conclusion, exitCode, commit, run }: Manifest) {
  return [
    `Holdfast ${tool.version}: ${conclusion}, exit code ${exitCode}; facts as of ${takenAt}, read from ${period.from} to ${period.to}`,
    `read by ${callers.join(', ') || 'nobody that the facts name'}${run?.['actor'] === undefined ? '' : `; run by ${run['actor']} (${run['event'] ?? 'no event'}, run ${run['runId'] ?? 'without an id'})`}`,
    `policies at commit ${commit ?? 'that is not known'}`,
    `${count(scopes.read.length, 'account Region')} read, ${scopes.unread.length} not; ${count(population.tables, 'table')}, ${population.judged} judged, ${population.unmatched} without a policy`,
  ];
}
