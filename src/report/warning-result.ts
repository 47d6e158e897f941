import type { PolicyWarning, Report } from '../model/report.ts';
import type { Result } from '../model/result.ts';

/** What a format of findings shows: a result, or something that no control judged. */
export type Finding = Omit<Result, 'control'> & { readonly control: string };

/**
 * A policy that judged nothing, for formats that know findings alone and ask of each for a place: all tables of the first place
 * that was in scope.
 */
export function warningAsResult({ kind, policy, at, detail }: PolicyWarning, { scopes: [scope] }: Report): Finding {
  const { partition = 'aws', account = '', region = '' } = scope ?? {};
  const arn = `arn:${partition}:dynamodb:${region}:${account}:table/*`;
  return {
    control: kind,
    status: 'unknown',
    severity: 'low',
    policy: { name: policy, ...at, path: 'tables' },
    resource: { type: 'AWS::DynamoDB::Table', arn, name: '*', account, region },
    message: detail,
    because: [],
    subjects: [],
    unknown: { reason: 'not-collected', detail },
    fingerprint: `${kind}/${policy}`,
  };
}
