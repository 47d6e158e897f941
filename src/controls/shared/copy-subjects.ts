import type { ConfiguredCopy } from '../../estate/copies.ts';
import type { TableRules } from '../../estate/rules.ts';
import { copySubject, possiblePlans, ruleSubject, rulesAsSubjects } from '../../estate/subjects.ts';
import type { CopyRequirement } from '../../model/policy.ts';
import type { Subject } from '../../model/subject.ts';

/** The copies that go where asked, those that can work first; where there is none, the one that is missing. */
export function copiesAsSubjects(
  rules: TableRules,
  copies: readonly ConfiguredCopy[],
  asked: CopyRequirement,
): readonly Subject[] {
  if (copies.length === 0) return [{ type: 'copy', name: destinationOf(asked) }, ...rulesAsSubjects(rules)];
  const [working, hindered] = [copies.filter(canWork), copies.filter((copy) => !canWork(copy))];
  return [
    ...[...working, ...hindered].flatMap((copy) => [copySubject(copy), ruleSubject(copy)]),
    ...possiblePlans(rules.coverage),
  ];
}

function canWork({ obstacles, doubts }: ConfiguredCopy): boolean {
  return obstacles.length === 0 && doubts.length === 0;
}

export function destinationOf({ region, account }: CopyRequirement): string {
  return account === undefined ? region : `${region} of account ${account}`;
}

/** Any copy there, however often it is made and however long it is kept. */
export function placeOf({ region, account }: CopyRequirement): CopyRequirement {
  return account === undefined ? { region } : { region, account };
}
