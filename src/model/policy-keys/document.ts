import { FRAMEWORK_IDS } from '../framework-id.ts';
import { SEVERITIES } from '../severity.ts';
import { backup } from './backup.ts';
import { asks, listOf, oneOf, orEmpty, recordOf, required, section, text } from './key.ts';
import { restore } from './restore.ts';
import { tableSettings } from './settings.ts';
import { tables } from './tables.ts';
import { oneLine, words } from './texts.ts';
import { waiver } from './waivers.ts';

export const API_VERSION = 'holdfast/v1';
export const KIND = 'Policy';

/** The keys that ask something of tables. */
export const requirementKeys = {
  backup: asks(['plan-coverage', 'backup-jobs'], backup),
  restore,
  settings: tableSettings,
};

/** A document of a policy file. */
export function policyDocument(controlIds: readonly string[]) {
  return section(
    {
      apiVersion: required(text(API_VERSION, { const: API_VERSION }, { about: 'Version of the policy language.' })),
      kind: required(text(KIND, { const: KIND }, { about: 'Kind of the document.' })),
      name: required(
        oneLine('a name', 128, 'Name of the policy, unique over all files. Not inherited.', 'payments-gold'),
      ),
      description: words('a description', 'What the policy is for.', 'Tier-1 payment tables'),
      extends: listOf(
        oneLine(
          'the path of a policy file',
          1024,
          'Path, relative to this file, of a file that holds one policy.',
          './baseline.yaml',
        ),
        'a list of paths such as [./baseline.yaml]',
        {
          about:
            'Policies to inherit from. Maps merge; lists and scalars of this file win; of several parents the later wins. ' +
            'A cycle is an error.',
        },
      ),
      tables: tables(
        'Which tables the policy judges. A policy that neither has nor inherits this key is a template: it judges ' +
          'nothing, and is there to be inherited from.',
      ),
      ...requirementKeys,
      frameworks: listOf(
        oneOf(FRAMEWORK_IDS, { about: 'Id of a framework, as `holdfast frameworks` lists them.' }),
        'a list of frameworks such as [dora, nist-800-53-r5]',
        {
          about:
            'The compliance frameworks that the policy speaks for: its results are evidence for these alone. Not written: ' +
            'for whichever `--framework` names. An empty list: for none.',
          examples: [['dora', 'nist-800-53-r5']],
        },
      ),
      severity: orEmpty(
        recordOf(controlIds, (id) => oneOf(SEVERITIES, { about: `Severity of failing \`${id}\` results.` }), {
          about: 'Severity of failing results, by control id. Defaults are in docs/controls.md.',
          examples: [{ 'backup-frequency': 'critical' }],
        }),
      ),
      waivers: orEmpty(
        listOf(waiver(controlIds), 'a list of waivers', {
          about: 'Failures that somebody has accepted until a day. An empty list drops inherited waivers.',
        }),
      ),
    },
    { about: 'What DynamoDB tables must have so that they can come back.' },
  );
}
