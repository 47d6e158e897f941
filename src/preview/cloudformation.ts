import { type Unknown, unknown } from '../model/fact.ts';
import type { Change, Edit, MayDrop, ResourceChange } from './change.ts';
import { type Place, placeIn, type Target } from './place.ts';
import { placeholderName } from './placeholder-name.ts';
import type { SideSettings } from './side-settings.ts';
import type { ParameterValues } from './template-parameters.ts';
import { type TemplateResource, TemplateSide } from './template-side.ts';
import { statementsOf } from './template-statements.ts';
import { readTemplateText } from './template-text.ts';
import { type TemplateTree, treeOf } from './template-tree.ts';
import { Later, memberOf } from './value.ts';

export interface TemplateSettings {
  /** Where the stack is, or will be. */
  readonly target: Target;
  /** Values of parameters, of `AWS::StackName` too; absent ones have their defaults. */
  readonly parameters?: ParameterValues;
  /** The stack that was named, and why nothing is known of it. */
  readonly unknownStack?: { readonly name: string; readonly why: Unknown };
  readonly app?: AppSettings;
}

/** What is known of a template that belongs to an app: more than the template says. `stackTags`: given when it is deployed. */
export type AppSettings = Pick<SideSettings, 'label' | 'nested' | 'imported' | 'stackTags'>;

/**
 * What a template says of the resources that Holdfast judges, where nothing is known of its stack. A setting that it leaves
 * out has CloudFormation's default. Throws `UserError` when the text is no template.
 */
export function readTemplate(file: string, text: string, settings: TemplateSettings): Change {
  const { target, parameters = new Map(), unknownStack, app } = settings;
  const template = readTemplateText(file, text);
  const side = new TemplateSide(template, {
    target,
    parameters,
    ...app,
    ...(unknownStack ? { stackName: unknownStack.name } : {}),
  });
  const tree = treeOf({ template: { file, text }, root: template.root, side });
  const owned = `what the deployed stack of ${file} has, and the template has not, or has under another name, is not known; --stack NAME tells it`;
  return {
    sources: [file],
    rollsBack: true,
    ...ofUnknownStack(tree, target, unknownStack?.why ?? unknown('not-collected', owned)),
    ...(tree.incomplete ? { incomplete: tree.incomplete } : {}),
  };
}

/** Resources of a stack of which nothing is known: each may be there. */
export function ofUnknownStack(
  { resources, notes, incomplete }: TemplateTree,
  target: Target,
  why: Unknown,
): Required<Pick<Change, 'resources' | 'notes' | 'mayDrop'>> {
  const changes = resources.flatMap((resource) => statementsOf(resource, target));
  return {
    resources: changes.map((change) => ({ ...change, edits: change.edits.map(withTagsOfOthers) })),
    notes: [...new Set([...notes, ...(incomplete ? [incomplete.detail] : []), ...namelessNotes(changes)])],
    mayDrop: mayDrop(placeIn(target), resources, why),
  };
}

/** Of tables whose names are not known: whatever is asked by name is not asked of them. */
export function namelessNotes(changes: readonly ResourceChange[]): readonly string[] {
  return changes.flatMap(({ address, edits }) =>
    edits.some(isNameless(address))
      ? [`the name of ${address} is known after deployment: it is taken for a table that is made new`]
      : [],
  );
}

function isNameless(address: string): (edit: Edit) => boolean {
  return (edit) => edit.kind === 'table' && edit.table.name === placeholderName(address);
}

/** Tags that a live table has, and the template has not, may be those of its stack, or of others who keep them. */
function withTagsOfOthers(edit: Edit): Edit {
  return edit.kind === 'table' ? { kind: 'table', table: { ...edit.table, formerTags: [] } } : edit;
}

function mayDrop(place: Place, resources: readonly TemplateResource[], why: Unknown): MayDrop {
  const nameless = resources.filter(({ address, edits }) => edits.some(({ edit }) => isNameless(address)(edit)));
  const named = nameless.flatMap(({ logicalId, properties }) => {
    const given = memberOf(properties, 'TableName');
    return given instanceof Later ? [] : [logicalId];
  });
  return { place, tables: named.length < nameless.length ? 'any' : named, why };
}
