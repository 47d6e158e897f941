import type { AskedValue, Evidence } from '../model/framework.ts';
import type { Extent, FrameworkId } from '../model/framework-id.ts';
import type { CATALOGUE } from './catalogue.ts';

type Catalogue = typeof CATALOGUE;

/** Framework → its requirements; an id that the framework does not have does not compile. */
type Requirements = {
  readonly [F in keyof Catalogue]?: readonly (keyof Catalogue[F]['requirements'] & string)[];
};

/** Tests, for each table in scope, the whole technical demand. */
export function full(why: string, requirements: Requirements, when?: AskedValue): readonly Evidence[] {
  return evidence('full', why, requirements, when);
}

/** Tests some of it. */
export function part(why: string, requirements: Requirements, when?: AskedValue): readonly Evidence[] {
  return evidence('part', why, requirements, when);
}

/** Corroborates a document or process that somebody else must show. */
export function supports(why: string, requirements: Requirements, when?: AskedValue): readonly Evidence[] {
  return evidence('supports', why, requirements, when);
}

function evidence(extent: Extent, why: string, requirements: Requirements, when?: AskedValue): readonly Evidence[] {
  return Object.entries(requirements).flatMap(([framework, ids]) =>
    ids.map((requirement) => ({
      framework: framework as FrameworkId,
      requirement,
      extent,
      why,
      ...(when ? { when } : {}),
    })),
  );
}
