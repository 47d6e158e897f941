import { API_VERSION } from '../model/policy-keys/document.ts';
import { didYouMean } from './nearest.ts';
import { entryOf, type MapNode, type Node, placeOfValue, textOf } from './node.ts';
import { type Problem, problem } from './problem.ts';
import { describe } from './shape-sentence.ts';
import type { Kind } from './vocabulary.ts';

/** A document that says it is something else: one problem, since all others would follow from it. */
export function headerProblem(document: Node, kind: Kind): Problem | undefined {
  if (document.kind !== 'map') {
    const expected = `a ${kind.toLowerCase()}, a map with apiVersion, kind and name`;
    return problem(document.at, `expected ${expected}, found ${describe(document)}`);
  }
  return (
    wrongWord(document, 'kind', kind, `expected ${kind}`) ??
    wrongWord(document, 'apiVersion', API_VERSION, `this Holdfast knows ${API_VERSION}`)
  );
}

function wrongWord(document: MapNode, key: string, known: string, expected: string): Problem | undefined {
  const entry = entryOf(document, key);
  if (entry === undefined) return undefined;
  const found = textOf(entry.value);
  if (found === known) return undefined;
  const hint = found === undefined ? undefined : didYouMean(found, [known]);
  return problem(placeOfValue(entry), `unknown ${key}: ${expected}, found ${describe(entry.value)}`, hint);
}
