import type { Unknown } from '../model/fact.ts';
import type { NestedSide } from './nested-sides.ts';
import { unseenByMacros } from './template-macros.ts';
import type { TemplateResource, TemplateSide } from './template-side.ts';

/** A template with those of its nested stacks, as far as they are known. */
export interface TemplateTree {
  readonly resources: readonly TemplateResource[];
  readonly files: readonly string[];
  readonly notes: readonly string[];
  readonly incomplete?: Unknown;
}

/** The resources of a template; nested stacks of which the templates are known are replaced by what they make. */
export function treeOf({ template, root, side }: NestedSide<TemplateSide>): TemplateTree {
  return treeWith({ template, root, side }, side.resources());
}

/** As `treeOf`, for some resources of the template. */
export function treeWith(
  { template, root, side }: NestedSide<TemplateSide>,
  own: readonly TemplateResource[],
): TemplateTree {
  const trees = own.flatMap((resource) => {
    const nested = side.nested(resource.logicalId);
    return nested ? [nestedTree(nested, resource)] : [];
  });
  const incomplete = unseenByMacros(template.file, root) ?? trees.flatMap((tree) => tree.incomplete ?? [])[0];
  return {
    resources: [
      ...own.filter(({ logicalId }) => side.nested(logicalId) === undefined),
      ...trees.flatMap(({ resources }) => resources),
    ],
    files: [template.file, ...trees.flatMap(({ files }) => files)],
    notes: [...side.notes, ...trees.flatMap(({ notes }) => notes)],
    ...(incomplete ? { incomplete } : {}),
  };
}

/** Whether a nested stack is there decides for all of it. */
function nestedTree(nested: NestedSide<TemplateSide>, { exists }: TemplateResource): TemplateTree {
  const tree = treeOf(nested);
  if (exists === true) return tree;
  return { ...tree, resources: tree.resources.map((each) => ({ ...each, exists })) };
}
