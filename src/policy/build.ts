import type { Policy } from '../model/policy.ts';
import { policyDocument } from '../model/policy-keys/document.ts';
import { type MapNode, placeOfItem, plain } from './node.ts';
import { positionsOf } from './positions.ts';

/** For reading: ids of controls are read as they are written. */
const DOCUMENT = policyDocument([]);

/** A document that passed every check, inheritance resolved → a policy; undefined for a template (no `tables`). */
export function buildPolicy(own: MapNode, whole: MapNode): Policy | undefined {
  const { apiVersion, kind, extends: parents, tables, waivers, ...read } = DOCUMENT.read(plain(whole));
  if (tables === undefined) return undefined;
  const position = placeOfItem(own);
  const positions = positionsOf(whole);
  return {
    ...read,
    position,
    tables,
    waivers: waivers.map((waiver, index) => ({ ...waiver, position: positions[`waivers[${index}]`] ?? position })),
    positions,
  };
}
