/** What may be imported, and by whom: `test/architecture` holds this table, docs/architecture.md shows it. */
export interface Room {
  readonly holds: string;
  /** Other rooms of `src`; a room may always import itself. */
  readonly rooms: readonly string[];
  /** Packages, `node:` built-ins included; `*` stands for the rest of the name. */
  readonly packages: readonly string[];
}

export const ROOMS: Readonly<Record<string, Room>> = {
  model: {
    holds: 'the nouns, one file each; `policy-keys`: the keys of a policy, a section a file',
    rooms: [],
    packages: [],
  },
  network: {
    holds: 'agents that reach the network through the proxies of the environment, and a `fetch` over them',
    rooms: [],
    packages: ['node:http', 'node:https', 'node:tls', 'node:stream'],
  },
  yaml: {
    holds:
      'YAML text → tokens, or one document whose nodes can be walked: depth, aliases and size are bounded; JSON text → a tree with lines',
    rooms: ['model'],
    packages: ['yaml'],
  },
  schedule: {
    holds: 'AWS cron and time zones → fire times, overlaps in a plan, longest gap',
    rooms: ['model'],
    packages: ['temporal-polyfill'],
  },
  selection: {
    holds: 'which tables a backup selection covers, and the clause that decides',
    rooms: ['model'],
    packages: [],
  },
  constraints: {
    holds: "what AWS refuses to make or change: one table with the evidence and AWS's own words",
    rooms: ['model', 'schedule'],
    packages: [],
  },
  organizations: {
    holds:
      'backup policies of AWS Organizations: JSON text → policy with positions and problems; policies on the nodes of a tree → effective policies → plans',
    rooms: ['model', 'yaml', 'constraints', 'policy'],
    packages: [],
  },
  history: {
    holds: "jobs and ledger lines → one timeline of restores; the ledger's chain; statistics",
    rooms: ['model'],
    packages: ['node:crypto'],
  },
  estate: {
    holds: 'an index over one inventory: which rules, points, vaults, copies, restores belong to a table',
    rooms: ['model', 'schedule', 'selection', 'history'],
    packages: [],
  },
  exposure: {
    holds: 'who could destroy the points of a table: locks, access policies, keys, identities',
    rooms: ['model', 'selection', 'estate'],
    packages: [],
  },
  frameworks: {
    holds:
      'compliance frameworks: what each asks, and its bounds; results × what controls are evidence for → where a requirement stands',
    rooms: ['model'],
    packages: [],
  },
  controls: {
    holds:
      'one file a control; `define.ts` is its shape, `shared/` and `restored/` what several share; `index.ts` is generated',
    rooms: ['model', 'frameworks', 'schedule', 'selection', 'history', 'estate', 'exposure'],
    packages: [],
  },
  policy: {
    holds: 'YAML text → policies with positions, inheritance, waivers, table matching',
    rooms: ['model', 'yaml'],
    packages: ['yaml', 'ajv'],
  },
  evaluate: {
    holds: 'policies × inventory → report',

    rooms: ['model', 'frameworks', 'schedule', 'selection', 'history', 'estate', 'controls', 'policy'],
    packages: ['node:crypto'],
  },
  fix: {
    holds:
      'failing results, or a table that may have to be restored → AWS CLI scripts, CloudFormation, Terraform; nothing is changed',

    rooms: ['model', 'schedule', 'selection', 'estate', 'exposure', 'controls'],
    packages: ['yaml'],
  },
  drift: {
    holds:
      'facts × policies → baseline, and back to facts; baseline × facts × events → differences, their direction, who made them',

    rooms: ['model', 'frameworks', 'schedule', 'selection', 'history', 'estate', 'controls', 'policy', 'evaluate'],
    packages: ['ajv'],
  },
  preview: {
    holds:
      'a Terraform plan or CloudFormation templates → a change; change × inventory → the inventory after it; two reports → what is new and fixed',
    rooms: ['model', 'constraints', 'yaml', 'organizations'],
    packages: ['yaml'],
  },
  sources: {
    holds: 'the only room that talks to AWS, reads CloudTrail logs, and reads and writes inventory files',

    rooms: ['model', 'history', 'network', 'yaml'],
    packages: [
      '@aws-sdk/*',
      '@smithy/*',
      'p-queue',
      'ajv',
      'node:fs',
      'node:zlib',
      'node:path',
      'node:crypto',
      'node:util',
      'node:stream',
      'node:buffer',
    ],
  },
  report: {
    holds: 'renderers, `Report → string`; `escape.ts`',
    rooms: ['model', 'frameworks'],
    packages: ['sarif', 'node:zlib', 'node:crypto'],
  },
  import: {
    holds: 'what other tools ask (Audit Manager, AWS Config, cloud-custodian, Resilience Hub) → drafts of policies',
    rooms: ['model', 'yaml'],
    packages: ['yaml'],
  },
  'policy-test': {
    holds: 'YAML text → tests of policies with positions; report × test → what came otherwise',
    rooms: ['model', 'policy', 'report'],
    packages: [],
  },
  simulator: {
    holds: 'the embedded AWS: wire protocols, state, scenarios, faults',
    rooms: ['model', 'schedule', 'constraints', 'yaml', 'organizations'],
    packages: ['node:*', 'yaml'],
  },
  github: {
    holds: 'annotations, comment, issue, outputs, and the REST calls that write them',
    rooms: ['model', 'report', 'network'],
    packages: ['@actions/*'],
  },
};

/** Rooms of `app`, which composes and may import every room. */
export const ROOMS_OF_APP: Readonly<Record<string, string>> = {
  commands: 'one file a command',
  options: 'every option in one table, how its words are read, the tables of README',
  files: 'files that are read and written: policies, reports, ledger, baseline, settings',
  collect: 'what must be fetched for policies, and fetching it; CloudTrail history',
  judge: 'options, files and facts → report: accounts, previews, baselines, policy tests, merged reports',
  evidence: 'evidence packs: what a run read and judged, written; and judged again',
  exit: 'exit codes: what was found → how the command ends, one function for all commands; what could not be read, in words',
  permissions: 'needs → IAM policy',
  action: 'the GitHub Action: inputs, run, texts, publishing',
  embedded: 'the embedded AWS in this process, and the demo',
  catalogue: 'all controls: their ids and pages',
  host: 'what a run has of its machine: files, streams, clock, environment',
};

/** Whether the table lets a file of the room import the package. */
export function mayImport(room: string, target: string): boolean {
  return (ROOMS[room]?.packages ?? []).some((name) =>
    name.endsWith('*') ? target.startsWith(name.slice(0, -1)) : target === name || target.startsWith(`${name}/`),
  );
}

export function roomTable(): string {
  return markdownTable(
    ['room', 'holds', 'may import', 'packages'],
    Object.entries(ROOMS).map(([room, { holds, rooms, packages }]) => [
      asCode([room]),
      holds,
      rooms.join(', '),
      asCode(packages),
    ]),
  );
}

export function appTable(): string {
  return markdownTable(
    ['room of `app`', 'holds'],
    Object.entries(ROOMS_OF_APP).map(([room, holds]) => [asCode([room]), holds]),
  );
}

function asCode(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(' ');
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
