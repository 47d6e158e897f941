import type { Tags } from '../model/table.ts';
import type { NestedTemplates } from './nested-sides.ts';
import type { Target } from './place.ts';
import type { ParameterValues } from './template-parameters.ts';
import type { Value } from './value.ts';

/** What a template is read with. */
export interface SideSettings {
  /** Where the stack is, or will be. */
  readonly target: Target;
  readonly parameters: ParameterValues;
  /** What the deployed stack has, where it is known. */
  readonly previous?: Readonly<Record<string, string>>;
  readonly stackName?: string;
  readonly stackId?: string;
  readonly stackTags?: Tags;
  /** Given: stands before logical ids, where templates of several stacks are of one change. */
  readonly label?: string;
  /** Templates of nested stacks; absent: none is read. */
  readonly nested?: NestedTemplates;
  /** What other stacks export. */
  readonly imported?: (name: string) => Value | undefined;
  /** Ids of the resources that the deployed stack has, by logical id and type. */
  readonly physicalIds?: ReadonlyMap<string, string>;
}
