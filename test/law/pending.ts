import type { Inventory } from '../../src/model/inventory.ts';
import { Home } from './reference/estate.ts';
import { told } from './reference/told.ts';

/**
 * Where Holdfast is known to judge otherwise than the documents say. The list only ever shrinks.
 */
const PENDING: readonly { readonly why: string; readonly controls: RegExp; readonly where: (home: Home) => boolean }[] =
  [
    {
      why: 'points and restores of an earlier table of the name count',
      controls: /^(recovery-point|copy-recovery-point|restore-|vault-)/,
      where: ({ inventory, table, createdAt, region }) => {
        const older = (arn: string | undefined, at: string) => arn === table.arn && Date.parse(at) < createdAt;
        return (
          inventory.regions.some((each) =>
            told(each.recoveryPoints).some(({ points }) =>
              told(points).some((point) => older(point.resourceArn, point.createdAt)),
            ),
          ) || told(region.restoreJobs).some((job) => older(job.sourceArn, job.createdAt))
        );
      },
    },
    {
      why: 'a rule whose vault is gone or refuses what it keeps counts as if it ran',
      controls: /^(backup-|cold-storage|copy-)/,
      where: ({ rules }) => rules.some(({ broken }) => broken),
    },
    { why: 'recovery-point-gap', controls: /^recovery-point-gap/, where: () => true },
    {
      why: 'the end of a schedule',
      controls: /^(backup-|copy-|cold-)/,
      where: ({ rules }) => rules.some(({ rule }) => /-20\d\d\)/.test(rule.scheduleExpression ?? '')),
    },
    {
      why: 'an undecided plan that could not help leaves open what sure rules fail',
      controls: /^(backup-|copy-|vault-|maximum-)/,
      where: ({ rules }) => rules.some(({ selected }) => selected === 'open'),
    },
    {
      why: 'a doubtful copy that could not help leaves open what sure copies fail',
      controls: /^copy-/,
      where: ({ advanced }) => advanced === 'open',
    },
    { why: 'one denied action is enough', controls: /^vault-deletion/, where: () => true },
  ];

/** Controls of which the laws are known not to hold yet. */
const LAWLESS = [
  'recovery-point-gap',
  // Their rule's own vault, where it could not be read, is taken for one that exists.
  'copy-coverage',
  'copy-frequency',
  'copy-retention',
  'copy-rpo',
];

/** What breaks a law, but for what is known to. */
export function lawful(lies: readonly string[]): readonly string[] {
  return lies.filter((lie) => !LAWLESS.some((control) => lie.includes(` ${control} `)));
}

/** Is it known that Holdfast may answer the question otherwise than the second judge? */
export function isPending(inventory: Inventory, question: string): boolean {
  const [name = '', control = ''] = question.split(' ');
  return inventory.regions
    .filter(({ inScope }) => inScope)
    .flatMap((region) => told(region.tables).map((table) => new Home(inventory, region, table)))
    .filter(({ table }) => table.name === name)
    .some((home) => PENDING.some(({ controls, where }) => controls.test(control) && where(home)));
}
