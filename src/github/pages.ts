import type { Answer, Refusal, Rest } from './rest.ts';

const PER_PAGE = 100;
/** 10,000 entries: a discussion that long is not read for one comment. */
const MOST_PAGES = 100;

/** The first entry of a list that `pick` knows, page by page. */
export async function findInPages<T>(
  rest: Rest,
  path: string,
  pick: (entry: unknown) => T | undefined,
): Promise<T | undefined | Refusal> {
  for await (const page of pagesOf(rest, path)) {
    if ('ok' in page) return page;
    for (const entry of page) {
      const picked = pick(entry);
      if (picked !== undefined) return picked;
    }
  }
  return undefined;
}

/** All entries of a list that `pick` knows. */
export async function pickInPages<T>(
  rest: Rest,
  path: string,
  pick: (entry: unknown) => T | undefined,
): Promise<readonly T[] | Refusal> {
  const found: T[] = [];
  for await (const page of pagesOf(rest, path)) {
    if ('ok' in page) return page;
    for (const entry of page) {
      const picked = pick(entry);
      if (picked !== undefined) found.push(picked);
    }
  }
  return found;
}

/** Ends with the first refusal. What is not a list, or has no end, is one: nobody knows then what the list holds. */
async function* pagesOf(rest: Rest, path: string): AsyncGenerator<readonly unknown[] | Refusal> {
  const separator = path.includes('?') ? '&' : '?';
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer: Answer = await rest.request('GET', `${path}${separator}per_page=${PER_PAGE}&page=${page}`);
    if (!answer.ok) {
      yield answer;
      return;
    }
    if (!Array.isArray(answer.body)) {
      yield { ok: false, why: 'GitHub answered with something that is not a list', maybeDone: false };
      return;
    }
    yield answer.body;
    if (!answer.hasNext) return;
  }
  yield { ok: false, why: `GitHub's list has more than ${MOST_PAGES} pages`, maybeDone: false, tooLong: true };
}
