import {
  DescribeContributorInsightsCommand,
  DescribeKinesisStreamingDestinationCommand,
} from '@aws-sdk/client-dynamodb';
import type { UnlistedSettings } from '../model/table.ts';
import { required, sortedTexts } from './answer.ts';
import { ask } from './ask.ts';
import type { Connection } from './connection.ts';

/** Destinations that changes go to, or are about to. Source: DynamoDB API, KinesisDataStreamDestination. */
const STREAMING = new Set(['ACTIVE', 'ENABLING', 'UPDATING']);

export async function collectUnlisted(connection: Connection, TableName: string): Promise<UnlistedSettings> {
  const [kinesisStreams, contributorInsights] = await Promise.all([
    ask(
      connection,
      'dynamodb:DescribeKinesisStreamingDestination',
      () => connection.dynamoDb.send(new DescribeKinesisStreamingDestinationCommand({ TableName })),
      (output) =>
        sortedTexts(
          (output.KinesisDataStreamDestinations ?? [])
            .filter(({ DestinationStatus }) => STREAMING.has(required(DestinationStatus, 'DestinationStatus')))
            .map(({ StreamArn }) => required(StreamArn, 'StreamArn')),
        ),
    ),
    ask(
      connection,
      'dynamodb:DescribeContributorInsights',
      () => connection.dynamoDb.send(new DescribeContributorInsightsCommand({ TableName })),
      (output) => required(output.ContributorInsightsStatus, 'ContributorInsightsStatus').startsWith('ENABL'),
    ),
  ]);
  return { kinesisStreams, contributorInsights };
}
