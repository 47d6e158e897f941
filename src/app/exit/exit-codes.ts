import { CannotTell, UserError } from '../../model/user-error.ts';

/** What a run says to the shell. Public: scripts rely on the numbers. */
export const EXIT = {
  compliant: 0,
  noncompliant: 1,
  /** Wrong usage or policy, or no AWS to read; nothing was judged. */
  usage: 2,
  /** Nothing failed, but something needed is unknown, or nothing was judged. */
  undetermined: 3,
  /** A bug in Holdfast. */
  bug: 70,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The table of exit codes, as help and documentation show it. They are those of every command that reads AWS. */
export const EXIT_MEANINGS = [
  { code: EXIT.compliant, meaning: 'compliant' },
  { code: EXIT.noncompliant, meaning: 'at least one failing result at or above `--fail-on`' },
  {
    code: EXIT.usage,
    meaning:
      'wrong usage or policy, a Region that does not exist, or nothing of AWS could be read; nothing judged, nothing written',
  },
  {
    code: EXIT.undetermined,
    meaning:
      'nothing failed, but something needed is unknown, or policies were given and no table was judged (a shard excepted)',
  },
  { code: EXIT.bug, meaning: 'a bug in Holdfast' },
] as const satisfies readonly { readonly code: ExitCode; readonly meaning: string }[];

/** What a run found that its exit code depends on, whichever command it was. */
export interface Found {
  /** Something fails, and failures count. */
  readonly fails?: boolean;
  /** Nothing could be read of an account or a Region, so that whatever is there was passed over. */
  readonly unseen?: boolean;
  /** Something else that was needed is unknown. */
  readonly unknown?: boolean;
  /** Policies were given, and no table was judged. */
  readonly nothingJudged?: boolean;
}

/** The one place that decides how a command ends that came to its end. */
export function exitOf(found: Found, allowUnknown = false): ExitCode {
  if (found.fails) return EXIT.noncompliant;
  if (found.unseen || found.nothingJudged || (found.unknown && !allowUnknown)) return EXIT.undetermined;
  return EXIT.compliant;
}

/** How a run ends that could not come to its end. */
export function exitAfter(error: unknown): ExitCode {
  if (error instanceof CannotTell) return EXIT.undetermined;
  return error instanceof UserError ? EXIT.usage : EXIT.bug;
}
