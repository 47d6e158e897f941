import type { Unknown } from '../model/fact.ts';
import type { Scope } from '../model/inventory.ts';
import type { Tags } from '../model/table.ts';
import type { Attributes } from './attributes.ts';
import type { PlacedEdit } from './change.ts';
import type { Later } from './value.ts';

export interface TemplateContext {
  readonly logicalId: string;
  readonly type: string;
  /** The id that the resource has in the deployed stack. */
  readonly physicalId?: string;
  readonly target: Scope;
  /** Tags of the stack, which its resources have, too; absent: not known. */
  readonly stackTags?: Tags;
  /** A name that CloudFormation makes up where the template does not give it. */
  readonly name: (key: string) => string | Later;
  /** Why a text is not what it seems, where it holds the name of a place that only stands for another one. */
  readonly standsFor: (text: string) => Unknown | undefined;
  /** Says what is left out, and why. */
  readonly note: (text: string) => void;
}

export interface TemplateEdit extends PlacedEdit {
  /** It may be in any Region of the account. */
  readonly anyRegion?: boolean;
}

export type TemplateResourceReader = (properties: Attributes, context: TemplateContext) => readonly TemplateEdit[];
