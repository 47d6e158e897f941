import type { Inventory, Scope } from '../model/inventory.ts';

/** A live table that CloudFormation made, by the tags that it gave. Source: CloudFormation User Guide, aws-properties-resource-tags. */
export interface DeployedTable {
  readonly name: string;
  readonly logicalId: string;
  readonly stackName: string;
}

/** The tables of one account and Region that stacks made. */
export function deployedTables({ regions }: Inventory, home: Scope): readonly DeployedTable[] {
  const here = regions.filter(({ account, region }) => account === home.account && region === home.region);
  return here.flatMap(({ tables }) =>
    (tables.known ? tables.value : []).flatMap(({ name, tags }) => {
      const logicalId = tags.known ? tags.value['aws:cloudformation:logical-id'] : undefined;
      const stackName = tags.known ? tags.value['aws:cloudformation:stack-name'] : undefined;
      return logicalId === undefined || stackName === undefined ? [] : [{ name, logicalId, stackName }];
    }),
  );
}

/** A table of a template, with its name where the template gives one. */
export interface TemplateTable {
  readonly logicalId: string;
  readonly name: string | undefined;
}

/** A live table of which a template leaves open what becomes of it. */
export interface OpenTable {
  readonly live: DeployedTable;
  readonly why: string;
}

/**
 * The tables of the stack that a template is for: the one that is named, or else the only one that has a table of the
 * template, by name and logical id. Where none has, a table without a name may still be told by its logical id.
 */
export class DeployedStack {
  readonly #all: readonly DeployedTable[];
  readonly #stackName: string | undefined;

  constructor(all: readonly DeployedTable[], template: readonly TemplateTable[], stackName: string | undefined) {
    this.#all = all;
    const sharing = all.filter((live) => template.some((table) => table.name !== undefined && isOf(live)(table)));
    this.#stackName = stackName ?? only(new Set(sharing.map((live) => live.stackName)));
  }

  /** Undefined where it is not told. */
  get stackName(): string | undefined {
    return this.#stackName;
  }

  /** Whether the stack is known to be there: its parameters then have values, which a deployment may keep. */
  get exists(): boolean {
    return this.#all.some((live) => live.stackName === this.#stackName);
  }

  /** The live table of a resource. A logical id that several tables carry belongs to several stacks, and tells nothing. */
  nameOf(logicalId: string): string | undefined {
    return only(new Set(this.#candidates(logicalId).map(({ name }) => name)));
  }

  /** What becomes of these tables when the template is deployed is not in it. */
  openAfter(template: readonly TemplateTable[], file: string): readonly OpenTable[] {
    const left = this.#all.filter((live) => live.stackName === this.#stackName && !template.some(isOf(live)));
    const nameless = template.filter(({ logicalId, name }) => (name ?? this.nameOf(logicalId)) === undefined);
    return [
      ...left.map((live) => ({
        live,
        why: `stack ${live.stackName} has it as ${live.logicalId}, and ${file} has not: the policies of the deployed template say whether it is deleted, as it is without one, or kept`,
      })),
      ...nameless.flatMap(({ logicalId }) =>
        this.#candidates(logicalId).map((live) => ({
          live,
          why: `several stacks have a table ${logicalId}, and which of them ${file} is for is not known; --parameters AWS::StackName=NAME tells it`,
        })),
      ),
    ];
  }

  #candidates(logicalId: string): readonly DeployedTable[] {
    return this.#all.filter(
      (live) => live.logicalId === logicalId && (this.#stackName ?? live.stackName) === live.stackName,
    );
  }
}

function isOf(live: DeployedTable): (table: TemplateTable) => boolean {
  return ({ logicalId, name }) => logicalId === live.logicalId && (name ?? live.name) === live.name;
}

function only<T>(set: ReadonlySet<T>): T | undefined {
  return set.size === 1 ? [...set][0] : undefined;
}
