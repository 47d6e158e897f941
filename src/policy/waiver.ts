import type { Unknown } from '../model/fact.ts';
import type { Instant } from '../model/instant.ts';
import { compareText } from '../model/order.ts';
import type { Policy, Waiver } from '../model/policy.ts';
import { type MatchSubject, matchTable } from './match.ts';

/** A waiver that would count if the tags of the table were known and fitted. It waives nothing. */
export interface UndecidedWaiver {
  readonly waiver: Waiver;
  readonly why: Unknown;
}

export type WaiverVerdict =
  /** The one that counts for longest. */
  | { readonly kind: 'active'; readonly waiver: Waiver }
  /** The one that ended last. */
  | { readonly kind: 'expired'; readonly waiver: Waiver; readonly undecided?: UndecidedWaiver }
  | { readonly kind: 'none'; readonly undecided?: UndecidedWaiver };

export function waiverFor(policy: Policy, controlId: string, table: MatchSubject, now: Instant): WaiverVerdict {
  const candidates = policy.waivers
    .filter((waiver) => waiver.controls.includes(controlId))
    .map((waiver) => ({ waiver, match: matchTable(waiver.tables, table) }))
    .filter(({ match }) => match.match !== 'no')
    .sort((a, b) => compareText(b.waiver.until, a.waiver.until));
  const sure = candidates.filter(({ match }) => match.match === 'yes').map(({ waiver }) => waiver);
  const active = sure.find((waiver) => counts(waiver, now));
  if (active) return { kind: 'active', waiver: active };
  const [undecided] = candidates.flatMap(({ waiver, match }) =>
    match.match === 'undecided' && counts(waiver, now) ? [{ waiver, why: match.why }] : [],
  );
  const [expired] = sure;
  const doubt = undecided ? { undecided } : {};
  return expired ? { kind: 'expired', waiver: expired, ...doubt } : { kind: 'none', ...doubt };
}

/** Through the end of its last day, UTC. Instants are ISO 8601 in UTC, so their first ten characters are the day. */
function counts(waiver: Waiver, now: Instant): boolean {
  return now.slice(0, 10) <= waiver.until;
}
