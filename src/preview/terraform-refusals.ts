import type { Refusal } from '../constraints/constraint.ts';
import type { NamedKind } from '../constraints/new-name.ts';
import { refusals } from '../constraints/refusals.ts';
import { requested } from '../constraints/requested.ts';
import { unknown } from '../model/fact.ts';
import { type Attributes, settled } from './attributes.ts';
import type { Action, Edit, ResourceChange } from './change.ts';
import type { Place } from './place.ts';
import { mayBeAccepted } from './refused.ts';
import { TERRAFORM_DELETIONS, TERRAFORM_SENT } from './terraform-sent.ts';
import { undecidedEdit } from './undecided-edit.ts';

/** What a resource takes away, or puts, and why AWS refuses that. */
interface Half {
  readonly edits: readonly Edit[];
  readonly refusals: readonly Refusal[];
}

/** Terraform replaces in two steps, of which AWS may refuse either. */
export interface Halves {
  readonly gone: Half;
  readonly put: Half;
  /** `create_before_destroy`. */
  readonly createsFirst: boolean;
}

type Refused = Pick<ResourceChange, 'refusals' | 'restsOn' | 'whenRefused'>;

/** Why AWS refuses what a resource puts, or may. */
export function refusalsOfPut(
  type: string,
  action: Action,
  { account, region }: Place,
  after: Attributes | undefined,
  before: Attributes | undefined,
): readonly Refusal[] {
  const ask = Object.hasOwn(TERRAFORM_SENT, type) ? TERRAFORM_SENT[type] : undefined;
  if (!ask || !after || action === 'none') return [];
  const forNew = action === 'create' || action === 'replace';
  const circumstances = {
    forNew,
    through: 'terraform' as const,
    account: requested(account),
    region: requested(region),
  };
  const found = settled('the Terraform plan', () => ask(after, circumstances, before));
  return found.known ? found.value : [];
}

const NAMED: Readonly<Record<string, NamedKind>> = {
  aws_dynamodb_table: 'table',
  aws_backup_vault: 'vault',
  aws_backup_logically_air_gapped_vault: 'vault',
};

/** Why AWS refuses what is made before its predecessor goes, and has the name of that. */
export function refusalsOfTwin(type: string, before: Attributes, after: Attributes): readonly Refusal[] {
  const kind = Object.hasOwn(NAMED, type) ? NAMED[type] : undefined;
  const [name, other] = [after, before].map((each) => settled('the Terraform plan', () => each.text('name')));
  if (kind === undefined || !name?.known || !other?.known || name.value === undefined) return [];
  if (name.value !== other.value) return [];
  return refusals('new-name', { taken: { kind, name: name.value } }, { forNew: true, through: 'terraform' });
}

/** Why AWS refuses that a resource goes. */
export function refusalsOfGone(type: string, before: Attributes): readonly Refusal[] {
  return (Object.hasOwn(TERRAFORM_DELETIONS, type) ? TERRAFORM_DELETIONS[type]?.(before) : undefined) ?? [];
}

/** Of the statement of a resource that stays in its place. */
export function refusedHere({ gone, put, createsFirst }: Halves): Refused {
  const second = isSure(gone) && !isSure(put) ? put.edits : [];
  const first = isSure(gone) ? [] : gone.edits;
  return { ...given([...gone.refusals, ...put.refusals]), ...anyway(createsFirst ? second : first) };
}

/** Of the two statements of a resource that is replaced by one in another place. */
export function refusedMoving({ gone, put, createsFirst }: Halves, address: string): readonly [Refused, Refused] {
  return [
    {
      ...given(gone.refusals),
      ...(createsFirst && isSure(put) ? { restsOn: address } : {}),
      ...anyway(createsFirst || isSure(gone) ? [] : gone.edits),
    },
    { ...given(put.refusals), ...(!createsFirst && isSure(gone) ? { restsOn: address } : {}) },
  ];
}

/** Of what the resource does in other Regions: what becomes of that where AWS refuses the resource is open. */
export function refusedElsewhere({ gone, put }: Halves, address: string, edit: Edit): Refused {
  const why = unknown('not-collected', `${address} goes there, too, and AWS refuses it, or may`);
  const refused = gone.refusals.length + put.refusals.length > 0;
  return { ...(refused ? { restsOn: address } : {}), whenRefused: [undecidedEdit(edit, why)] };
}

function isSure({ refusals }: Half): boolean {
  return refusals.some((refusal) => !mayBeAccepted(refusal));
}

function given(refusals: readonly Refusal[]): Refused {
  return refusals.length > 0 ? { refusals } : {};
}

function anyway(edits: readonly Edit[]): Refused {
  return edits.length > 0 ? { whenRefused: edits } : {};
}
