import type { ControlInfo } from '../model/control-info.ts';
import type { Evidence, Framework } from '../model/framework.ts';

/** A control as evidence for one requirement. */
export interface MappedControl extends Evidence {
  readonly control: string;
}

type Evident = Pick<ControlInfo, 'id' | 'evidence'>;

/** What a control is evidence for in a framework; the evidence for one that it is based on counts where it has the same id. */
export function evidenceIn({ evidence = [] }: Evident, framework: Framework): readonly Evidence[] {
  const from = framework.basedOn ?? framework.id;
  return evidence
    .filter((each) => each.framework === from && each.requirement in framework.requirements)
    .map((each) => ({ ...each, framework: framework.id }));
}

/** Requirement → the controls that are evidence for it, the strongest first. */
export function mappedControls(
  framework: Framework,
  controls: readonly Evident[],
): ReadonlyMap<string, MappedControl[]> {
  const found = new Map<string, MappedControl[]>(Object.keys(framework.requirements).map((id) => [id, []]));
  for (const control of controls) {
    for (const each of evidenceIn(control, framework)) {
      found.get(each.requirement)?.push({ ...each, control: control.id });
    }
  }
  for (const mapped of found.values()) mapped.sort((a, b) => RANK[a.extent] - RANK[b.extent]);
  return found;
}

const RANK = { full: 0, part: 1, supports: 2 } as const;
