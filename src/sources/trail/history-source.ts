import { UserError } from '../../model/user-error.ts';

/** Where CloudTrail history comes from, as `--history` names it. */
export type HistorySource =
  | { readonly kind: 'none' }
  | { readonly kind: 'lookup' }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 's3'; readonly bucket: string; readonly prefix: string }
  | { readonly kind: 'athena'; readonly database: string; readonly table: string };

const FORMS = 'write lookup, none, a log file or folder, s3://BUCKET/PREFIX or athena:DATABASE.TABLE';

/** Source: Amazon S3 User Guide, "Bucket naming rules". */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** Names that Athena takes between quotes; no quote is among them. Source: Athena User Guide, "Name databases, tables, and columns". */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,254}$/;

/** One word of `--history`. `label` is how the user knows the option. */
export function historySource(word: string, label = '--history'): HistorySource {
  if (word === 'none' || word === 'lookup') return { kind: word };
  if (word.startsWith('s3:')) return s3Source(word, label);
  if (word.startsWith('athena:')) return athenaSource(word, label);
  if (word.trim() === '' || /^[a-z][a-z0-9+.-]+:\/\//i.test(word)) {
    throw new UserError(`${label}: ${JSON.stringify(word)} is not a source of history`, FORMS);
  }
  return { kind: 'path', path: word };
}

function s3Source(word: string, label: string): HistorySource {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]*)\/?(.*)$/s.exec(word) ?? [];
  if (!BUCKET.test(bucket)) {
    throw new UserError(`${label}: ${JSON.stringify(word)} names no bucket`, 'write s3://BUCKET or s3://BUCKET/PREFIX');
  }
  const isWhole = prefix === '' || prefix.endsWith('/') || /\.json(\.gz)?$/i.test(prefix);
  return { kind: 's3', bucket, prefix: isWhole ? prefix : `${prefix}/` };
}

function athenaSource(word: string, label: string): HistorySource {
  return { kind: 'athena', ...tableName(word.slice('athena:'.length), label) };
}

/** `DATABASE.TABLE` */
export function tableName(text: string, label: string): { readonly database: string; readonly table: string } {
  const [database = '', table = '', ...more] = text.split('.');
  if (more.length === 0 && NAME.test(database) && NAME.test(table)) return { database, table };
  throw new UserError(
    `${label}: ${JSON.stringify(text)} names no table`,
    'write DATABASE.TABLE, with letters, digits, hyphens and underscores',
  );
}

/** All words of `--history`. `none` stands alone. */
export function historySources(words: readonly string[], label = '--history'): readonly HistorySource[] {
  const sources = [...new Set(words)].map((word) => historySource(word, label));
  if (sources.length > 1 && sources.some(({ kind }) => kind === 'none')) {
    throw new UserError(`${label} is none and more`, 'leave out none, or the others');
  }
  return sources.filter(({ kind }) => kind !== 'none');
}
