import type { Position } from '../model/policy.ts';
import type { Result } from '../model/result.ts';
import type { Change, Edit } from './change.ts';

/**
 * Where in a template the resource stands that decides a result; undefined when nothing of the template is about it. The
 * evidence names plans and vaults; where it names none, what selects tables is asked, and at last the table itself.
 */
export function decidingResource(result: Result, was: Result | undefined, change: Change): Position | undefined {
  const { region, account } = result.resource;
  const here = change.resources.filter(({ at, place }) => at && place.account === account && place.region === region);
  const evidence = [result.message, ...result.because, ...(was?.because ?? [])].join('\n');
  for (const kind of kindsOf(result.control)) {
    const ofKind = here.filter(({ edits }) => edits.some((edit) => edit.kind === kind));
    const found = ofKind.find(({ edits }) => edits.some((edit) => isAbout(edit, kind, result, evidence)));
    // What the evidence does not name is decided by the only plan that there is.
    const only = kind === 'plan' && ofKind.length === 1 ? ofKind[0] : undefined;
    const decides = found ?? only;
    if (decides) return decides.at;
  }
  return undefined;
}

type Kind = 'table' | 'plan' | 'vault' | 'selection';

function kindsOf(control: string): readonly Kind[] {
  if (control.startsWith('vault-')) return ['vault', 'plan', 'table'];
  if (control === 'plan-coverage') return ['selection', 'plan', 'table'];
  if (/^(backup|copy|cold|maximum)/.test(control)) return ['plan', 'selection', 'vault', 'table'];
  return ['table'];
}

function isAbout(edit: Edit, kind: Kind, result: Result, evidence: string): boolean {
  if (edit.kind !== kind) return false;
  switch (edit.kind) {
    case 'table':
      return edit.table.name === result.resource.name;
    case 'vault':
      return edit.name.known && evidence.includes(`vault ${edit.name.value}`);
    case 'plan':
      return evidence.includes(`plan ${edit.name}`);
    case 'selection':
      return evidence.includes(`selection ${edit.name}`);
    default:
      return false;
  }
}
