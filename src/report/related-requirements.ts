import { frameworkOf } from '../frameworks/catalogue.ts';
import type { ControlInfo } from '../model/control-info.ts';
import type { Evidence } from '../model/framework.ts';
import type { FrameworkId } from '../model/framework-id.ts';
import type { Result } from '../model/result.ts';

const RANK = { full: 0, part: 1, supports: 2 } as const;

/**
 * What a result is evidence for, as Security Hub writes it: `NIST.800-53.r5 CP-9(8)`, `PCI DSS v4.0.1/4.2.1`; the strongest first.
 * Where nobody speaks for a framework: all that its control is evidence for.
 */
export function relatedRequirements(
  { requirements }: Pick<Result, 'requirements'>,
  control: ControlInfo | undefined,
): readonly string[] {
  const own: readonly (Pick<Evidence, 'extent'> & { readonly framework: FrameworkId; readonly id: string })[] =
    requirements ?? (control?.evidence ?? []).map((each) => ({ ...each, id: each.requirement }));
  const sorted = own.toSorted((a, b) => RANK[a.extent] - RANK[b.extent]);
  return [...new Set(sorted.map(({ framework, id }) => nameOf(framework, id)))];
}

function nameOf(framework: FrameworkId, id: string): string {
  return `${frameworkOf(framework).short}${framework === 'pci-dss-4.0.1' ? '/' : ' '}${id}`;
}
