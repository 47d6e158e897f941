import type { ControlInfo } from '../model/control-info.ts';

/** No policy asks for it: the baseline does. */
export const driftControl = {
  id: 'drift',
  title: 'The account is as the baseline recorded it',
  description:
    'Passes for a plan, vault, table or setting that is as `holdfast.lock.json` recorded it. Fails for each difference, with its path, what it was and is, and the CloudTrail events that could have made it; and for protection that was switched off for a while, or recovery points deleted by hand, which the present state does not show. What weakens the protection is of high severity, all else of low. Unknown where one of the two sides could not be read, or the history that was asked for has a gap. Order that means nothing, and AWS’s defaults, are no difference.',
  remediation:
    'Undo the change, or record it: `holdfast baseline --output holdfast.lock.json`, reviewed like any other change.',
  severity: 'high',
  docsUrl: '',
  sources: [],
} as const satisfies ControlInfo & { readonly sources: readonly string[] };
