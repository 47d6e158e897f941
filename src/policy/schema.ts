import { policyDocument } from '../model/policy-keys/document.ts';
import type { JsonSchema } from '../model/policy-keys/json-schema.ts';

const SCHEMA_ID = 'urn:holdfast:schema:policy:v1';

/** The JSON Schema of a policy file, self-contained: an editor needs nothing else, and the loader uses no other. */
export function policySchema(controlIds: readonly string[]): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: SCHEMA_ID,
    title: 'Holdfast policy',
    ...policyDocument(controlIds).schema,
  };
}
