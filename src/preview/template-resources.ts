import type { Position } from '../model/policy.ts';
import { type Environment, evaluated } from './intrinsics.ts';
import { loopTurns } from './template-loops.ts';
import { isValueList, isValueMap, Later, memberOf, type Value, type ValueMap, WHAT_ELSE } from './value.ts';

/** A resource as it is written. */
export interface WrittenResource {
  readonly logicalId: string;
  readonly type: string;
  readonly body: ValueMap;
  readonly locals: ReadonlyMap<string, string>;
  readonly at: Position;
  /** Given: the loop that it stands in may turn any number of times. */
  readonly open?: Later;
}

/** Of a resource that says none: a transform may bring it. */
const NO_TYPE = 'no type';

/** The resources of a template, loops turned. */
export function resourcesOf(
  section: ValueMap,
  environment: (locals: ReadonlyMap<string, string>) => Environment,
  positionOf: (key: string) => Position,
  note: (text: string) => void,
): readonly WrittenResource[] {
  const all = (map: ValueMap, locals: ReadonlyMap<string, string>, key?: string): readonly WrittenResource[] =>
    Object.entries(map).flatMap(([logicalId, body]) => {
      if (logicalId.startsWith('Fn::ForEach::')) return loop(logicalId, body, locals, key ?? logicalId);
      if (!isValueMap(body) || logicalId === WHAT_ELSE) return [];
      const type = memberOf(body, 'Type');
      const at = positionOf(key ?? logicalId);
      return [{ logicalId, type: typeof type === 'string' ? type : NO_TYPE, body, locals, at }];
    });
  const loop = (name: string, written: Value, locals: ReadonlyMap<string, string>, key: string) => {
    const turns = loopTurns(written, environment(locals), evaluated);
    if (!(turns instanceof Later)) return turns.flatMap((turn) => all(turn.body, turn.locals, key));
    const body = isValueList(written) ? written[2] : undefined;
    note(`how often ${name} turns is open: ${turns.why}`);
    return all(isValueMap(body) ? body : {}, locals, key).map((each) => ({ ...each, open: turns }));
  };
  return all(section, new Map());
}
