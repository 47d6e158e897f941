import { needText, textMap, texts } from '../../input.ts';
import { type Call, type Operation, reads, route, writes } from '../../operation.ts';
import { paginate } from '../../page.ts';
import { notFound } from './lookup.ts';

export const TAG_OPERATIONS = {
  ListTags: {
    ...reads(listTags),
    http: route('GET /tags/{ResourceArn}', { nextToken: 'NextToken', maxResults: 'MaxResults' }),
  },
  TagResource: { ...writes(tagResource), http: route('POST /tags/{ResourceArn}') },
  UntagResource: { ...writes(untagResource), http: route('POST /untag/{ResourceArn}') },
} satisfies Record<string, Operation>;

function listTags(call: Call): object {
  const { items, next } = paginate(call, Object.entries(tagsOf(call).tags));
  return { Tags: Object.fromEntries(items), NextToken: next };
}

function tagResource(call: Call): object {
  const { arn, tags } = tagsOf(call);
  call.region.tags.set(arn, { ...tags, ...textMap(call.input, 'Tags') });
  return {};
}

function untagResource(call: Call): object {
  const { arn, tags } = tagsOf(call);
  const gone = new Set(texts(call.input, 'TagKeyList') ?? []);
  call.region.tags.set(arn, Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key))));
  return {};
}

function tagsOf(call: Call): { arn: string; tags: Record<string, string> } {
  const arn = needText(call.input, 'ResourceArn');
  const tags = call.region.tags.get(arn);
  if (tags) return { arn, tags };
  if (!exists(call, arn)) throw notFound(`Resource ${arn} not found`);
  return { arn, tags: {} };
}

function exists({ region }: Call, arn: string): boolean {
  return (
    [...region.plans.values()].some((plan) => plan.BackupPlanArn === arn) ||
    [...region.restoreTestingPlans.values()].some((plan) => plan.RestoreTestingPlanArn === arn) ||
    [...region.vaults.values()].some((vault) => vault.BackupVaultArn === arn || vault.points.byArn.has(arn))
  );
}
