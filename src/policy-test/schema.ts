import { API_VERSION } from '../model/policy-keys/document.ts';
import type { JsonSchema } from '../model/policy-keys/json-schema.ts';
import { flag, listOf, oneOf, required, section, text, withDefault } from '../model/policy-keys/key.ts';
import { controlId, oneLine, words } from '../model/policy-keys/texts.ts';
import { TEST_KIND } from '../policy/vocabulary.ts';
import { CONCLUSIONS, EXPECTED_STATUSES } from './policy-test.ts';

const SCHEMA_ID = 'urn:holdfast:schema:test:v1';

/** The JSON Schema of a test file, self-contained. The reader of test files uses no other. */
export function testSchema(controlIds: readonly string[]): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: SCHEMA_ID,
    title: 'Holdfast test',
    ...testDocument(controlIds).schema,
  };
}

/** A document of a test file. */
export function testDocument(controlIds: readonly string[]) {
  return section(
    {
      apiVersion: required(text(API_VERSION, { const: API_VERSION }, { about: 'Version of the policy language.' })),
      kind: required(text(TEST_KIND, { const: TEST_KIND }, { about: 'Kind of the document.' })),
      name: required(
        oneLine('a name', 128, 'What the test shows, as a sentence.', 'a gold table without a copy fails'),
      ),
      policies: required(
        listOf(
          path('a policy file or a folder of them', './payments.yaml'),
          'a list of paths such as [./payments.yaml]',
          { about: 'The policies to judge by.' },
          { minItems: 1 },
        ),
      ),
      scenario: path(
        'a scenario of the embedded AWS, which says what the accounts hold (docs/simulator.md). Needs `now`',
        './payments.scenario.yaml',
      ),
      inventory: path('an inventory that `holdfast collect` saved, instead of a scenario', './estate.json.gz'),
      now: text(
        'an instant such as 2026-11-22T08:00:00Z',
        {
          pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2})$',
          format: 'date-time',
        },
        {
          about: 'Judge as of this instant. Default with an inventory: when it was taken.',
          examples: ['2026-11-22T08:00:00Z'],
        },
      ),
      requirePolicy: withDefault(flag({ about: 'A table that no policy matches fails `policy-coverage`.' }), false),
      conclusion: oneOf(CONCLUSIONS, {
        about: 'Of the whole report. `compliant`: nothing fails and nothing is unknown.',
      }),
      expect: required(
        listOf(
          expectation(controlIds),
          'a list of expectations such as [{ table: orders, control: backup-frequency, status: pass }]',
          { about: 'The expected results, one by one.' },
          { minItems: 1 },
        ),
      ),
    },
    { about: 'The results that judging an estate by policies must give.' },
  );
}

function expectation(controlIds: readonly string[]) {
  return section(
    {
      table: required(
        text(
          'the name or ARN of a table, or a pattern of it with the wildcards * ?',
          { pattern: '^[A-Za-z0-9_.*?:/-]+$', maxLength: 1024 },
          {
            about: 'Name or ARN of a table; `*` stands for any characters, `?` for one.',
            examples: ['payments-orders'],
          },
        ),
      ),
      control: required(controlId(controlIds)),
      status: required(
        oneOf(EXPECTED_STATUSES, {
          about: 'Status of every result that table, control, policy and path select. `absent`: there is none.',
        }),
      ),
      policy: oneLine('the name of a policy', 128, 'Name of the policy that asks. Default: any.', 'payments-gold'),
      path: oneLine(
        'a path in the policy',
        256,
        'What of the policy asks, as reports name it. Default: anything.',
        'backup.objectives[1].frequency',
      ),
      message: words('a part of the message', 'Stands in the message of every such result.', 'longest gap'),
    },
    { about: 'One or more results, and their status.' },
  );
}

function path(what: string, example: string) {
  return oneLine('a path', 1024, `Path, relative to this file, of ${what}.`, example);
}
