import type { Unknown } from '../model/fact.ts';
import type { Edit } from './change.ts';
import type { Touched } from './touched.ts';

/** The edit of which it is open whether it will be made, here or at all: whatever it says is unknown, and what it takes away may stay. */
export function undecidedEdit(edit: Edit, why: Unknown): Edit {
  switch (edit.kind) {
    case 'plan':
    case 'selection':
      return { ...edit, body: why };
    case 'organization-plan':
      return { ...edit, plan: why };
    case 'vault': {
      if (edit.whole) return { ...edit, name: why };
      const { lock, accessPolicy } = edit.settings;
      return { ...edit, settings: { ...(lock ? { lock: why } : {}), ...(accessPolicy ? { accessPolicy: why } : {}) } };
    }
    case 'region-settings':
    case 'global-settings':
      return { ...edit, settings: why };
    case 'testing-plan':
      return { ...edit, plan: why };
    case 'testing-selection':
      return { ...edit, selection: why };
    case 'table': {
      const { name, keys, restore } = edit.table;
      // What judges a restored table are the policies of its source, whatever its name.
      const nameUnknown = edit.table.nameUnknown ?? (restore ? why : undefined);
      const open = { tags: why, description: why, timeToLive: why, pointInTimeRecovery: why, resourcePolicy: why };
      return {
        ...edit,
        table: { name, keys, ...(nameUnknown ? { nameUnknown } : {}), perhapsAbsent: { why }, ...open },
      };
    }
    case 'table-gone':
      return { kind: 'table-open', name: edit.name, why };
    case 'table-tag':
      return { ...edit, value: why };
    case 'table-policy':
      return { ...edit, policy: why };
    case 'scalable-target':
      return { ...edit, target: why };
    case 'scaling-policy':
      return { ...edit, policy: why };
    case 'scheduled-action':
      return { ...edit, action: why };
    case 'scheduled-actions':
      return { ...edit, actions: why };
    case 'alarm':
      return { ...edit, alarm: why };
    case 'plan-gone':
    case 'selection-gone':
      return touch('plans', why);
    case 'vault-gone':
      return touch('vaults', why);
    case 'testing-plan-gone':
    case 'testing-selection-gone':
      return touch('restore-testing', why);
    case 'scalable-target-gone':
    case 'scaling-policy-gone':
    case 'scheduled-action-gone':
      return touch('scaling', why);
    case 'alarm-gone':
      return touch('alarms', why);
    case 'key-alias':
    case 'key-alias-gone':
    case 'key-gone':
      return touch('keys', why);
    case 'table-open':
    case 'touch':
      return edit;
  }
}

function touch(touched: Touched, why: Unknown): Edit {
  return { kind: 'touch', touched: [touched], why };
}
