import { scopeOf } from '../collect/scope.ts';
import type { Options } from '../options/options.ts';
import { DEFAULT_CONFIG } from '../options/values.ts';
import type { JudgeOptions } from './judge.ts';

type Always = 'policies' | 'inventory' | 'ledger' | 'history';
type OfSome =
  | 'former'
  | 'owner-tag'
  | 'now'
  | 'require-policy'
  | 'allow-empty'
  | 'recorded-baseline'
  | 'config'
  | 'base-policies'
  | 'terraform-plan'
  | 'cloudformation'
  | 'change-set'
  | 'backup-policy'
  | 'parameters'
  | 'stack'
  | 'resume'
  | 'framework'
  | 'previous';

/** The options of whoever judges: `check`, `fix` and the Action. What one of them does not take is as if left out. */
type JudgingOptions = Parameters<typeof scopeOf>[0] &
  Pick<Options<'check'>, Always> &
  Partial<Pick<Options<'check'>, OfSome>>;

export function judgeOptions(options: JudgingOptions): JudgeOptions {
  return {
    policies: options.policies,
    ...scopeOf(options),
    inventory: options.inventory,
    ledger: options.ledger,
    history: options.history,
    former: options.former,
    now: options.now,
    resume: options.resume,
    previous: options.previous,
    requirePolicy: options['require-policy'] ?? false,
    allowEmpty: options['allow-empty'] ?? false,
    baseline: options['recorded-baseline'],
    config: options.config ?? DEFAULT_CONFIG,
    basePolicies: options['base-policies'],
    frameworks: options.framework,
    stacks: (options.stack ?? []).map(({ name }) => name),
    preview: {
      terraformPlans: options['terraform-plan'] ?? [],
      cloudFormation: options.cloudformation ?? [],
      changeSets: options['change-set'] ?? [],
      backupPolicies: options['backup-policy'] ?? [],
      parameters: options.parameters ?? [],
      stacks: options.stack ?? [],
      regions: options.regions,
    },
  };
}
