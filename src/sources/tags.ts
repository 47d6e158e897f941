import { GetResourcesCommand, type ResourceTagMapping } from '@aws-sdk/client-resource-groups-tagging-api';
import type { Fact } from '../model/fact.ts';
import type { Tags } from '../model/table.ts';
import { required, sortedRecord } from './answer.ts';
import { list } from './ask.ts';
import type { Connection } from './connection.ts';

/** The tagging API's own limit. */
const PAGE = 100;

/** Table ARN → tags. AWS leaves out what was never tagged: a table that is not in the map has no tags. */
export function collectTags(connection: Connection): Promise<Fact<ReadonlyMap<string, Tags>>> {
  return list(
    connection,
    'tag:GetResources',
    {
      send: (PaginationToken) =>
        connection.tagging.send(
          new GetResourcesCommand({ ResourceTypeFilters: ['dynamodb:table'], ResourcesPerPage: PAGE, PaginationToken }),
        ),
      page: (output) => ({ items: output.ResourceTagMappingList, next: output.PaginationToken }),
    },
    (resources) =>
      new Map(resources.map((resource) => [required(resource.ResourceARN, 'ResourceARN'), tagsOf(resource)])),
  );
}

function tagsOf(resource: ResourceTagMapping): Tags {
  return sortedRecord(
    Object.fromEntries((resource.Tags ?? []).map((tag) => [required(tag.Key, 'Tags.Key'), tag.Value ?? ''])),
  );
}
