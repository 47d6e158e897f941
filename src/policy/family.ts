import { type FileRecord, type PolicyDocument, type PolicyFile, pathBeside, type Resolve } from './document.ts';
import { inherited } from './inherit.ts';
import { itemsOf, type MapNode, type Node, nodeAt, textOf } from './node.ts';
import { type Problem, problem } from './problem.ts';

/** Longer chains are mistakes, or an endless supply of files. */
const MAX_GENERATIONS = 32;

/** The whole of a document, parents merged in; undefined when it or one of them is broken, which has been reported. */
export type Inherit = (document: PolicyDocument) => MapNode | undefined;

/** Follows `extends`. A parent is looked up among the files known, then asked for. */
export function inheritanceOf(
  resolve: Resolve,
  load: (file: PolicyFile) => FileRecord,
  known: ReadonlyMap<string, FileRecord>,
  report: (found: Problem) => void,
): Inherit {
  const done = new Map<PolicyDocument, MapNode | undefined>();

  function whole(document: PolicyDocument, line: readonly PolicyDocument[]): MapNode | undefined {
    if (done.has(document)) return done.get(document);
    const entries = itemsOf(nodeAt(document.root, 'extends'));
    const parents = entries.map((entry) => parentOf(entry, document, [...line, document]));
    const merged = parents.flatMap((parent) => parent ?? []);
    const result = document.sound && merged.length === entries.length ? inherited(merged, document.root) : undefined;
    done.set(document, result);
    return result;
  }

  function parentOf(entry: Node, child: PolicyDocument, line: readonly PolicyDocument[]): MapNode | undefined {
    const path = textOf(entry);
    if (path === undefined) return undefined;
    const say = (message: string, hint?: string) => report(problem(entry.at, message, hint));
    const record = find(child.file, path);
    if (record === undefined) {
      say(`extends names ${JSON.stringify(path)}, and there is no such file`, 'the path is relative to this file');
      return undefined;
    }
    if (record === 'outside') {
      say(
        `extends names ${JSON.stringify(path)}, which leads out of the folders that may be read`,
        'put it, links followed, under the working directory or the folder of a path that is named',
      );
      return undefined;
    }
    const [parent, ...more] = record.documents;
    if (record.broken || parent === undefined) return undefined;
    if (more.length > 0) {
      say(`extends names ${JSON.stringify(path)}, which holds ${more.length + 1} policies, expected a file with one`);
      return undefined;
    }
    const from = line.indexOf(parent);
    if (from >= 0) {
      const round = [...line.slice(from), parent].map((each) => each.file).join(' → ');
      say(`extends forms a cycle: ${round}`);
      return undefined;
    }
    if (line.length > MAX_GENERATIONS) {
      say(`extends spans more than ${MAX_GENERATIONS} generations`);
      return undefined;
    }
    return whole(parent, line);
  }

  function find(from: string, relative: string): FileRecord | 'outside' | undefined {
    const there = known.get(pathBeside(from, relative));
    if (there) return there;
    const file = resolve(from, relative);
    return file === undefined || file === 'outside' ? file : load(file);
  }

  return (document) => whole(document, []);
}
