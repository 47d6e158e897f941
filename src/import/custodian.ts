import {
  type Ask,
  duration,
  type Imported,
  objective,
  recovery,
  type Scope,
  type Source,
  wholeNumber,
} from './draft.ts';
import { nothing, placeOf } from './rule-sets.ts';
import { quoted } from './rules.ts';
import { at, itemsOf, membersOf, type Tree, textOf } from './tree.ts';

/** What one filter says: which tables, what is wrong with them, or something that no key stands for. */
type Filter =
  | { readonly kind: 'scope'; readonly scope: Scope }
  | { readonly kind: 'offence'; readonly asks: readonly Ask[]; readonly losses?: readonly string[] }
  | { readonly kind: 'lost'; readonly why: string };

const lost = (why: string): Filter => ({ kind: 'lost', why });
const offence = (...asks: readonly Ask[]): Filter => ({ kind: 'offence', asks });

const RESOURCES = new Set(['dynamodb-table', 'backup-plan', 'backup-vault', 'dynamodb-backup']);

/** Policies of cloud-custodian: their filters find the offenders, so that what is asked is the opposite. */
export function custodianSource(root: Tree, name: string): Source {
  const rules = itemsOf(at(root, 'policies')).map(imported);
  return { name, description: `Policies of cloud-custodian in ${name}`, rules, losses: [] };
}

function imported(policy: Tree): Imported {
  const place = placeOf(policy);
  const what = textOf(at(policy, 'name')) ?? '(a policy without a name)';
  const resource = (textOf(at(policy, 'resource')) ?? '').replace(/^aws\./, '');
  if (!RESOURCES.has(resource))
    return nothing(place, what, `its resource ${resource} is not about backups of DynamoDB tables`);
  const filters = itemsOf(at(policy, 'filters')).flatMap((filter) => read(filter, resource, false));
  const unread = filters.flatMap((each) => (each.kind === 'lost' ? [each.why] : []));
  if (unread.length > 0) return { ...nothing(place, what, ''), losses: unread };
  const offences = filters.flatMap((each) => (each.kind === 'offence' ? [each] : []));
  const scopes = filters.flatMap((each) =>
    each.kind === 'scope' && Object.keys(each.scope).length > 0 ? [each.scope] : [],
  );
  const [first, ...others] = offences;
  if (!first) return nothing(place, what, 'its filters find no fault of a table: nothing is asked');
  if (others.length > 0) return nothing(place, what, 'a table offends only where several things are wrong at once');
  if (resource !== 'dynamodb-table' && scopes.length > 0) {
    return nothing(place, what, 'its filters choose plans or vaults, and a policy names tables');
  }
  const clash = scopes.length > 1 && new Set(scopes.flatMap((each) => Object.keys(each))).size < scopes.length;
  if (clash) return nothing(place, what, 'several of its filters choose tables by the same thing');
  const scope = Object.assign({}, ...scopes) as Scope;
  return { ...place, what, scope, asks: first.asks, losses: first.losses ?? [] };
}

function read(filter: Tree, resource: string, isNegated: boolean): readonly Filter[] {
  if (filter.kind !== 'group') return [lost(`the filter ${textOf(filter) ?? 'that is a list'} has no key in a policy`)];
  const not = at(filter, 'not');
  if (not) {
    const inner = itemsOf(not);
    const [only] = inner;
    return inner.length === 1 && only
      ? read(only, resource, !isNegated)
      : [lost('not of several filters: offenders lack one of them, which one is open')];
  }
  const and = at(filter, 'and');
  if (and && !isNegated) return itemsOf(and).flatMap((each) => read(each, resource, false));
  const or = at(filter, 'or');
  if (or && !isNegated) return [anyOf(itemsOf(or).flatMap((each) => read(each, resource, false)))];
  if (and || or) return [lost('not of several filters: offenders lack one of them, which one is open')];
  return [single(filter, resource, isNegated)];
}

/** An offender has one of these faults: so none of them may be. */
function anyOf(filters: readonly Filter[]): Filter {
  const asks = filters.flatMap((each) => (each.kind === 'offence' ? each.asks : []));
  const losses = filters.flatMap((each) => (each.kind === 'lost' ? [each.why] : []));
  if (filters.some(({ kind }) => kind === 'scope')) return lost('or of filters that choose tables');
  return asks.length === 0 ? lost(losses[0] ?? 'or of nothing') : { kind: 'offence', asks, losses };
}

interface Compared {
  readonly key: string;
  readonly op: string;
  readonly value: string;
  readonly values: readonly string[];
  readonly isNegated: boolean;
}

const WORDS: Readonly<Record<string, string>> = {
  equal: 'eq',
  'not-equal': 'ne',
  'less-than': 'lt',
  less: 'lt',
  'less-or-equal': 'le',
  lte: 'le',
  'not-in': 'ni',
};

function single(filter: Tree, resource: string, isNegated: boolean): Filter {
  const [[only, short] = ['', undefined]] =
    filter.kind === 'group' && filter.members.size === 1 ? [...filter.members] : [];
  const type = textOf(at(filter, 'type')) ?? 'value';
  const isShort = only !== '' && only !== 'type';
  const key = isShort ? only : (textOf(at(filter, 'key')) ?? '');
  const written = isShort ? short : at(filter, 'value');
  const op = textOf(at(filter, 'op')) ?? 'eq';
  const values = itemsOf(written).flatMap((item) => textOf(item) ?? []);
  const compared = { key, op: WORDS[op] ?? op, value: values[0] ?? '', values, isNegated };
  if (at(filter, 'value_type') || at(filter, 'value_from')) return lost(`the filter on ${key} works its value out`);
  const kind = isShort ? 'value' : type;
  if (resource === 'dynamodb-table') return ofTable(kind, compared, filter);
  if (resource === 'backup-vault') return ofVault(kind, compared);
  if (resource === 'backup-plan' && /DeleteAfterDays/.test(key)) {
    return lost('it asks for a retention of plans and names no frequency');
  }
  return lost(`the filter ${kind} ${key} of ${resource} has no key in a policy`);
}

/** `eq` and `ne` the other way round under `not`. */
function differs({ op, isNegated }: Compared): boolean | undefined {
  if (op !== 'eq' && op !== 'ne') return undefined;
  return (op === 'ne') !== isNegated;
}

function ofTable(type: string, compared: Compared, filter: Tree): Filter {
  const { key, value, isNegated } = compared;
  switch (type) {
    case 'continuous-backup':
      return continuousBackup(compared);
    case 'consecutive-aws-backups':
    case 'consecutive-backups':
      return isNegated ? consecutive(type, filter) : lost(`${type} without not finds those that have backups`);
    case 'kms-key': {
      const isOther = differs(compared);
      if (key === 'KeyManager' && value === 'AWS' && isOther === false) return offence(encryption('customer-managed'));
      if (key === 'KeyManager' && value === 'CUSTOMER' && isOther === true)
        return offence(encryption('customer-managed'));
      if (key === 'c7n:AliasName' && isOther === true && /^alias\/\S+$/.test(value)) {
        return offence(encryption(JSON.stringify(`arn:*:kms:*:*:${value}`)));
      }
      return lost(`the filter kms-key on ${key} has no key in a policy`);
    }
    case 'value':
      return valueOfTable(compared);
    default:
      return lost(`the filter ${type} has no key in a policy`);
  }
}

function encryption(value: string): Ask {
  return { path: 'settings.encryption', value };
}

function continuousBackup(compared: Compared): Filter {
  const { key, value, op, isNegated } = compared;
  if (key === 'PointInTimeRecoveryDescription.PointInTimeRecoveryStatus') {
    const isOther = differs(compared);
    const isOff = (value === 'ENABLED' && isOther === true) || (value === 'DISABLED' && isOther === false);
    return isOff ? offence(recovery(undefined)) : lost('it finds tables with point-in-time recovery: nothing is asked');
  }
  const days = wholeNumber(value, 36);
  if (key.endsWith('RecoveryPeriodInDays') && days !== undefined && !isNegated && (op === 'lt' || op === 'le')) {
    const window = op === 'lt' ? days : days + 1;
    if (window <= 35) return offence(recovery(window));
  }
  if (key === 'ContinuousBackupsStatus') return lost('ContinuousBackupsStatus is always ENABLED: nothing is asked');
  return lost(`the filter continuous-backup on ${key} has no key in a policy`);
}

const PERIODS: Readonly<Record<string, number>> = { hours: 60, days: 1440, weeks: 7 * 1440 };

function consecutive(type: string, filter: Tree): Filter {
  const text = (key: string) => textOf(at(filter, key)) ?? '';
  const count = wholeNumber(text('count'), 10_000);
  const period = PERIODS[text('period')];
  if (count === undefined || period === undefined) return lost(`count or period of ${type} is none that is known`);
  if (type === 'consecutive-backups' && text('backuptype') !== 'AWS_BACKUP') {
    return lost('native backups of DynamoDB are not recovery points of AWS Backup');
  }
  const wanted = type === 'consecutive-backups' ? 'AVAILABLE' : 'COMPLETED';
  if (text('status') !== wanted)
    return lost(`it asks for backups that are ${text('status')}, a policy for complete ones`);
  const note = 'the source counts hours or days of the calendar, a policy gaps';
  const { ask } = objective(period, Math.max(Math.ceil((count * period) / 1440), Math.ceil(period / 1440)), note);
  return {
    kind: 'offence',
    asks: [
      ...(ask ? [ask] : []),
      {
        path: 'backup.recoveryPoints.newestWithin',
        value: duration(2 * period),
        stricter: 'smaller',
        amount: 2 * period,
      },
      {
        path: 'backup.recoveryPoints.observedOver',
        value: duration(count * period),
        stricter: 'larger',
        amount: count * period,
      },
    ],
  };
}

function valueOfTable(compared: Compared): Filter {
  const { key, op, value, values, isNegated } = compared;
  const isOther = differs(compared);
  if (key === 'TableStatus' && value === 'ACTIVE' && isOther === false) return { kind: 'scope', scope: {} };
  if (key === 'TableName' && !isNegated && (op === 'eq' || op === 'in' || op === 'glob')) {
    const fits = values.length > 0 && values.every((each) => /^[A-Za-z0-9_.*?-]{1,255}$/.test(each));
    return fits
      ? { kind: 'scope', scope: { names: values } }
      : lost('its pattern of table names cannot be carried over');
  }
  const tag = /^tag:(.{1,128})$/.exec(key)?.[1];
  if (tag !== undefined) return byTag(tag, compared);
  if (key === 'DeletionProtectionEnabled' && /^(?:false|true)$/i.test(value)) {
    const isOff = (value.toLowerCase() === 'false') === (isOther === false);
    if (isOther !== undefined && isOff) return offence({ path: 'settings.deletionProtection', value: 'enabled' });
  }
  if (key === 'BillingModeSummary.BillingMode' && isOther === true && /^(?:PROVISIONED|PAY_PER_REQUEST)$/.test(value)) {
    return offence({ path: 'settings.billingMode', value });
  }
  return lost(`the filter on ${key} has no key in a policy`);
}

function byTag(tag: string, { op, value, values, isNegated }: Compared): Filter {
  if (value === 'absent') return { kind: 'scope', scope: isNegated ? { tags: { [tag]: ['*'] } } : { without: [tag] } };
  if (value === 'present' || value === 'not-null') {
    return { kind: 'scope', scope: isNegated ? { without: [tag] } : { tags: { [tag]: ['*'] } } };
  }
  if (isNegated || values.length === 0 || !['eq', 'in', 'glob'].includes(op)) {
    return lost(`the filter on tag:${tag} cannot be carried over`);
  }
  return { kind: 'scope', scope: { tags: { [tag]: values } } };
}

function ofVault(type: string, compared: Compared): Filter {
  const { key, value } = compared;
  const isOther = differs(compared);
  if (type === 'value' && key === 'Locked' && /^(?:false|true)$/i.test(value) && isOther !== undefined) {
    if ((value.toLowerCase() === 'false') === (isOther === false)) {
      return offence({
        path: 'backup.vault.lock',
        value: 'governance',
        note: 'the source does not tell the modes apart',
      });
    }
  }
  if (
    type === 'kms-key' &&
    key === 'KeyManager' &&
    ((value === 'AWS' && isOther === false) || (value === 'CUSTOMER' && isOther))
  ) {
    return offence({ path: 'backup.vault.encryption', value: 'customer-managed' });
  }
  return lost(`the filter ${type} on ${quoted(key)} of a vault has no key in a policy`);
}

export function isCustodian(tree: Tree): boolean {
  return itemsOf(at(tree, 'policies')).some((policy) => membersOf(policy).some(([key]) => key === 'resource'));
}
