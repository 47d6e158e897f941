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
  const separator = path.includes('?') ? '&' : '?';
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await rest.request('GET', `${path}${separator}per_page=${PER_PAGE}&page=${page}`);
    if (!answer.ok) return answer;
    const entries: readonly unknown[] = Array.isArray(answer.body) ? answer.body : [];
    for (const entry of entries) {
      const picked = pick(entry);
      if (picked !== undefined) return picked;
    }
    if (!answer.hasNext) return undefined;
  }
  return undefined;
}
