/** What one statement of an IAM policy allows. Grants of one `sid` are put together. */
export interface Grant {
  readonly sid: string;
  readonly actions: readonly string[];
  /** ARNs; `*` for actions that cannot be limited. */
  readonly resources: '*' | readonly string[];
}

/** For actions that cannot be limited to anything. */
export function accountWide(...actions: readonly string[]): Grant {
  return { sid: 'AccountWide', actions, resources: '*' };
}
