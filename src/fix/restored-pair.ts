import type { EstateTable } from '../estate/estate.ts';
import type { Fact, Unknown } from '../model/fact.ts';
import { known } from '../model/fact.ts';
import type { IdentityPolicy, TableRecord } from '../model/table.ts';
import type { Repair, TablePlace } from './part.ts';

/** A table made by a restore, or to be made, beside the table it comes from. */
export interface RestoredPair {
  readonly own: EstateTable;
  /** Unknown when the source is gone and nothing was recorded of it. */
  readonly source: Fact<EstateTable>;
  /** Why the source is not the table as it is, but what was recorded of it. */
  readonly gone?: string;
  /** Of the source's account. */
  readonly identityPolicies: Fact<readonly IdentityPolicy[]>;
}

export type RepairOrUnknown = Repair | Unknown;

export function placeOf({ arn, name, region }: EstateTable): TablePlace {
  return { arn, name, region };
}

/** What the source has, made into a repair; unknown where the source, or that of it, is. */
export function fromSource<T>(
  { source }: RestoredPair,
  read: (table: EstateTable) => Fact<T>,
  make: (value: T, table: EstateTable) => RepairOrUnknown,
): RepairOrUnknown {
  if (!source.known) return source;
  const fact = read(source.value);
  return fact.known ? make(fact.value, source.value) : fact;
}

/**
 * The table that a restore of AWS Backup makes, before anybody sets anything. Source: DynamoDB Developer Guide,
 * GettingStartedBackupsAWS.
 */
export function freshRestoreOf(source: EstateTable, name: string): EstateTable {
  const { description } = source.record;
  const record: TableRecord = {
    arn: source.arn.slice(0, source.arn.lastIndexOf('/') + 1) + name,
    name,
    tags: known({}, 'a restore'),
    description: description.known
      ? known(
          {
            ...description.value,
            status: 'ACTIVE',
            stream: 'disabled',
            encryption: { kind: 'aws-owned' },
            deletionProtection: false,
            tableClass: 'STANDARD',
            replicaRegions: [],
          },
          'a restore',
        )
      : description,
    timeToLive: known({ status: 'DISABLED' }, 'a restore'),
    pointInTimeRecovery: known({ enabled: false }, 'a restore'),
    resourcePolicy: known(null, 'a restore'),
  };
  return { ...source, arn: record.arn, name, record };
}
