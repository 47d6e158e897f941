import type { Policy, Position } from '../model/policy.ts';
import { buildPolicy } from './build.ts';
import { headerProblem } from './check-header.ts';
import { checkMeaning } from './check-meaning.ts';
import { type ShapeCheck, shapeCheck } from './check-shape.ts';
import { type FileRecord, normalPath, type PolicyDocument, type PolicyFile, type Resolve } from './document.ts';
import { inheritanceOf } from './family.ts';
import { entryOf, placeOfItem, placeOfValue, textOf } from './node.ts';
import { type Problem, placeOf, problem, sortedOnce } from './problem.ts';
import { readYaml } from './read.ts';
import { lineText, readSource, type Source } from './source.ts';

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
  const loader = new Loader(shapeCheck(controlIds));
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

class Loader {
  /** By normal path. */
  readonly known = new Map<string, FileRecord>();
  readonly #problems: Problem[] = [];
  readonly #sources = new Map<string, Source>();
  readonly #checkShape: ShapeCheck;

  constructor(checkShape: ShapeCheck) {
    this.#checkShape = checkShape;
  }

  /** Each file is read once, whoever names it. */
  file({ path, bytes }: PolicyFile): FileRecord {
    const key = normalPath(path);
    const record = this.known.get(key) ?? this.#read(path, bytes);
    this.known.set(key, record);
    return record;
  }

  report(problems: readonly Problem[]): void {
    for (const found of problems) this.#problems.push(found);
  }

  problemsWithLines(): readonly Problem[] {
    return sortedOnce(this.#problems).map((found) => {
      const source = this.#sources.get(found.file);
      return source ? { ...found, sourceLine: lineText(source, found.line) } : found;
    });
  }

  #read(path: string, bytes: Uint8Array): FileRecord {
    const { source, problem: unreadable } = readSource(path, bytes);
    if (source) this.#sources.set(path, source);
    if (unreadable || !source) {
      if (unreadable) this.report([unreadable]);
      return { file: path, documents: [], broken: true };
    }
    const { documents: nodes, problems } = readYaml(source);
    this.report(problems);
    if (nodes.length === 0) {
      const empty = problem({ file: path, line: 1, column: 1 }, 'the file holds no policy');
      if (problems.length === 0) this.report([empty]);
      return { file: path, documents: [], broken: true };
    }
    const refused = new Set(problems.map(placeOf));
    const documents: PolicyDocument[] = [];
    for (const root of nodes) {
      const header = headerProblem(root);
      if (header) this.report([header]);
      if (header || root.kind !== 'map') continue;
      const shape = this.#checkShape(root);
      this.report(shape.filter((found) => !refused.has(placeOf(found))));
      documents.push({ file: path, root, sound: shape.length === 0 && problems.length === 0 });
    }
    return { file: path, documents, broken: documents.length < nodes.length };
  }
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
