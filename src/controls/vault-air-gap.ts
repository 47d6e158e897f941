import type { Estate, EstateTable } from '../estate/estate.ts';
import {
  bornAt,
  copiesOf,
  isUsable,
  ownPoints,
  type PointsView,
  placeOfVault,
  pointsOf,
  type VaultPlace,
} from '../estate/points.ts';
import { rulesOf } from '../estate/rules.ts';
import { namedVault, pointSubject, rulesAsSubjects } from '../estate/subjects.ts';
import { full, part, supports } from '../frameworks/evidence.ts';
import { count } from '../model/count.ts';
import { type Unknown, unknown } from '../model/fact.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { BackupRule } from '../model/plan.ts';
import type { RecoveryPoint } from '../model/recovery-point.ts';
import { tableControl } from './define.ts';
import { denied, exampleInventory } from './example.ts';
import { fail, pass, undecided } from './outcome.ts';

const AIR_GAPPED = 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT';

export const vaultAirGap = tableControl({
  id: 'vault-air-gap',
  title: 'Points lie in a logically air-gapped vault',
  severity: 'high',
  description:
    'Passes when at least one completed recovery point of the table, or a copy of one in a Region that was read, lies in a logically air-gapped vault. A standard DynamoDB backup cannot; advanced ones can.',
  remediation:
    'Copy to a logically air-gapped vault, or name one as the rule’s TargetLogicallyAirGappedBackupVaultArn.',
  evidence: [
    ...full('points lie in a vault that is isolated from the account', { 'cis-controls-8.1': ['11.4'] }),
    ...part('points lie in a vault that is isolated from the account; reading and restoring are not judged', {
      'nist-800-53-r5': ['CP-9(d)'],
      'iso-27001-2022': ['A.5.33'],
      'soc-2': ['A1.2', 'C1.1'],
      nis2: ['4.2.2(c)'],
      'cis-controls-8.1': ['11.3'],
      dora: ['12(3)'],
      'aws-well-architected': ['REL09-BP02'],
      'nist-csf-2.0': ['PR.DS-11'],
    }),
    ...supports('the vault keeps points from destruction', {
      'nist-800-53-r5': ['CP-6(b)', 'CP-9(3)'],
      'iso-27001-2022': ['A.5.29'],
      hipaa: ['164.312(c)(1)'],
      dora: ['9(2)'],
    }),
  ],
  sources: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html'],
  needs: () => ['vaults', 'recovery-points', 'plans', 'tags', 'region-settings', 'description'],
  evaluate: ({ estate, table }) => {
    // A Region that was asked and gave no answer may hold a copy, too.
    const views = estate.inventory.regions.map((regionInventory) => {
      const found =
        regionInventory === table.regionInventory
          ? { ...pointsOf(table), possible: [] }
          : copiesOf(estate, table, regionInventory.region, regionInventory.account);
      return {
        regionInventory,
        view: ownPoints(table, found),
        possible: ownPoints(table, { ...found, points: found.possible }),
      };
    });
    const gappedOf = (regionInventory: RegionInventory, { points }: PointsView) =>
      points
        .filter(isUsable)
        .flatMap((point) =>
          typeOf(regionInventory, point.vaultName, point.vaultType) === AIR_GAPPED ? [{ regionInventory, point }] : [],
        );
    const gapped = views.flatMap(({ regionInventory, view }) => gappedOf(regionInventory, view));
    const newest = gapped.toSorted((a, b) => (a.point.createdAt < b.point.createdAt ? -1 : 1)).at(-1);
    const shown = {
      expected: { airGapped: true },
      actual: { points: gapped.length },
      subjects: rulesAsSubjects(rulesOf(estate, table)),
    };
    const born = bornAt(table);
    if (newest && !born.known) {
      return undecided('cannot tell whether the points in an air-gapped vault are the table’s own', born, {
        ...shown,
        because: [born.detail],
      });
    }
    if (newest) {
      return pass(`${count(gapped.length, 'recovery point')} in an air-gapped vault`, {
        ...shown,
        because: [
          `recovery point ${newest.point.arn} of ${newest.point.createdAt} in vault ${newest.point.vaultName}, ${newest.regionInventory.region}`,
        ],
        subjects: [namedVault(newest.regionInventory, newest.point.vaultName), pointSubject(newest.point)],
      });
    }
    const unread = views.flatMap(({ regionInventory, view }) => [
      ...view.unread,
      ...(regionInventory.vaults.known ? [] : [regionInventory.vaults]),
    ]);
    const elsewhere = [...estate.inventory.unread.map(({ why }) => why), ...unreadDestinations(estate, table)];
    const doubtful = views
      .flatMap(({ regionInventory, possible }) => gappedOf(regionInventory, possible))
      .map(({ point }) => unmarked(point));
    const why = unread[0] ?? elsewhere[0] ?? doubtful[0];
    if (why)
      return undecided('cannot tell whether a recovery point lies in an air-gapped vault', why, {
        ...shown,
        because: [why.detail],
      });
    return fail('no recovery point of the table lies in an air-gapped vault; policy asks for one', shown);
  },
  examples: [
    {
      title: 'passes when a copy lies in one',
      policy: 'backup: { vault: { airGapped: required } }',
      inventory: () => exampleInventory({ points: [{}], copyVaults: [{ type: AIR_GAPPED }], copies: [{}] }),
      expect: { status: 'pass', message: '1 recovery point in an air-gapped vault' },
    },
    {
      title: 'fails when every point lies in a plain vault',
      policy: 'backup: { vault: { airGapped: required } }',
      inventory: () => exampleInventory({ points: [{}], copyVaults: [{}], copies: [{}] }),
      expect: {
        status: 'fail',
        message: 'no recovery point of the table lies in an air-gapped vault; policy asks for one',
      },
    },
    {
      title: 'is unknown when the vaults could not be listed',
      policy: 'backup: { vault: { airGapped: required } }',
      inventory: () => exampleInventory({ points: [{}], vaults: denied('backup:ListBackupVaults') }),
      expect: { status: 'unknown', message: 'cannot tell whether a recovery point lies in an air-gapped vault' },
    },
  ],
});

/** It names another table of that name, and no source vault. */
function unmarked({ arn, vaultName }: RecoveryPoint): Unknown {
  const detail = `nothing tells whether point ${arn} in air-gapped vault ${vaultName} is a copy of one of the table: a copy job that names it would settle it`;
  return unknown('undocumented', detail, 'backup:ListCopyJobs');
}

function typeOf(
  regionInventory: RegionInventory,
  vaultName: string,
  described: string | undefined,
): string | undefined {
  if (described !== undefined) return described;
  return regionInventory.vaults.known
    ? regionInventory.vaults.value.find((vault) => vault.name === vaultName)?.type
    : undefined;
}

/**
 * Copies into places that were not read, by rules that select the table or may: an air-gapped vault may be there. A plan that
 * may select it, and copies to no such place, hides none.
 */
function unreadDestinations(estate: Estate, table: EstateTable): readonly Unknown[] {
  const { rules, coverage } = rulesOf(estate, table);
  const isUnread = (place: VaultPlace) => !estate.region(place.account, place.region)?.recoveryPoints.known;
  const unreadBy = (rule: BackupRule) =>
    rule.copyActions.flatMap((copy) => placeOfVault(copy.destinationVaultArn) ?? []).filter(isUnread);
  const possible = coverage.possible.flatMap(({ rules: may, why }) =>
    may === undefined || may.some((rule) => rule.openCopies || unreadBy(rule).length > 0) ? [why] : [],
  );
  return [
    ...coverage.unread,
    ...possible,
    ...rules.flatMap(({ rule }) => [
      ...(rule.openCopies ? [rule.openCopies] : []),
      ...unreadBy(rule).flatMap((place) => copiesOf(estate, table, place.region, place.account).unread),
    ]),
  ];
}
