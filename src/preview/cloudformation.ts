import { type Unknown, unknown } from '../model/fact.ts';
import type { Scope } from '../model/inventory.ts';
import type { Change, Edit, MayDrop, ResourceChange } from './change.ts';
import type { TemplateEdit } from './cloudformation-resources.ts';
import { templateRefusals } from './cloudformation-sent.ts';
import { type Place, placeAt } from './place.ts';
import { standInName } from './stand-in.ts';
import { unseenByMacros } from './template-macros.ts';
import type { ParameterValues } from './template-parameters.ts';
import { type TemplateResource, TemplateSide } from './template-side.ts';
import { readTemplateText } from './template-text.ts';
import type { TypeRow } from './type-rows.ts';
import { undecidedEdit } from './undecided-edit.ts';
import { Later, memberOf } from './value.ts';

export interface TemplateSettings {
  /** Where the stack is, or will be. */
  readonly home: Scope;
  /** Values of parameters, of `AWS::StackName` too; absent ones have their defaults. */
  readonly parameters?: ParameterValues;
}

/**
 * What a template says of the resources that Holdfast judges, where nothing is known of its stack. A setting that it leaves
 * out has CloudFormation's default. Throws `UserError` when the text is no template.
 */
export function readTemplate(file: string, text: string, { home, parameters = new Map() }: TemplateSettings): Change {
  const template = readTemplateText(file, text);
  const side = new TemplateSide(template, { home, parameters });
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
    mayDrop: mayDrop(file, home, resources),
  };
}

/** One statement a Region: a global table stands in several. */
function statementsOf(
  { logicalId, type, at, exists, edits, where, properties }: TemplateResource,
  home: Scope,
): readonly ResourceChange[] {
  const { account, region: stackRegion } = home;
  // What may be there already is not asked for what only new things must be.
  const circumstances = { forNew: false, through: 'cloudformation', account, region: stackRegion } as const;
  const refusals = exists === true ? templateRefusals(type, properties, circumstances) : [];
  const refused = refusals.length > 0 ? { refusals } : {};
  const statement = (place: Place, made: readonly TemplateEdit[]): ResourceChange => ({
    address: logicalId,
    type,
    action: 'update',
    at,
    place,
    edits: made.map(({ edit }) => perhaps(edit, logicalId, exists)),
  });
  const [anywhere, placed] = [edits.filter(({ anyRegion }) => anyRegion), edits.filter(({ anyRegion }) => !anyRegion)];
  const regionOf = ({ region = home.region }: TemplateEdit) => region;
  const [first, ...others] = [
    ...[...new Set(placed.map(regionOf))].map((region) =>
      statement(
        widened(placeAt({ ...home, region }), where, logicalId),
        placed.filter((each) => regionOf(each) === region),
      ),
    ),
    ...(anywhere.length > 0 ? [statement(widened(placeAt(home), 'account', logicalId), anywhere)] : []),
  ];
  return first ? [{ ...first, ...refused }, ...others] : [];
}

function perhaps(edit: Edit, logicalId: string, exists: true | Later): Edit {
  return exists === true ? edit : undecidedEdit(edit, unknown('not-collected', `${logicalId}: ${exists.why}`));
}

/** What is not read may touch the whole account, or others. */
function widened(place: Place, where: TypeRow['where'], logicalId: string): Place {
  if (where === 'place') return place;
  const why: Unknown = unknown('not-collected', `where ${logicalId} does what it does is not in the template`);
  return { partition: place.partition, account: where === 'account' ? place.account : why, region: why };
}

function isNameless(address: string): (edit: Edit) => boolean {
  return (edit) => edit.kind === 'table' && edit.table.name === standInName(address);
}

/** Tags that a live table has, and the template has not, may be those of its stack, or of others who keep them. */
function withTagsOfOthers(edit: Edit): Edit {
  return edit.kind === 'table' ? { kind: 'table', table: { ...edit.table, formerTags: [] } } : edit;
}

function mayDrop(file: string, home: Scope, resources: readonly TemplateResource[]): MayDrop {
  const nameless = resources.filter(({ logicalId, edits }) => edits.some(({ edit }) => isNameless(logicalId)(edit)));
  const named = nameless.flatMap(({ logicalId, properties }) => {
    const given = memberOf(properties, 'TableName');
    return given instanceof Later ? [] : [logicalId];
  });
  return {
    place: home,
    tables: named.length < nameless.length ? 'any' : named,
    why: unknown(
      'not-collected',
      `what the deployed stack of ${file} has, and the template has not, or has under another name, is not known; --stack NAME, a change set or the folder of cdk synth tells it`,
    ),
  };
}
