import type { Refusal } from '../constraints/constraint.ts';
import { refusals } from '../constraints/refusals.ts';
import { requested } from '../constraints/requested.ts';
import type { TableSide } from '../constraints/table-things.ts';
import { mapFact } from '../model/fact.ts';
import { present } from '../model/present.ts';
import type { TableSettings } from './change.ts';
import type { TemplateEdit } from './cloudformation-resource.ts';
import { notInPlace } from './replacement.ts';
import type { TemplateResource } from './template-side.ts';
import { memberOf } from './value.ts';

const CIRCUMSTANCES = { forNew: false, through: 'cloudformation' } as const;

/** What AWS refuses of a change from one template of a stack to the next, which the next alone does not tell. */
export function changeRefusals(
  now: TemplateResource,
  was: TemplateResource,
  edits: readonly TemplateEdit[],
): readonly Refusal[] {
  const { properties } = notInPlace(now, was);
  if (now.type === 'AWS::KMS::Key') return refusals('key-change', { properties }, CIRCUMSTANCES);
  const refused = refusals('replacement', present({ name: keptName(now, was), properties }), CIRCUMSTANCES);
  // How CloudFormation changes indexes and streams of global tables is not recorded.
  if (refused.length > 0 || now.type !== 'AWS::DynamoDB::Table') return refused;
  return edits.flatMap(({ edit }) => {
    if (edit.kind !== 'table' || !edit.table.before) return [];
    return refusals('table-change', { before: sideOf(edit.table.before), after: sideOf(edit.table) }, CIRCUMSTANCES);
  });
}

/** The name that both templates give. */
function keptName(now: TemplateResource, was: TemplateResource): string | undefined {
  const names = ['TableName', 'BackupVaultName'].flatMap((key) => memberOf(now.properties, key) ?? []);
  const [name] = names.filter((each) => typeof each === 'string');
  return was.physicalId === name ? name : undefined;
}

function sideOf({ description, timeToLive }: Omit<TableSettings, 'before'>): TableSide {
  return present({
    streamViewType: requested(mapFact(description, ({ stream }) => (stream === 'disabled' ? undefined : stream))),
    timeToLiveAttribute: requested(mapFact(timeToLive, ({ attribute }) => attribute)),
    globalSecondaryIndexNames: requested(
      mapFact(description, ({ globalIndexes }) => globalIndexes.map(({ name }) => name)),
    ),
  });
}

/** What SAM makes of its own types has others in the stack. */
export function typeRefusals(
  { logicalId, type }: TemplateResource,
  formerType: string | undefined,
): readonly Refusal[] {
  const isOther = formerType !== undefined && formerType !== type && !type.startsWith('AWS::Serverless::');
  return refusals(
    'new-of-template',
    present({ logicalId, formerType: isOther ? formerType : undefined }),
    CIRCUMSTANCES,
  );
}

/** What AWS does not let go: CloudFormation deletes last of all, leaves it where it is, and takes nothing back. */
export function deletionRefusals({ edits }: TemplateResource): readonly Refusal[] {
  return edits.slice(0, 1).flatMap(({ edit }) => {
    if (edit.kind !== 'table') return [];
    const deletionProtectionEnabled = requested(mapFact(edit.table.description, (each) => each.deletionProtection));
    return refusals('table-deletion', present({ deletionProtectionEnabled }), CIRCUMSTANCES);
  });
}
