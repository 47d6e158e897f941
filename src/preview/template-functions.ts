import { isValueList, Later, laterIn, type Value } from './value.ts';

/** A condition's value; what is neither true nor false settles nothing. */
export function asFlag(value: Value): boolean | Later {
  if (typeof value === 'boolean' || value instanceof Later) return value;
  return value === 'true' ? true : value === 'false' ? false : new Later('a condition that is neither true nor false');
}

/**
 * CloudFormation looks up `{{resolve:…}}` when it deploys, wherever in a text it stands. Source: CloudFormation User Guide,
 * dynamic-references.
 */
export function resolvedLater(value: Value): Value {
  if (isValueList(value)) return value.map(resolvedLater);
  if (typeof value !== 'string') return value;
  const at = value.indexOf('{{resolve:');
  if (at < 0) return value;
  return new Later('it holds a dynamic reference, which is resolved at deployment', value.slice(0, at));
}

export function later(why: string): Later {
  return new Later(why);
}

export function join(argument: Value): Value {
  const [delimiter, parts] = isValueList(argument) ? argument : [];
  if (!isValueList(parts)) return laterIn(argument) ?? later('Fn::Join of no list');
  const between = String(delimiter ?? '');
  const text = (part: Value) => (isValueList(part) ? part.join(',') : String(part));
  const open = laterIn(parts) ?? laterIn(delimiter);
  if (!open) return parts.map(text).join(between);
  if (laterIn(delimiter)) return new Later(open.why);
  const at = parts.findIndex((part) => laterIn(part));
  const [known, hole] = [parts.slice(0, at), parts[at]];
  const head = [...known.map(text), hole instanceof Later ? (hole.head ?? '') : ''].join(between);
  return new Later(open.why, head);
}

export function split(argument: Value): Value {
  const [delimiter, text] = isValueList(argument) ? argument : [];
  if (typeof text !== 'string' || typeof delimiter !== 'string')
    return laterIn(argument) ?? later('Fn::Split of no text');
  return text.split(delimiter);
}

export function select(argument: Value): Value {
  const [index, list] = isValueList(argument) ? argument : [];
  const at = Number(index);
  if (!isValueList(list) || laterIn(index) || !Number.isInteger(at)) {
    return laterIn(argument) ?? later('Fn::Select of no list');
  }
  return list[at] ?? later(`Fn::Select of entry ${at} of ${list.length}`);
}

/** CloudFormation compares texts: a number and the same number as text are equal. */
export function equals(argument: Value): Value {
  const [one, other] = isValueList(argument) ? argument : [];
  const open = laterIn(one) ?? laterIn(other);
  if (open) return open;
  return textForm(one) === textForm(other);
}

function textForm(value: Value | undefined): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');
}

export function not(argument: Value): Value {
  const [only] = isValueList(argument) ? argument : [argument];
  const holds = asFlag(only ?? null);
  return holds instanceof Later ? holds : !holds;
}

/** `And` when `wanted` is true, else `Or`: one that is decided against the rest settles it, whatever is open. */
export function every(argument: Value, wanted: boolean): Value {
  const parts = (isValueList(argument) ? argument : []).map(asFlag);
  if (parts.some((part) => part === !wanted)) return !wanted;
  return parts.find((part) => part instanceof Later) ?? wanted;
}
