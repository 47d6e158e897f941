import type { Refusal } from '../constraints/constraint.ts';
import { requested } from '../constraints/requested.ts';
import { type Unknown, unknown } from '../model/fact.ts';
import type { Edit, ResourceChange } from './change.ts';
import type { TemplateEdit } from './cloudformation-resource.ts';
import { templateRefusals } from './cloudformation-sent.ts';
import { type Place, placeIn, type Target } from './place.ts';
import type { TemplateResource } from './template-side.ts';
import type { TypeRow } from './type-rows.ts';
import { undecidedEdit } from './undecided-edit.ts';
import type { Later } from './value.ts';

export interface StatementOptions {
  readonly isNew?: boolean;
  /** Nothing is asked of AWS, which refuses nothing then. */
  readonly isUnchanged?: boolean;
  /** What AWS refuses besides what the resource itself tells. */
  readonly refusals?: readonly Refusal[];
}

/** One statement a Region: a global table stands in several. */
export function statementsOf(
  { address, type, at, exists, edits, where, properties }: TemplateResource,
  target: Target,
  { isNew = false, isUnchanged = false, refusals: further = [] }: StatementOptions = {},
): readonly ResourceChange[] {
  const stack = placeIn(target);
  // What may be there already is not asked for what only new things must be.
  const circumstances = {
    forNew: isNew,
    through: 'cloudformation',
    account: requested(stack.account),
    region: requested(stack.region),
  } as const;
  const isAsked = exists === true && !isUnchanged;
  const refusals = isAsked ? [...templateRefusals(type, properties, circumstances), ...further] : [];
  const refused = refusals.length > 0 ? { refusals } : {};
  const statement = (place: Place, made: readonly TemplateEdit[]): ResourceChange => ({
    address,
    type,
    action: 'update',
    at,
    place,
    edits: made.map(({ edit }) => perhaps(edit, address, exists)),
  });
  const [anywhere, placed] = [edits.filter(({ anyRegion }) => anyRegion), edits.filter(({ anyRegion }) => !anyRegion)];
  const [first, ...others] = [
    ...[...new Set(placed.map(({ region }) => region))].map((region) =>
      statement(
        widened(placeIn(target, region), where, address),
        placed.filter((each) => each.region === region),
      ),
    ),
    ...(anywhere.length > 0 ? [statement(widened(stack, 'account', address), anywhere)] : []),
  ];
  // What makes nothing that is judged is taken back with all else, too, where AWS refuses it.
  if (!first) return refusals.length > 0 ? [{ ...statement(stack, []), ...refused }] : [];
  return [{ ...first, ...refused }, ...others];
}

export function perhaps(edit: Edit, logicalId: string, exists: true | Later): Edit {
  return exists === true ? edit : undecidedEdit(edit, unknown('not-collected', `${logicalId}: ${exists.why}`));
}

/** What is not read may touch the whole account, or others. */
export function widened(place: Place, where: TypeRow['where'], logicalId: string): Place {
  if (where === 'place') return place;
  const why: Unknown = unknown('not-collected', `where ${logicalId} does what it does is not in the template`);
  return { partition: place.partition, account: where === 'account' ? place.account : why, region: why };
}
