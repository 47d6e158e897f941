import type { AthenaPlace } from '../../sources/trail/athena-place.ts';
import type { HistorySource } from '../../sources/trail/history-source.ts';
import { accountWide, type Grant } from './grant.ts';

/**
 * What reading the history takes. A query of Athena reads the logs and writes its result with the rights of whoever asks.
 * Source: Service Authorization Reference, Amazon S3, Amazon Athena and AWS Glue; Athena User Guide, "Control access to
 * Amazon S3 from Athena".
 */
export function historyGrants(
  sources: readonly HistorySource[],
  partitions: readonly string[],
  athena: AthenaPlace,
): readonly Grant[] {
  const arns = (...rests: readonly string[]) =>
    partitions.flatMap((partition) => rests.map((rest) => `arn:${partition}:${rest}`));
  return sources.flatMap((source) => sourceGrants(source, arns, athena));
}

type Arns = (...rests: readonly string[]) => readonly string[];

function sourceGrants(source: HistorySource, arns: Arns, athena: AthenaPlace): readonly Grant[] {
  switch (source.kind) {
    case 'none':
    case 'path':
      return [];
    case 'lookup':
      return [accountWide('cloudtrail:LookupEvents')];
    case 's3':
      return [
        { sid: 'LogBuckets', actions: ['s3:ListBucket'], resources: arns(`s3:::${source.bucket}`) },
        { sid: 'LogFiles', actions: ['s3:GetObject'], resources: arns(`s3:::${source.bucket}/${source.prefix}*`) },
      ];
    case 'athena':
      return [
        { sid: 'Queries', actions: QUERIES, resources: arns(`athena:*:*:workgroup/${athena.workgroup ?? 'primary'}`) },
        {
          sid: 'TableDefinitions',
          actions: ['athena:GetTableMetadata', 'glue:GetDatabase', 'glue:GetPartitions', 'glue:GetTable'],
          resources: arns(
            `athena:*:*:datacatalog/${athena.catalog}`,
            'glue:*:*:catalog',
            `glue:*:*:database/${source.database}`,
            `glue:*:*:table/${source.database}/${source.table}`,
          ),
        },
        ...resultGrants(athena.output, arns),
      ];
  }
}

const QUERIES = [
  'athena:GetQueryExecution',
  'athena:GetQueryResults',
  'athena:StartQueryExecution',
  'athena:StopQueryExecution',
];

function resultGrants(output: string | undefined, arns: Arns): readonly Grant[] {
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(output ?? '') ?? [];
  if (bucket === undefined) return [];
  return [
    { sid: 'ResultBuckets', actions: ['s3:GetBucketLocation', 's3:ListBucket'], resources: arns(`s3:::${bucket}`) },
    {
      sid: 'Results',
      actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
      resources: arns(`s3:::${bucket}/${prefix}*`),
    },
  ];
}
