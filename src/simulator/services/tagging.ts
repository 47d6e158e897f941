import { ServiceError } from '../error.ts';
import { inners, integer, needText, texts } from '../input.ts';
import { type Call, JSON_ERRORS, reads, type Service } from '../operation.ts';
import { paginate } from '../page.ts';
import type { Region, Tags } from '../state.ts';

export const TAGGING: Service = {
  scope: 'tagging',
  actions: 'tag',
  eventSource: 'tagging.amazonaws.com',
  errors: {
    ...JSON_ERRORS,
    invalid: 'InvalidParameterException',
    missing: 'InvalidParameterException',
    throttled: 'ThrottledException',
    unavailable: 'InternalServiceException',
  },
  operations: { GetResources: reads(getResources) },
};

interface Tagged {
  readonly arn: string;
  readonly tags: Tags;
}

/**
 * Resources that have, or once had, tags; the simulator knows only those that have.
 * Source: Resource Groups Tagging API reference, GetResources.
 */
function getResources(call: Call): object {
  const { input, region } = call;
  const types = texts(input, 'ResourceTypeFilters') ?? [];
  const arns = texts(input, 'ResourceARNList') ?? [];
  const filters = (inners(input, 'TagFilters') ?? []).map((filter) => ({
    key: needText(filter, 'Key'),
    values: texts(filter, 'Values') ?? [],
  }));
  if (arns.length > 0 && (types.length > 0 || filters.length > 0)) {
    throw new ServiceError('InvalidParameterException', 'ResourceARNList cannot be combined with other filters');
  }
  const size = integer(input, 'ResourcesPerPage') ?? 50;
  const { items, next } = paginate(call, taggedResources(region), {
    limit: 'ResourcesPerPage',
    token: 'PaginationToken',
    size,
    max: 100,
    badToken: 'PaginationTokenExpiredException',
    matches: ({ arn, tags }) =>
      Object.keys(tags).length > 0 &&
      (types.length === 0 || types.some((type) => isOfType(arn, type))) &&
      (arns.length === 0 || arns.includes(arn)) &&
      filters.every(({ key, values }) => {
        const value = tags[key];
        return value !== undefined && (values.length === 0 || values.includes(value));
      }),
  });
  return {
    ResourceTagMappingList: items.map(({ arn, tags }) => ({
      ResourceARN: arn,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    })),
    // AWS answers an empty token on the last page.
    PaginationToken: next ?? '',
  };
}

function taggedResources(region: Region): readonly Tagged[] {
  return [
    ...[...region.tables.values()].map((table) => ({ arn: table.arn, tags: table.tags })),
    ...[...region.keys.values()].map((key) => ({ arn: key.Arn, tags: key.tags })),
    ...[...region.tags].map(([arn, tags]) => ({ arn, tags })),
  ];
}

/** `dynamodb`, `dynamodb:table` */
function isOfType(arn: string, type: string): boolean {
  const [service, kind] = type.split(':');
  const [, , arnService, , , ...rest] = arn.split(':');
  if (service !== arnService) return false;
  return kind === undefined || rest.join(':').split(/[/:]/)[0] === kind;
}
