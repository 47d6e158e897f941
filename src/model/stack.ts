import type { Fact } from './fact.ts';
import type { Tags } from './table.ts';

/** A resource of a stack that is deployed. Source: cloudformation `ListStackResources`. */
export interface StackResource {
  readonly logicalId: string;
  /** Absent: it was never made. */
  readonly physicalId?: string;
  readonly type: string;
  readonly status: string;
}

/** A stack that is deployed. Source: cloudformation `DescribeStacks`, `ListStackResources`, `GetTemplate`. */
export interface DeployedStack {
  readonly id: string;
  readonly status: string;
  /** As they are shown: values of `NoEcho` parameters are asterisks. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Tags;
  /** The template after transforms. */
  readonly template: string;
  readonly resources: readonly StackResource[];
}

/** A stack as the user names it. */
export interface NamedStack {
  readonly name: string;
  /** Said to be made by the template: that there is none is no slip of the pen. */
  readonly isNew: boolean;
}

/** What was asked of a stack by its name; null: there is none. */
export interface StackRecord {
  readonly name: string;
  readonly stack: Fact<DeployedStack | null>;
}
