import { later } from './template-functions.ts';
import { isValueList, isValueMap, type Later, laterIn, type Value, type ValueMap } from './value.ts';

/** What surrounds a loop. */
export interface LoopEnvironment {
  /** Loop variables of the loops around it. */
  readonly locals: ReadonlyMap<string, string>;
  /** Loops of loops may turn more often than anybody waits for: false once that many are too many. */
  readonly mayTurn: (times: number) => boolean;
}

export interface Turn {
  readonly body: ValueMap;
  readonly locals: ReadonlyMap<string, string>;
}

/**
 * `Fn::ForEach` → its turns, loop variables put into the keys; in values they are bound where they are read.
 * Source: CloudFormation User Guide, intrinsic-function-reference-foreach.
 */
export function loopTurns<E extends LoopEnvironment>(
  loop: Value,
  environment: E,
  evaluate: (value: Value, environment: E) => Value,
): readonly Turn[] | Later {
  const [name, collection, body] = isValueList(loop) ? loop : [];
  if (typeof name !== 'string' || collection === undefined || !isValueMap(body)) return later('Fn::ForEach of no loop');
  const items = evaluate(collection, environment);
  if (!isValueList(items)) return laterIn(items) ?? later('Fn::ForEach over no list');
  if (!environment.mayTurn(items.length)) return later(`Fn::ForEach over ${items.length} items`);
  const turns: Turn[] = [];
  for (const item of items) {
    if (typeof item !== 'string' && typeof item !== 'number')
      return laterIn(item) ?? later('Fn::ForEach over no texts');
    const locals = new Map([...environment.locals, [name, String(item)]]);
    turns.push({ body: namedKeys(body, name, String(item)), locals });
  }
  return turns;
}

/** `${Name}` in a key is the item, `&{Name}` the item without what a logical id cannot hold. */
function namedKeys(body: ValueMap, name: string, item: string): ValueMap {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key.replaceAll(`\${${name}}`, item).replaceAll(`&{${name}}`, item.replace(/[^A-Za-z0-9]/g, '')),
      value,
    ]),
  );
}
