import type { Scope } from '../model/inventory.ts';
import type { Attributes } from './attributes.ts';
import type { Edit, PlacedEdit, PlanTarget } from './change.ts';
import type { Touched } from './touched.ts';

export interface TerraformContext {
  readonly address: string;
  readonly place: Scope;
  readonly isNew: boolean;
  /** The block `default_tags` of the provider, its map `tags` empty where there is none; undefined where it is not told. */
  readonly defaultTags: Attributes | undefined;
  /** The plan that `plan_id` names. */
  readonly planTarget: (attributes: Attributes) => PlanTarget;
}

/** How one type of resource is read: what it is after the change, and what goes with it. */
export interface TerraformResource {
  /** What it may touch where it cannot be read. */
  readonly touches: readonly Touched[];
  readonly put: (after: Attributes, context: TerraformContext, before: Attributes | undefined) => readonly Edit[];
  readonly gone: (before: Attributes, context: TerraformContext) => readonly Edit[];
  /** What comes to be in other Regions, and what goes there; `after` is absent where the resource goes. */
  readonly elsewhere?: (
    before: Attributes | undefined,
    after: Attributes | undefined,
    context: TerraformContext,
  ) => readonly Required<PlacedEdit>[];
}
