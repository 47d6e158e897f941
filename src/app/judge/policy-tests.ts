import { type Difference, differences } from '../../policy-test/differences.ts';
import { loadTests } from '../../policy-test/load.ts';
import type { PolicyTest, TestEstate } from '../../policy-test/policy-test.ts';
import type { Simulator } from '../../simulator/server.ts';
import { CONTROL_IDS } from '../catalogue/control-ids.ts';
import { scenarioAt, withEmbeddedAws } from '../embedded/embedded-aws.ts';
import { leadsAway } from '../files/allowed-folders.ts';
import { type FileKind, filesAt } from '../files/files-at.ts';
import { PolicyProblems } from '../files/policy-problems.ts';
import type { Host } from '../host/host.ts';
import { OPTIONS } from '../options/options.ts';
import { DEFAULT_CONFIG } from '../options/values.ts';
import { type Judged, judge } from './judge.ts';

const TEST_FILES: FileKind = {
  noun: 'policy test',
  counts: (path) => /\.test\.(?:ya?ml|json)$/.test(path),
  advice: 'put files that end in .test.yaml there: docs/testing.md has their format',
};

/** A mistake in any test ends the run before any is held to its estate. */
export function policyTestsAt(paths: readonly string[], host: Host): readonly PolicyTest[] {
  const { files, mayRead } = filesAt(paths, TEST_FILES, host);
  const { tests, problems } = loadTests(files, CONTROL_IDS);
  if (problems.length > 0) throw new PolicyProblems(problems, 'test file');
  for (const { policies, estate } of tests) {
    const away = [...policies, estate.path].find((path) => !mayRead(path));
    if (away !== undefined) throw leadsAway(away);
  }
  return tests;
}

/** None: everything came as the test expects. */
export async function runPolicyTest(test: PolicyTest, host: Host): Promise<readonly Difference[]> {
  const { report, policies } = await judged(test, test.estate, silent(host));
  return differences(test, report, policies);
}

async function judged(test: PolicyTest, estate: TestEstate, host: Host): Promise<Judged> {
  const { policies, requirePolicy } = test;
  const asked = { policies, ledger: undefined, now: estate.now, requirePolicy, config: DEFAULT_CONFIG };
  if (estate.kind === 'inventory') {
    return judge({ ...asked, regions: [], roleArns: [], inventory: estate.path }, host);
  }
  return withEmbeddedAws(scenarioAt(estate.path, host), estate.now, host, (aws, still) =>
    judge({ ...asked, ...scopeOf(aws), inventory: undefined }, still),
  );
}

/** The Regions that the scenario names, and besides its default account those that let the usual role read them. */
function scopeOf({ state }: Simulator) {
  const role = OPTIONS['role-name'].fallback;
  const accounts = [...state.accounts.values()];
  const readable = accounts.filter(({ roles }) => roles.has(role));
  return {
    regions: [...new Set(accounts.flatMap((account) => [...account.regions.keys()]))].toSorted(),
    roleArns:
      accounts.length === 1 ? [] : readable.map(({ id, partition }) => `arn:${partition}:iam::${id}:role/${role}`),
  };
}

/** A test takes a blink: progress would only flicker. */
function silent(host: Host): Host {
  return { ...host, stderr: { ...host.stderr, isTerminal: false } };
}
