import type { PolicyChange, RequirementChange } from '../model/report.ts';
import { nameOfTable } from './summary.ts';

/** Names told in one sentence; the JSON report has them all. */
const NAMES = 10;

/** `these 2 tables are no longer evaluated for backup-frequency (frequency 24 h): carts, orders; 1 of them fails it` */
export function policyChangeLines({ requirements }: PolicyChange): readonly string[] {
  return requirements.map((requirement) => {
    const { tables, failing } = requirement;
    const who = tables.length === 1 ? 'this table is' : `these ${tables.length.toLocaleString('en-US')} tables are`;
    const lost = failing.length === 0 ? '' : `; ${failureText(requirement)}`;
    return `${who} ${changeText(requirement)}: ${namesOf(tables)}${lost}`;
  });
}

function changeText({ change, control, before, after }: RequirementChange): string {
  switch (change) {
    case 'gained':
      return `newly asked for ${withTerms(control, after)}`;
    case 'lost':
      return `no longer evaluated for ${withTerms(control, before)}`;
    case 'changed':
      return `asked otherwise for ${control} (${before || 'no terms'} → ${after || 'no terms'})`;
  }
}

function withTerms(control: string, terms: string | undefined): string {
  return terms ? `${control} (${terms})` : control;
}

/** A failure that nobody asks about any more is not fixed. */
function failureText({ tables, failing }: RequirementChange): string {
  if (tables.length === 1) return 'it failed what was asked before, and is not fixed by this';
  const some = failing.length === tables.length ? 'all of them' : `${failing.length.toLocaleString('en-US')} of them`;
  return `${some} failed what was asked before, and are not fixed by this`;
}

function namesOf(tables: readonly string[]): string {
  const names = tables.map(nameOfTable).sort();
  const more = names.length - NAMES;
  return names.slice(0, NAMES).join(', ') + (more > 0 ? ` and ${more.toLocaleString('en-US')} more` : '');
}
