import { type Unknown, unknown } from '../model/fact.ts';
import type { Scope } from '../model/inventory.ts';
import type { Change, Edit, MayDrop } from './change.ts';
import type { Home } from './place.ts';
import { standInName } from './stand-in.ts';
import { unseenByMacros } from './template-macros.ts';
import type { ParameterValues } from './template-parameters.ts';
import { type TemplateResource, TemplateSide } from './template-side.ts';
import { statementsOf } from './template-statements.ts';
import { readTemplateText } from './template-text.ts';
import { Later, memberOf } from './value.ts';

export interface TemplateSettings {
  /** Where the stack is, or will be. */
  readonly home: Home;
  /** Values of parameters, of `AWS::StackName` too; absent ones have their defaults. */
  readonly parameters?: ParameterValues;
  /** The stack that was named, and why nothing is known of it. */
  readonly unknownStack?: { readonly name: string; readonly why: Unknown };
}

/**
 * What a template says of the resources that Holdfast judges, where nothing is known of its stack. A setting that it leaves
 * out has CloudFormation's default. Throws `UserError` when the text is no template.
 */
export function readTemplate(file: string, text: string, settings: TemplateSettings): Change {
  const { home, parameters = new Map(), unknownStack } = settings;
  const template = readTemplateText(file, text);
  const side = new TemplateSide(template, {
    home,
    parameters,
    ...(unknownStack ? { stackName: unknownStack.name } : {}),
  });
  const resources = side.resources();
  const changes = resources.flatMap((resource) => statementsOf(resource, home));
  const incomplete = unseenByMacros(file, template.root);
  const nameless = changes.flatMap(({ address, edits }) => (edits.some(isNameless(address)) ? [address] : []));
  return {
    sources: [file],
    rollsBack: true,
    resources: changes.map((change) => ({ ...change, edits: change.edits.map(withTagsOfOthers) })),
    notes: [
      ...new Set([
        ...side.notes,
        ...(incomplete ? [incomplete.detail] : []),
        ...nameless.map(
          (address) => `the name of ${address} is known after deployment: it is taken for a table that is made new`,
        ),
      ]),
    ],
    ...(incomplete ? { incomplete } : {}),
    mayDrop: mayDrop(file, home, resources, unknownStack?.why),
  };
}

function isNameless(address: string): (edit: Edit) => boolean {
  return (edit) => edit.kind === 'table' && edit.table.name === standInName(address);
}

/** Tags that a live table has, and the template has not, may be those of its stack, or of others who keep them. */
function withTagsOfOthers(edit: Edit): Edit {
  return edit.kind === 'table' ? { kind: 'table', table: { ...edit.table, formerTags: [] } } : edit;
}

function mayDrop(file: string, home: Scope, resources: readonly TemplateResource[], why?: Unknown): MayDrop {
  const nameless = resources.filter(({ address, edits }) => edits.some(({ edit }) => isNameless(address)(edit)));
  const named = nameless.flatMap(({ logicalId, properties }) => {
    const given = memberOf(properties, 'TableName');
    return given instanceof Later ? [] : [logicalId];
  });
  return {
    place: home,
    tables: named.length < nameless.length ? 'any' : named,
    why:
      why ??
      unknown(
        'not-collected',
        `what the deployed stack of ${file} has, and the template has not, or has under another name, is not known; --stack NAME tells it`,
      ),
  };
}
