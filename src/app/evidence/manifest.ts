import type { NamedBackupPolicy } from '../../app/options/values.ts';
import { FRAMEWORK_IDS, type FrameworkId } from '../../model/framework-id.ts';
import type { Instant } from '../../model/instant.ts';
import type { Conclusion, Shard, Summary } from '../../model/report.ts';
import { FAIL_ON, type FailOn } from '../../model/severity.ts';
import type { NamedStack } from '../../model/stack.ts';
import { instant, object, shaped } from './shape.ts';

export const EVIDENCE_SCHEMA = 'holdfast/evidence/v1';

/** A file that the run read, and where the pack keeps it. */
export interface PackInput {
  readonly name: string;
  readonly path: string;
}

/** What the run was asked, as far as judging again needs it. */
export interface PackOptions {
  /** The files, each by the name that the report calls it. */
  readonly policies: readonly string[];
  readonly regions: readonly string[] | 'all';
  readonly ledger?: string;
  readonly baseline?: string;
  readonly baselineReport?: string;
  readonly ownerTag?: string;
  readonly basePolicies: readonly string[];
  readonly config: { readonly path: string; readonly isNamed: boolean };
  readonly history: readonly string[];
  readonly frameworks: readonly FrameworkId[];
  readonly failOn: FailOn;
  readonly allowUnknown: boolean;
  readonly allowEmpty: boolean;
  readonly requirePolicy: boolean;
  readonly now?: Instant;
  readonly shard?: Shard;
  readonly terraformPlans: readonly string[];
  readonly cloudFormation: readonly string[];
  readonly changeSets: readonly string[];
  readonly backupPolicies: readonly NamedBackupPolicy[];
  readonly parameters: readonly string[];
  readonly stacks: readonly NamedStack[];
}

export interface Manifest {
  readonly schema: typeof EVIDENCE_SCHEMA;
  readonly tool: { readonly name: 'holdfast'; readonly version: string; readonly node: string };
  readonly command: 'check';
  readonly options: PackOptions;
  /** When the run began to read, and had judged. */
  readonly period: { readonly from: Instant; readonly to: Instant };
  readonly takenAt: Instant;
  readonly judgedAt: Instant;
  /** ARNs that AWS says the facts were read as. */
  readonly callers: readonly string[];
  /** Of GitHub Actions, where it ran there. */
  readonly run?: Readonly<Record<string, string>>;
  readonly commit?: string;
  readonly scopes: {
    readonly read: readonly { readonly account: string; readonly region: string }[];
    readonly unread: readonly { readonly account: string; readonly region: string; readonly why: string }[];
  };
  readonly population: { readonly tables: number; readonly judged: number; readonly unmatched: number };
  readonly frameworks: readonly { readonly id: string; readonly edition: string; readonly mappingVersion: string }[];
  readonly ledger?: { readonly lines: number };
  readonly conclusion: Conclusion;
  readonly summary: Summary;
  readonly exitCode: number;
  /** Whether it was read from AWS or from a file; absent: a change alone was judged. */
  readonly inventory?: 'collected' | 'given';
  readonly hasHistory: boolean;
  readonly inputs: readonly PackInput[];
  readonly files: readonly { readonly path: string; readonly sha256: string; readonly bytes: number }[];
}

const text = { type: 'string', maxLength: 4096 } as const;
const texts = { type: 'array', maxItems: 10_000, items: text } as const;
const flag = { type: 'boolean' } as const;
const whole = { type: 'integer', minimum: 0 } as const;
const hash = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const;
/** Within the pack, and nothing else: no root, no parent, no other system's separators. */
export const PACK_PATH = '^(?!\\.)[A-Za-z0-9._-]+(?:/(?!\\.)[A-Za-z0-9._-]+)*$';
const packPath = { type: 'string', maxLength: 512, pattern: PACK_PATH } as const;

const list = (items: object) => ({ type: 'array', maxItems: 100_000, items }) as const;

const schema = object(
  {
    schema: { const: EVIDENCE_SCHEMA },
    tool: object({ name: { const: 'holdfast' }, version: text, node: text }),
    command: { const: 'check' },
    options: object(
      {
        policies: texts,
        regions: { anyOf: [{ const: 'all' }, texts] },
        ledger: text,
        baseline: text,
        baselineReport: text,
        ownerTag: text,
        basePolicies: texts,
        config: object({ path: text, isNamed: flag }),
        history: texts,
        frameworks: list({ enum: FRAMEWORK_IDS }),
        failOn: { enum: FAIL_ON },
        allowUnknown: flag,
        allowEmpty: flag,
        requirePolicy: flag,
        now: instant,
        shard: object({ number: whole, of: whole, question: text }, ['question']),
        terraformPlans: texts,
        cloudFormation: texts,
        changeSets: texts,
        backupPolicies: list(object({ name: text, file: text }, ['name'])),
        parameters: texts,
        stacks: list(object({ name: text, isNew: flag })),
      },
      ['ledger', 'baseline', 'baselineReport', 'ownerTag', 'now', 'shard'],
    ),
    period: object({ from: instant, to: instant }),
    takenAt: instant,
    judgedAt: instant,
    callers: texts,
    run: { type: 'object', additionalProperties: text },
    commit: text,
    scopes: object({
      read: list(object({ account: text, region: text })),
      unread: list(object({ account: text, region: text, why: text })),
    }),
    population: object({ tables: whole, judged: whole, unmatched: whole }),
    frameworks: list(object({ id: text, edition: text, mappingVersion: text })),
    ledger: object({ lines: whole }),
    conclusion: { enum: ['compliant', 'noncompliant', 'undetermined'] },
    summary: object({ tables: whole, pass: whole, fail: whole, unknown: whole, notApplicable: whole, waived: whole }),
    exitCode: whole,
    inventory: { enum: ['collected', 'given'] },
    hasHistory: flag,
    inputs: list(object({ name: text, path: packPath })),
    files: list(object({ path: packPath, sha256: hash, bytes: whole })),
  },
  ['run', 'commit', 'ledger', 'inventory'],
);

/** Throws `UserError` for a text that is no manifest. */
export function readManifest(bytes: Uint8Array): Manifest {
  return shaped<Manifest>(bytes, schema, 'manifest.json');
}
