import { parseArn } from '../model/arn.ts';
import type { Constraint } from './constraint.ts';
import { elements, given, isAbsent, isEmpty, isWhole } from './requested.ts';
import type { NewGlobalTable } from './table-things.ts';

const INVALID = 'ValidationException';

/** Where strongly consistent replicas may lie together. Source: DynamoDB developer guide, multi-Region strong consistency. */
const REGION_SETS = [
  ['us-east-1', 'us-east-2', 'us-west-2'],
  ['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1'],
  ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
];

function isStrong({ multiRegionConsistency }: NewGlobalTable): boolean {
  return given(multiRegionConsistency) === 'STRONG';
}

function regionsOf({ replicas }: NewGlobalTable): readonly (string | undefined)[] {
  return elements(replicas).map(({ value }) => given(value.regionName));
}

/** Not here: capacity of global tables in templates (GT5) and their way to on-demand (GT6). */
export const GLOBAL_TABLE_CONSTRAINTS: readonly Constraint<NewGlobalTable>[] = [
  {
    id: 'GT1',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@2571a4b global-table-replica-region',
    *breaches(table, { region, through }) {
      const here = given(region);
      const regions = regionsOf(table);
      if (through !== 'cloudformation' || here === undefined || !isWhole(table.replicas)) return;
      if (regions.includes(here) || regions.includes(undefined)) return;
      yield { path: 'replicas', message: 'The Replicas section must contain an entry for the current region' };
    },
  },
  {
    id: 'GT2',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@7a5d20e global-table-stream-required',
    *breaches(table, { through }) {
      // Elsewhere a stream is switched on for the first replica.
      const eventual = isAbsent(table.multiRegionConsistency) || given(table.multiRegionConsistency) === 'EVENTUAL';
      const several = elements(table.replicas).length > 1;
      if (through !== 'cloudformation' || !eventual || !several || !isAbsent(table.streamSpecification)) return;
      yield { path: 'streamSpecification', message: 'You must specify StreamSpecification for a global table.' };
    },
  },
  {
    id: 'GT3',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@7a5d20e global-table-mrsc-ttl',
    *breaches(table) {
      if (!isStrong(table) || given(given(table.timeToLive)?.enabled) !== true) return;
      const message = 'Time To Live is not supported for global tables with MultiRegionConsistency set to STRONG';
      yield { path: 'timeToLive', message };
    },
  },
  {
    id: 'GT3',
    grade: 'A',
    code: INVALID,
    source: 'cdk-preflight global-table-mrsc-lsi, -replica-count, -region-set',
    *breaches(table) {
      if (!isStrong(table)) return;
      if (!isEmpty(table.localSecondaryIndexes) && elements(table.localSecondaryIndexes).length > 0) {
        const message = 'Local secondary indexes are not supported with MultiRegionConsistency STRONG';
        yield { path: 'localSecondaryIndexes', message };
      }
      if (!isWhole(table.replicas) || !isWhole(table.witnessRegions)) return;
      const witnesses = elements(table.witnessRegions).map(({ value }) => value);
      const regions = [...regionsOf(table), ...witnesses];
      if (regions.length !== 3 || witnesses.length > 1) {
        const message = 'MultiRegionConsistency STRONG takes three replicas, or two and a witness';
        yield { path: 'replicas', message };
      }
      const requested = regions.filter((name) => name !== undefined);
      if (requested.length > 0 && !REGION_SETS.some((set) => requested.every((name) => set.includes(name)))) {
        const message = 'MultiRegionConsistency STRONG takes Regions of one set: US, EU or AP';
        yield { path: 'replicas', message };
      }
    },
  },
  {
    id: 'GT4',
    grade: 'A',
    code: INVALID,
    source:
      'cdk-preflight global-table-replica-sse-key-coverage, -sse-key-region, -replica-gsi-name, -replica-kinesis-region',
    *breaches({ replicas, globalSecondaryIndexNames }) {
      const all = elements(replicas);
      const keyed = all.filter(({ value }) => given(value.kmsMasterKeyId) !== undefined);
      const bare = all.filter(({ value }) => isAbsent(value.kmsMasterKeyId));
      for (const { index } of keyed.length > 0 ? bare : []) {
        const message = 'A key of your own is given for every replica, or for none';
        yield { path: `replicas[${index}].kmsMasterKeyId`, message };
      }
      for (const { value, index } of all) {
        for (const [member, what] of [
          ['kmsMasterKeyId', 'key'],
          ['kinesisStreamArn', 'stream of Kinesis'],
        ] as const) {
          const at = parseArn(given(value[member]) ?? '')?.region;
          const here = given(value.regionName);
          if (at === undefined || here === undefined || at === here) continue;
          yield {
            path: `replicas[${index}].${member}`,
            message: `The ${what} of a replica lies in the Region of the replica`,
          };
        }
        const declared = elements(globalSecondaryIndexNames).map((name) => name.value);
        for (const name of isWhole(globalSecondaryIndexNames) ? elements(value.globalSecondaryIndexNames) : []) {
          if (declared.includes(name.value)) continue;
          const path = `replicas[${index}].globalSecondaryIndexNames[${name.index}]`;
          yield { path, message: `Index ${name.value} of a replica is none of the table` };
        }
      }
    },
  },
];
