import { unknown } from '../model/fact.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { AssignmentStyle } from './arn-pattern.ts';
import { maybe, no, type Truth, type Yes, yes } from './truth.ts';

/** The name of the service in `DescribeRegionSettings`. */
const SERVICE = 'DynamoDB';

/**
 * Is DynamoDB opted in, for one plan? The Region's own setting counts, except for plans of an organization's backup
 * policies (`orgs/…`): there the management account's opt-in overrides the member's (Backup developer guide,
 * service-opt-in), which a member cannot read.
 */
export function optInFor(
  { settings: own, managementSettings }: Pick<RegionInventory, 'settings' | 'managementSettings'>,
  planId: string,
): Truth {
  const isOfOrganization = planId.startsWith('orgs/');
  const settings = isOfOrganization ? managementSettings : own;
  if (!settings) {
    return maybe(
      'the opt-in of the management account',
      unknown(
        'not-collected',
        `plan ${planId} comes from an organization, whose management account's opt-in overrides the Region's; it cannot be read from a member account`,
      ),
    );
  }
  if (!settings.known) return maybe('the opt-in of the Region', settings);
  const optedIn = Object.hasOwn(settings.value.optIn, SERVICE) ? settings.value.optIn[SERVICE] : undefined;
  if (optedIn === undefined) {
    return maybe(
      'the opt-in of the Region',
      unknown('undocumented', `the Region's settings do not name ${SERVICE}, so whether it is opted in is not said`),
    );
  }
  return optedIn ? yes(`${SERVICE} is opted in`) : no(`${SERVICE} is opted out of AWS Backup in this Region`);
}

const UNCLEAR_STYLE = unknown(
  'undocumented',
  'DynamoDB is opted out in this Region, and AWS does not document whether a pattern of this form honours that; one that names the resource type, arn:PARTITION:dynamodb:*:*:table/*, would settle it',
);

const TAGS_BESIDE_TYPE = unknown(
  'undocumented',
  'DynamoDB is opted out in this Region; AWS documents that tags alone honour that and that a resource type beside them does not, but not what holds for a type that only the tags select',
);

const REGARDLESS: readonly string[] = [
  'DynamoDB is opted out in this Region; the clause names the resource type and is backed up regardless',
];

/** A clause that names the table, with the opt-in applied as its style asks. */
export function withOptIn(named: Yes, style: AssignmentStyle, optIn: Truth): Truth {
  if (optIn.holds === 'yes') return named;
  if (style === 'resource-type') {
    return optIn.holds === 'no' ? yes(named.clause, [...named.notes, ...REGARDLESS]) : named;
  }
  if (optIn.holds === 'maybe') return maybe(named.clause, optIn.why, named.notes);
  if (style === 'unclear') return maybe(named.clause, UNCLEAR_STYLE, named.notes);
  return no(`${named.clause}, but ${optIn.clause}, and the clause honours that`, named.notes);
}

/**
 * A matching tag of `ListOfTags`, with the opt-in applied: tags alone honour it. Beside a resource type the opt-in is
 * said to be disregarded (API reference, UpdateRegionSettings); for types that are not the ones named, nothing is said.
 */
export function tagWithOptIn(tag: Truth, besideResourceType: boolean, optIn: Truth): Truth {
  if (tag.holds === 'no' || optIn.holds === 'yes') return tag;
  if (optIn.holds === 'maybe') return tag.holds === 'maybe' ? tag : maybe(tag.clause, optIn.why, tag.notes);
  if (!besideResourceType) return no(`${tag.clause}, but ${optIn.clause}, and tags honour that`, tag.notes);
  return tag.holds === 'maybe' ? tag : maybe(tag.clause, TAGS_BESIDE_TYPE, tag.notes);
}
