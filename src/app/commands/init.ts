import { dirname } from 'node:path';
import { EXIT, type ExitCode } from '../exit/exit-codes.ts';
import { type RepositoryName, repositoryNameAt } from '../files/repository-name.ts';
import { POLICY_FILE, SCHEMA_FILE, STARTER_POLICY, starterWorkflow, WORKFLOW_FILE } from '../files/starter.ts';
import type { Host } from '../host/host.ts';
import type { Options } from '../options/options.ts';
import { schemaText } from './schema.ts';

/** Writes what is not there yet. A policy beside others would change what they judge, so a folder that holds any stays as it is. */
export async function init(_: Options<'init'>, host: Host): Promise<ExitCode> {
  const repository = repositoryNameAt(host.workingDirectory, host);
  const holdfast = repositoryNameAt(host.packageFolder, host);
  const files = [
    [POLICY_FILE, STARTER_POLICY],
    [SCHEMA_FILE, schemaText('policy')],
    [WORKFLOW_FILE, starterWorkflow({ repository, holdfast })],
  ] as const;
  for (const [file, text] of files) {
    const present = presentAt(file, host);
    if (present === undefined) host.writeFile(file, text);
    host.stdout.write(present === undefined ? `wrote ${file}\n` : `left ${present} as it is\n`);
  }
  host.stdout.write(nextSteps(repository, holdfast));
  return EXIT.compliant;
}

function nextSteps(repository: RepositoryName | undefined, holdfast: RepositoryName | undefined): string {
  const trust =
    repository === undefined ? 'YOUR-ORGANIZATION/YOUR-REPOSITORY' : `${repository.owner}/${repository.name}`;
  const own = holdfast === undefined ? 'OWNER-OF-HOLDFAST and YOUR-ACCOUNT-ID' : 'YOUR-ACCOUNT-ID';
  return `
Next:
  holdfast validate
  holdfast check
  holdfast permissions --trust github:${trust} --format cloudformation > reader.yaml   # the role of the workflow
In ${WORKFLOW_FILE} put your own in place of ${own}.

If the first check fails: each failure names its cause, and \`holdfast fix\` prints what mends it. What is meant to be so gets a tag
that the policy leaves out, or a waiver with a reason and a last day. To begin with new failures only, keep the report of today
(holdfast check --report json=former.json) and give it to the next ones (--baseline-report former.json).
`;
}

function presentAt(file: string, host: Host): string | undefined {
  const folder = dirname(file);
  if (host.look(file).kind !== 'absent') return file;
  return folder === 'policies' && host.look(folder).kind !== 'absent' ? folder : undefined;
}
