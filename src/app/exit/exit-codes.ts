/** What a run says to the shell. Public: scripts rely on the numbers. */
export const EXIT = {
  compliant: 0,
  noncompliant: 1,
  /** Wrong usage or policy; nothing was judged. */
  usage: 2,
  /** Nothing failed, but something needed is unknown. */
  undetermined: 3,
  /** A bug in Holdfast. */
  bug: 70,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The table of exit codes, as help and documentation show it. */
export const EXIT_MEANINGS = [
  { code: EXIT.compliant, meaning: 'compliant' },
  { code: EXIT.noncompliant, meaning: 'at least one failing result at or above `--fail-on`' },
  { code: EXIT.usage, meaning: 'wrong usage or policy; nothing judged' },
  { code: EXIT.undetermined, meaning: 'nothing failed, but something needed is unknown' },
  { code: EXIT.bug, meaning: 'a bug in Holdfast' },
] as const satisfies readonly { readonly code: ExitCode; readonly meaning: string }[];
