import { BASELINE_SCHEMA } from './baseline.ts';

const text = { type: 'string' } as const;
const object = { type: 'object' } as const;

const plan = {
  type: 'object',
  required: ['name', 'id', 'rules', 'selections'],
  additionalProperties: false,
  properties: { name: text, id: text, rules: object, selections: object },
} as const;

const region = {
  type: 'object',
  required: ['partition', 'vaults'],
  additionalProperties: false,
  dependentRequired: { plans: ['settings', 'tables'], settings: ['plans'], tables: ['plans'] },
  properties: {
    partition: text,
    settings: object,
    plans: { type: ['array', 'object'], items: plan },
    vaults: object,
    restoreTesting: object,
    tables: { type: 'object', additionalProperties: object },
  },
} as const;

const account = {
  type: 'object',
  required: ['globalSettings', 'regions'],
  additionalProperties: false,
  properties: { globalSettings: object, regions: { type: 'object', additionalProperties: region } },
} as const;

/** What `holdfast baseline` writes, as far as `holdfast drift` relies on it. */
export const baselineSchema = {
  type: 'object',
  required: ['schema', 'takenAt', 'accounts', 'unread'],
  additionalProperties: false,
  properties: {
    schema: { const: BASELINE_SCHEMA },
    takenAt: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' },
    accounts: { type: 'object', additionalProperties: account },
    unread: {
      type: 'array',
      items: {
        type: 'object',
        required: ['region', 'why'],
        additionalProperties: false,
        properties: { region: text, roleArn: text, why: object },
      },
    },
  },
} as const;
