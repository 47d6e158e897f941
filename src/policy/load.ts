import type { Policy, Position } from '../model/policy.ts';
import { KIND } from '../model/policy-keys/document.ts';
import { buildPolicy } from './build.ts';
import { checkMeaning } from './check-meaning.ts';
import { shapeCheck } from './check-shape.ts';
import type { PolicyDocument, PolicyFile, Resolve } from './document.ts';
import { DocumentLoader } from './document-loader.ts';
import { inheritanceOf } from './family.ts';
import { entryOf, placeOfItem, placeOfValue, textOf } from './node.ts';
import { type Problem, problem } from './problem.ts';

export type { PolicyFile, Resolve } from './document.ts';

/** A policy without tables: it judges nothing, and is there to be inherited from. */
export interface Template {
  readonly name: string;
  readonly position: Position;
}

export interface LoadedPolicies {
  /** The policies of the files given that judge tables, in the order of the files. */
  readonly policies: readonly Policy[];
  readonly templates: readonly Template[];
  /** Every mistake of every file, by file, line and column. */
  readonly problems: readonly Problem[];
}

/** Policy files → policies, and every mistake in them at once. Reads nothing itself. */
export function loadPolicies(
  files: readonly PolicyFile[],
  resolve: Resolve,
  controlIds: readonly string[],
): LoadedPolicies {
  const loader = new DocumentLoader(KIND, shapeCheck(controlIds));
  const named = new Set(files.map((file) => loader.file(file)));
  const inherit = inheritanceOf(
    resolve,
    (file) => loader.file(file),
    loader.known,
    (found) => loader.report([found]),
  );
  const policies: Policy[] = [];
  const templates: Template[] = [];
  for (const own of [...named].flatMap((record) => record.documents)) {
    const whole = inherit(own);
    const contradictions = checkMeaning(whole ?? own.root);
    loader.report(contradictions);
    if (whole === undefined || contradictions.length > 0) continue;
    const policy = buildPolicy(own.root, whole);
    if (policy) policies.push(policy);
    else templates.push({ name: nameOf(own) ?? '', position: placeOfItem(own.root) });
  }
  loader.report(sharedNames([...loader.known.values()].flatMap((record) => record.documents)));
  return { policies, templates, problems: loader.problemsWithLines() };
}

function nameOf(document: PolicyDocument): string | undefined {
  return textOf(entryOf(document.root, 'name')?.value);
}

function sharedNames(documents: readonly PolicyDocument[]): readonly Problem[] {
  const first = new Map<string, Position>();
  return documents.flatMap((document) => {
    const name = nameOf(document);
    const entry = entryOf(document.root, 'name');
    if (name === undefined || entry === undefined) return [];
    const at = placeOfValue(entry);
    const before = first.get(name);
    if (before === undefined) {
      first.set(name, at);
      return [];
    }
    return [problem(at, `the name ${JSON.stringify(name)} is taken: ${before.file}:${before.line} has it`)];
  });
}
