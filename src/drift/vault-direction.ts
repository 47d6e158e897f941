import { parseArn, vaultNameOf } from '../model/arn.ts';
import { unknown } from '../model/fact.ts';
import { isObject } from '../model/json.ts';
import type { Json } from '../model/result.ts';
import { type Change, type Judge, type Judgement, neither, strengthens, unresolved, weakens } from './direction.ts';
import { driftRuleAt } from './drift-rule.ts';
import { own, recordedUnknown, unknownIn } from './recorded.ts';
import { isUnresolved, treeDifferences } from './tree-difference.ts';
import { VAULT_DRIFT_RULES } from './vault-rules.ts';

/** A rule that writes to another vault: what the one gave and the other gives decides. */
export const vaultThatGivesMore: Judge = (change) => {
  const { before, after, vaultsBefore, vaultsAfter } = change;
  return comparedVaults(vaultNamed(before, vaultsBefore), vaultNamed(after, vaultsAfter), change);
};

/** The same of the air-gapped vault of a rule, which may have none. */
export const airGappedVaultThatGivesMore: Judge = (change) => {
  const { before, after, vaultsBefore, vaultsAfter } = change;
  if (typeof before !== 'string') return strengthens('the backup into an air-gapped vault is on');
  if (typeof after !== 'string') return weakens('the backup into an air-gapped vault is off');
  return comparedVaults(vaultAt(before, vaultsBefore), vaultAt(after, vaultsAfter), change);
};

interface NamedVault {
  readonly name: string;
  /** Undefined: the vaults of the place are known, and it is none of them. */
  readonly body: Json | undefined;
}

function vaultNamed(name: Json | undefined, vaults: Json | undefined): NamedVault {
  const hidden = unknownIn(vaults);
  const body = !isObject(vaults) || hidden ? vaults : own(vaults, String(name));
  return { name: String(name), body };
}

/** One that is not among the vaults of the place may be another account's. */
function vaultAt(arn: string, vaults: Json | undefined): NamedVault {
  const { name, body } = vaultNamed(vaultNameOf(arn) ?? arn, vaults);
  return {
    name,
    body: body ?? recordedUnknown(unknown('not-collected', `${arn} is none of the vaults that were read`)),
  };
}

function comparedVaults(was: NamedVault, is: NamedVault, { now }: Pick<Change, 'now'>): Judgement {
  const hidden = unknownIn(is.body) ?? unknownIn(was.body);
  if (hidden) return unresolved({ ...hidden, detail: `what ${is.name} and ${was.name} give: ${hidden.detail}` });
  if (is.body === undefined) return weakens(`there is no vault ${is.name} in the place`);
  if (was.body === undefined) {
    const why = unknown('not-collected', `the baseline does not hold the vault ${was.name}`);
    return unresolved(why);
  }
  const findings = treeDifferences(withoutName(was), withoutName(is));
  const judged = findings.flatMap((finding) => {
    const driftRule = driftRuleAt(VAULT_DRIFT_RULES, finding.at);
    return isUnresolved(finding) || !driftRule ? [] : [driftRule.judge({ ...finding, now })];
  });
  const textOf = (direction: Judgement['direction']) =>
    judged.flatMap((each) => (each.direction === direction ? [each.why] : [])).join('; ');
  const moved = `${was.name} → ${is.name}`;
  const less = textOf('weakens');
  if (less !== '') return weakens(`${moved}, which gives less: ${less}`);
  const hiddenPart = findings.find(isUnresolved);
  if (hiddenPart) return unresolved({ ...hiddenPart.why, detail: `${moved}: ${hiddenPart.why.detail}` });
  const open = judged.find((each) => each.unresolved)?.unresolved;
  if (open) return unresolved(open);
  const more = textOf('strengthens');
  if (more !== '') return strengthens(`${moved}, which gives more: ${more}`);
  return neither(`${moved}, whose lock, key and policy protect as much`);
}

/** A policy names its own vault; the other's is not the same text, and says the same. */
function withoutName({ name, body }: NamedVault): Json | undefined {
  return mapTexts(body, (text) => {
    const arn = parseArn(text);
    return arn?.service === 'backup' && arn.resource === `backup-vault:${name}` ? 'the vault itself' : text;
  });
}

function mapTexts(value: Json | undefined, write: (text: string) => string): Json | undefined {
  if (typeof value === 'string') return write(value);
  if (Array.isArray(value)) return value.map((each: Json) => mapTexts(each, write) ?? null);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapTexts(each, write) ?? null]));
}
