import type { Unknown } from '../model/fact.ts';
import type { Edit } from './change.ts';

/** The edit of a resource of which it is open whether it will be there: whatever it says is unknown. */
export function undecidedEdit(edit: Edit, why: Unknown): Edit {
  switch (edit.kind) {
    case 'plan':
    case 'selection':
      return { ...edit, body: why };
    case 'vault':
      return { ...edit, name: why };
    case 'region-settings':
    case 'global-settings':
      return { ...edit, settings: why };
    case 'testing-plan':
      return { ...edit, plan: why };
    case 'testing-selection':
      return { ...edit, selection: why };
    case 'table': {
      const { name, keys } = edit.table;
      const table = {
        name,
        keys,
        nameUnknown: why,
        tags: why,
        description: why,
        timeToLive: why,
        pointInTimeRecovery: why,
      };
      return { ...edit, table: { ...table, resourcePolicy: why } };
    }
    case 'table-policy':
      return { ...edit, policy: why };
    case 'scalable-target':
      return { ...edit, target: why };
    case 'scaling-policy':
      return { ...edit, policy: why };
    case 'alarm':
      return { ...edit, alarm: why };
    default:
      return edit;
  }
}
