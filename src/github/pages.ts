import type { Answer, Rest } from './rest.ts';

const PER_PAGE = 100;
/** 10,000 entries: a discussion that long is not read for one comment. */
const MOST_PAGES = 100;

type Refused = Extract<Answer, { ok: false }>;

/** The first entry of a list that `pick` knows, page by page. */
export async function findInPages<T>(
  rest: Rest,
  path: string,
  pick: (entry: unknown) => T | undefined,
): Promise<T | undefined | Refused> {
  for await (const page of pagesOf(rest, path)) {
    if ('ok' in page) return page;
    for (const entry of page) {
      const picked = pick(entry);
      if (picked !== undefined) return picked;
    }
  }
  return undefined;
}

/** All entries of a list; undefined where GitHub gave less. */
export async function allInPages(rest: Rest, path: string): Promise<readonly unknown[] | undefined> {
  const entries: unknown[] = [];
  for await (const page of pagesOf(rest, path)) {
    if ('ok' in page) return undefined;
    entries.push(...page);
  }
  return entries;
}

/** Ends with the first refusal. */
async function* pagesOf(rest: Rest, path: string): AsyncGenerator<readonly unknown[] | Refused> {
  const separator = path.includes('?') ? '&' : '?';
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await rest.request('GET', `${path}${separator}per_page=${PER_PAGE}&page=${page}`);
    if (!answer.ok) {
      yield answer;
      return;
    }
    yield Array.isArray(answer.body) ? answer.body : [];
    if (!answer.hasNext) return;
  }
}
