import type { EstateTable } from '../estate/estate.ts';
import type { Fact } from '../model/fact.ts';
import { aws, type Command, commandLines } from './command.ts';
import type { TablePlace } from './part.ts';
import { placeOf } from './restored-pair.ts';
import { queryText, shellComment } from './shell.ts';
import { describeTable, onDemandThroughput as onDemandCommand, updateTable } from './table-commands.ts';
import { untilActive } from './until-active.ts';

/** What nobody promises that a restore brings back, and no setting of a policy asks for by itself: lines of a script. */
export function unlistedLines({ record }: EstateTable, own: EstateTable): readonly string[] {
  if (!record.description.known) return [];
  const place = placeOf(own);
  const paragraph = paragraphAbout(place);
  const { tableClass, replicaRegions, onDemandThroughput, warmThroughput } = record.description.value;
  const { kinesisStreams, contributorInsights } = record.unlisted ?? {};
  return [
    ...paragraph(tableClass !== 'STANDARD' && 'table class: restored tables are always of the class STANDARD', [
      {
        call: updateTable(place, { 'table-class': tableClass }),
        onlyWhile: {
          read: describeTable(place, "Table.TableClassSummary.TableClass || 'STANDARD'"),
          prints: 'STANDARD',
        },
      },
    ]),
    ...paragraph(
      onDemandThroughput !== undefined && 'on-demand maximum: AWS does not say whether a restore keeps it',
      onDemandThroughput === undefined ? [] : [onDemandCommand(onDemandThroughput, place)],
    ),
    ...paragraph(
      hasSome(kinesisStreams) && 'destinations of Kinesis: AWS does not say whether a restore keeps them',
      kinesisStreams?.known ? kinesisStreams.value.map((arn) => streaming(place, arn)) : [],
    ),
    ...paragraph(
      contributorInsights?.known &&
        contributorInsights.value &&
        'Contributor Insights: AWS does not say whether a restore keeps it',
      [
        {
          call: aws('dynamodb', 'update-contributor-insights', {
            region: place.region,
            'table-name': place.name,
            'contributor-insights-action': 'ENABLE',
          }),
        },
      ],
    ),
    ...paragraph(
      warmThroughput !== undefined &&
        `warm throughput: the table has ${warmThroughput.readUnits} read and ${warmThroughput.writeUnits} write units, AWS does not say what a restored table has`,
      [],
    ),
    ...paragraph(
      replicaRegions.length > 0 &&
        `replicas: the table has some in ${replicaRegions.join(', ')}; a restored table has none`,
      [],
    ),
    ...[kinesisStreams, contributorInsights].flatMap((fact) =>
      paragraph(fact?.known === false && `not known: ${fact.detail}`, []),
    ),
  ];
}

function paragraphAbout(place: TablePlace) {
  return (heading: string | false | undefined, commands: readonly Command[]): readonly string[] => {
    if (heading === false || heading === undefined) return [];
    const ready = commands.length === 0 ? [] : [untilActive(place)];
    return ['', shellComment(`-- ${heading}`), ...ready, ...commands.flatMap(commandLines)];
  };
}

function hasSome(fact: Fact<readonly string[]> | undefined): boolean {
  return fact?.known === true && fact.value.length > 0;
}

/** AWS refuses a stream that the table has already. */
function streaming({ name, region }: TablePlace, arn: string): Command {
  return {
    call: aws('dynamodb', 'enable-kinesis-streaming-destination', { region, 'table-name': name, 'stream-arn': arn }),
    onlyWhile: {
      read: aws('dynamodb', 'describe-kinesis-streaming-destination', {
        region,
        'table-name': name,
        query: `length(KinesisDataStreamDestinations[?StreamArn==${queryText(arn)} && DestinationStatus!='DISABLED'])`,
        output: 'text',
      }),
      prints: '0',
    },
  };
}
