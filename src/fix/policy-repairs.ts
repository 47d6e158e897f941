import { compareResourcePolicies } from '../controls/restored/resource-policy.ts';
import type { EstateTable } from '../estate/estate.ts';
import { known, mapFact } from '../model/fact.ts';
import { isObject } from '../model/json.ts';
import { aws } from './command.ts';
import { repairIdentities } from './identity-repairs.ts';
import { joined, NO_REPAIR, type Repair, remark, repairWith } from './part.ts';
import { parsedObject, renamedArns } from './rename.ts';
import { fromSource, type RepairOrUnknown, type RestoredPair } from './restored-pair.ts';
import { compactJson } from './shell.ts';

export function repairPolicies(pair: RestoredPair): RepairOrUnknown {
  return fromSource(
    pair,
    (source) => known(source, ''),
    (source) => {
      const resource = repairResourcePolicy(pair.own, source);
      const identities = mapFact(pair.identityPolicies, (policies) => repairIdentities(pair.own, source, policies));
      return joined([
        'known' in resource ? remark(`not known: ${resource.detail}, so the resource policy is not written`) : resource,
        identities.known
          ? identities.value
          : remark(`not known: ${identities.detail}, so no identity policy is proposed`),
      ]);
    },
  );
}

function repairResourcePolicy(own: EstateTable, source: EstateTable): RepairOrUnknown {
  const [ownPolicy, sourcePolicy] = [own.record.resourcePolicy, source.record.resourcePolicy];
  if (!ownPolicy.known) return ownPolicy;
  if (!sourcePolicy.known) return sourcePolicy;
  const difference = compareResourcePolicies(
    { ...own.record, policy: ownPolicy.value },
    { ...source.record, policy: sourcePolicy.value },
  );
  if (!difference.known) return difference;
  const { missing, added } = difference.value;
  if (missing.length === 0 && added.length === 0) return NO_REPAIR;
  if (sourcePolicy.value === null) return withoutPolicy(own, added);
  const document = renamedDocument(sourcePolicy.value, source, own);
  if (!document) return remark('not known: what the source’s resource policy says, so not written');
  const repair = repairWith(
    { kind: 'resource-policy', document },
    'the source’s resource policy, its ARNs rewritten; a principal that is gone makes AWS refuse it',
  );
  // Writing it would take away what only this table's policy says.
  if (added.length === 0) return repair;
  return {
    ...NO_REPAIR,
    proposals: proposed(document, own),
    notes: [`would take away from this table’s own policy: ${added.join('; ')}; so it is not run`],
  };
}

function renamedDocument(policy: string, source: EstateTable, own: EstateTable) {
  const parsed = parsedObject(policy);
  const document = parsed && renamedArns(parsed, source.arn, own.arn);
  return isObject(document) ? document : undefined;
}

function proposed(document: object, own: EstateTable): Repair['proposals'] {
  return [
    {
      call: aws('dynamodb', 'put-resource-policy', {
        region: own.region,
        'resource-arn': own.arn,
        policy: compactJson(document),
      }),
      proposed: true,
    },
  ];
}

function withoutPolicy(own: EstateTable, added: readonly string[]): Repair {
  return {
    ...NO_REPAIR,
    proposals: [
      {
        call: aws('dynamodb', 'delete-resource-policy', { region: own.region, 'resource-arn': own.arn }),
        proposed: true,
      },
    ],
    notes: [
      `the source has no resource policy; deleting this table’s takes away ${added.join('; ')}, so it is not run`,
    ],
  };
}
