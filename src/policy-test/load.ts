import { instant } from '../model/instant.ts';
import type { TypeOf } from '../model/policy-keys/key.ts';
import { checkOf } from '../policy/check-shape.ts';
import { type PolicyFile, pathBeside } from '../policy/document.ts';
import { DocumentLoader } from '../policy/document-loader.ts';
import { entryOf, itemsOf, type MapNode, nodeAt, placeOfItem, plain } from '../policy/node.ts';
import { type Problem, problem } from '../policy/problem.ts';
import { TEST_KIND } from '../policy/vocabulary.ts';
import type { PolicyTest, TestEstate } from './policy-test.ts';
import { testDocument, testSchema } from './schema.ts';

export interface LoadedTests {
  /** In the order of the files. */
  readonly tests: readonly PolicyTest[];
  /** Every mistake of every file, by file, line and column. */
  readonly problems: readonly Problem[];
}

type WrittenTest = TypeOf<ReturnType<typeof testDocument>>;

/** Test files → tests, and every mistake in them at once. Reads nothing itself. */
export function loadTests(files: readonly PolicyFile[], controlIds: readonly string[]): LoadedTests {
  const loader = new DocumentLoader(TEST_KIND, checkOf(testSchema(controlIds)));
  const document = testDocument(controlIds);
  const documents = files.flatMap((file) => loader.file(file).documents);
  const tests: PolicyTest[] = [];
  for (const { file, root, sound } of documents) {
    if (!sound) continue;
    const written = document.read(plain(root));
    const estate = estateOf(root, file, written);
    if ('message' in estate) loader.report([estate]);
    else tests.push(testOf(root, file, written, estate));
  }
  return { tests, problems: loader.problemsWithLines() };
}

/** `written` has been read from the document, whose places it does not know. */
function testOf(root: MapNode, file: string, written: WrittenTest, estate: TestEstate): PolicyTest {
  const { name, policies, requirePolicy, conclusion, expect } = written;
  const items = itemsOf(nodeAt(root, 'expect'));
  return {
    name,
    position: placeOfItem(root),
    policies: policies.map((path) => pathBeside(file, path)),
    estate,
    requirePolicy,
    ...(conclusion === undefined ? {} : { conclusion: { conclusion, position: keyOf(root, 'conclusion') } }),
    expect: expect.map((expectation, index) => ({ ...expectation, position: placeOfItem(items[index] ?? root) })),
  };
}

/** What the schema cannot say: one of the two, and a scenario with its instant. */
function estateOf(root: MapNode, file: string, { scenario, inventory, now }: WrittenTest): TestEstate | Problem {
  const at = now === undefined ? undefined : instant(Date.parse(now));
  if (scenario !== undefined && inventory !== undefined) {
    return problem(keyOf(root, 'inventory'), 'the test has both `scenario` and `inventory`; it is held to one estate');
  }
  if (inventory !== undefined) {
    return { kind: 'inventory', path: pathBeside(file, inventory), ...(at === undefined ? {} : { now: at }) };
  }
  if (scenario === undefined) {
    return problem(
      placeOfItem(root),
      'the test has neither `scenario` nor `inventory`',
      'such as scenario: ./payments.scenario.yaml',
    );
  }
  if (at !== undefined) return { kind: 'scenario', path: pathBeside(file, scenario), now: at };
  const message = 'the test has no `now`: the times of a scenario are relative to it';
  return problem(keyOf(root, 'scenario'), message, 'such as now: 2026-11-22T08:00:00Z');
}

function keyOf(root: MapNode, key: string) {
  return entryOf(root, key)?.keyAt ?? root.at;
}
