import { wildcard } from '../../model/wildcard.ts';
import type { Scope } from './iam-statements.ts';

/** What lies below a table, by the word that its ARN has. */
const KINDS = ['index', 'stream', 'backup', 'export', 'import'] as const;

type Kind = (typeof KINDS)[number];

/**
 * The actions that work on what lies below a table; all others work on tables alone, whatever a pattern reaches. Source:
 * Service Authorization Reference, Amazon DynamoDB.
 */
const ACTIONS: Readonly<Record<Kind, readonly string[]>> = {
  index: [
    'query',
    'scan',
    'partiqlselect',
    'describecontributorinsights',
    'updatecontributorinsights',
    'putresourcepolicy',
  ],
  stream: [
    'describestream',
    'getrecords',
    'getsharditerator',
    'liststreams',
    'getresourcepolicy',
    'putresourcepolicy',
    'deleteresourcepolicy',
  ],
  backup: ['deletebackup', 'describebackup', 'restoretablefrombackup', 'restoretablefromawsbackup'],
  export: ['describeexport'],
  import: ['describeimport'],
};

/**
 * A part of a table as an action can use it: `/*`, all that lies below, is `/index/*` to `dynamodb:Query`, and nothing to
 * `dynamodb:GetItem`.
 */
export function usableParts(part: string, action: Scope): readonly string[] {
  const [whole, start = '', rest = ''] = /^\/([a-z]*)\*([^/]*)$/.exec(part) ?? [];
  if (whole === undefined) return [part];
  return KINDS.filter((kind) => kind.startsWith(start) && worksOn(action, kind)).map((kind) => `/${kind}/*${rest}`);
}

/** `NotAction` is taken for all but what it names in full. */
function worksOn({ except, values }: Scope, kind: Kind): boolean {
  const named = (action: string) => values.some((value) => wildcard(value)(`dynamodb:${action}`));
  return ACTIONS[kind].some((action) => named(action) !== except);
}
