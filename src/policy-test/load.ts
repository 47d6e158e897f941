import { instant } from '../model/instant.ts';
import { checkOf } from '../policy/check-shape.ts';
import { type PolicyFile, pathBeside } from '../policy/document.ts';
import { DocumentLoader } from '../policy/document-loader.ts';
import { flag, present, text, texts, word } from '../policy/fields.ts';
import { entryOf, itemsOf, type MapNode, type Node, nodeAt, placeOfItem } from '../policy/node.ts';
import { type Problem, problem } from '../policy/problem.ts';
import { TEST_KIND } from '../policy/vocabulary.ts';
import { CONCLUSIONS, EXPECTED_STATUSES, type Expectation, type PolicyTest, type TestEstate } from './policy-test.ts';
import { testSchema } from './schema.ts';

export interface LoadedTests {
  /** In the order of the files. */
  readonly tests: readonly PolicyTest[];
  /** Every mistake of every file, by file, line and column. */
  readonly problems: readonly Problem[];
}

/** Test files → tests, and every mistake in them at once. Reads nothing itself. */
export function loadTests(files: readonly PolicyFile[], controlIds: readonly string[]): LoadedTests {
  const loader = new DocumentLoader(TEST_KIND, checkOf(testSchema(controlIds)));
  const documents = files.flatMap((file) => loader.file(file).documents);
  const tests: PolicyTest[] = [];
  for (const { file, root, sound } of documents) {
    if (!sound) continue;
    const estate = estateOf(root, file);
    if ('message' in estate) loader.report([estate]);
    else tests.push(testOf(root, file, estate));
  }
  return { tests, problems: loader.problemsWithLines() };
}

function testOf(root: MapNode, file: string, estate: TestEstate): PolicyTest {
  const conclusion = word(root, 'conclusion', CONCLUSIONS);
  return present({
    name: text(root, 'name') ?? '',
    position: placeOfItem(root),
    policies: (texts(root, 'policies') ?? []).map((path) => pathBeside(file, path)),
    estate,
    requirePolicy: flag(root, 'requirePolicy') ?? false,
    conclusion: conclusion && { conclusion, position: entryOf(root, 'conclusion')?.keyAt ?? root.at },
    expect: itemsOf(nodeAt(root, 'expect')).map(expectation),
  });
}

/** What the schema cannot say: one of the two, and a scenario with its instant. */
function estateOf(root: MapNode, file: string): TestEstate | Problem {
  const [scenario, inventory, now] = [text(root, 'scenario'), text(root, 'inventory'), text(root, 'now')];
  const at = now === undefined ? undefined : instant(Date.parse(now));
  if (scenario !== undefined && inventory !== undefined) {
    return problem(keyOf(root, 'inventory'), 'the test has both `scenario` and `inventory`; it is held to one estate');
  }
  if (inventory !== undefined)
    return present({ kind: 'inventory' as const, path: pathBeside(file, inventory), now: at });
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

function expectation(item: Node): Expectation {
  return present({
    position: placeOfItem(item),
    table: text(item, 'table') ?? '',
    control: text(item, 'control') ?? '',
    status: word(item, 'status', EXPECTED_STATUSES) ?? 'absent',
    policy: text(item, 'policy'),
    path: text(item, 'path'),
    message: text(item, 'message'),
  });
}
