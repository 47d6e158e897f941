import type { Estate, EstateTable } from '../../estate/estate.ts';
import type { Restores } from '../../estate/restored.ts';
import { type Fact, known, mapFact, NOT_COLLECTED, unknown } from '../../model/fact.ts';
import type { EstateWarning } from '../../model/report.ts';
import type { TableDescription, Throughput } from '../../model/table.ts';
import { sourceOf } from './source.ts';

/** How restored tables differ from their sources in what no setting of a policy is about. For the reader, no verdict. */
export function unlistedDifferences(estate: Estate, { restoredFrom }: Restores): readonly EstateWarning[] {
  return [...restoredFrom.values()].flat().flatMap((restored) => {
    const source = restored.inProgress ? NOT_COLLECTED : sourceOf(estate, restored);
    if (!source.known || source.value.gone !== undefined) return [];
    const { table } = restored;
    const detail = table.record.description.known ? differences(table, source.value.table) : undefined;
    return detail === undefined
      ? []
      : [{ kind: 'restored-differs', account: table.account, region: table.region, table: table.name, detail }];
  });
}

const NOT_KEPT = unknown('not-collected', 'an older version did not keep it of the other table');

function differences(own: EstateTable, source: EstateTable): string | undefined {
  const there = new Map(unlisted(source));
  const differing: string[] = [];
  const hidden: string[] = [];
  for (const [what, fact] of unlisted(own)) {
    const other = there.get(what) ?? NOT_KEPT;
    const why = !fact.known ? fact : !other.known ? other : undefined;
    if (why) hidden.push(`${what} (${why.detail})`);
    else if (fact.known && other.known && fact.value !== other.value) {
      differing.push(`${what} ${fact.value} (source: ${other.value})`);
    }
  }
  const said = [
    ...(differing.length === 0 ? [] : [`differs from its source ${source.name} in ${differing.join('; ')}`]),
    ...(hidden.length === 0 ? [] : [`not compared with its source ${source.name}: ${hidden.join('; ')}`]),
  ];
  return said.length === 0 ? undefined : `${said.join('; ')}; no policy asks for it`;
}

/** Nothing that was not asked for: tables of a saved inventory may lack it. */
function unlisted({ record }: EstateTable): readonly (readonly [string, Fact<string>])[] {
  const { description, unlisted: asked } = record;
  const described = (tell: (table: TableDescription) => string) => mapFact(description, tell);
  // An older version did not keep these.
  const added = (what: string, tell: (table: TableDescription) => string | undefined) => {
    const text = description.known ? tell(description.value) : undefined;
    return text === undefined ? [] : [[what, known(text, description.known ? description.from : '')] as const];
  };
  return [
    ['table class', described(({ tableClass }) => tableClass)],
    ['replicas', described(({ replicaRegions }) => textOf(replicaRegions))],
    ...added('accounts of replicas', ({ replicaAccounts }) => replicaAccounts && textOf(replicaAccounts)),
    ...added('witnesses', ({ witnessRegions }) => witnessRegions && textOf(witnessRegions)),
    ...added('multi-Region consistency', ({ multiRegionConsistency }) => multiRegionConsistency),
    ...added('vector indexes', ({ vectorIndexes }) => vectorIndexes && textOf(vectorIndexes)),
    ['warm throughput', described(({ warmThroughput }) => unitsOf(warmThroughput))],
    ...(asked
      ? ([
          ['Kinesis destinations', mapFact(asked.kinesisStreams, textOf)],
          ['Contributor Insights', mapFact(asked.contributorInsights, (enabled) => (enabled ? 'on' : 'off'))],
        ] as const)
      : []),
  ];
}

function textOf(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}

function unitsOf(units: Throughput | undefined): string {
  return units ? `${units.readUnits} read and ${units.writeUnits} write units` : 'none';
}
