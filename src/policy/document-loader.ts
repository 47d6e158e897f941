import { headerProblem } from './check-header.ts';
import type { ShapeCheck } from './check-shape.ts';
import { type FileRecord, normalPath, type PolicyDocument, type PolicyFile } from './document.ts';
import { type Problem, placeOf, problem, sortedOnce } from './problem.ts';
import { readYaml } from './read.ts';
import { lineText, readSource, type Source } from './source.ts';
import type { Kind } from './vocabulary.ts';

/** Reads files of one kind of document, and gathers every mistake with the line that it is in. */
export class DocumentLoader {
  /** By normal path. */
  readonly known = new Map<string, FileRecord>();
  readonly #problems: Problem[] = [];
  readonly #sources = new Map<string, Source>();
  readonly #kind: Kind;
  readonly #checkShape: ShapeCheck;

  constructor(kind: Kind, checkShape: ShapeCheck) {
    this.#kind = kind;
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
      const empty = problem({ file: path, line: 1, column: 1 }, `the file holds no ${this.#kind.toLowerCase()}`);
      if (problems.length === 0) this.report([empty]);
      return { file: path, documents: [], broken: true };
    }
    const refused = new Set(problems.map(placeOf));
    const documents: PolicyDocument[] = [];
    for (const root of nodes) {
      const header = headerProblem(root, this.#kind);
      if (header) this.report([header]);
      if (header || root.kind !== 'map') continue;
      const shape = this.#checkShape(root);
      this.report(shape.filter((found) => !refused.has(placeOf(found))));
      documents.push({ file: path, root, sound: shape.length === 0 && problems.length === 0 });
    }
    return { file: path, documents, broken: documents.length < nodes.length };
  }
}
