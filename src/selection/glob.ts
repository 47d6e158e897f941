const WHITESPACE = /\s/;

/** A pattern in which only `*` is special, cut at its wildcards. */
export interface Glob {
  readonly pattern: string;
  /** False: the pattern is the text itself. */
  readonly wild: boolean;
  /** What the text starts with; the whole pattern when it has no wildcard. */
  readonly prefix: string;
  /** Literal pieces between wildcards, in order, none empty. */
  readonly middle: readonly string[];
  readonly suffix: string;
  /** Characters that any matching text must have. */
  readonly minLength: number;
}

/**
 * `across-whitespace`: the text matches only when a `*` stands for whitespace too, which AWS denies: the wildcard is
 * zero or more non-whitespace characters (Backup developer guide, assigning-resources-json).
 */
export type GlobMatch = 'yes' | 'no' | 'across-whitespace';

/** `?` and every other character stand for themselves: AWS Backup documents no wildcard but `*`. */
export function compileGlob(pattern: string): Glob {
  const pieces = pattern.split('*');
  const prefix = pieces[0] ?? '';
  const wild = pieces.length > 1;
  const suffix = wild ? (pieces[pieces.length - 1] ?? '') : '';
  const middle = pieces.slice(1, -1).filter((piece) => piece !== '');
  const minLength = middle.reduce((sum, piece) => sum + piece.length, prefix.length + suffix.length);
  return { pattern, wild, prefix, middle, suffix, minLength };
}

/**
 * Takes each literal piece at its leftmost place and never goes back, so a hostile pattern costs no more than a plain
 * one. Leftmost is right with the whitespace rule too: a piece that holds whitespace fits at one place only, and
 * skipping one that holds none gains nothing.
 */
export function matchGlob(glob: Glob, text: string): GlobMatch {
  if (!matchesGlob(glob, text)) return 'no';
  return glob.wild && WHITESPACE.test(text) && !fits(glob, text, true) ? 'across-whitespace' : 'yes';
}

/** The same for texts without whitespace, such as ARNs and table names. */
export function matchesGlob(glob: Glob, text: string): boolean {
  return glob.wild ? fits(glob, text, false) : text === glob.prefix;
}

function fits(glob: Glob, text: string, solid: boolean): boolean {
  if (text.length < glob.minLength || !text.startsWith(glob.prefix) || !text.endsWith(glob.suffix)) return false;
  const end = text.length - glob.suffix.length;
  let at = glob.prefix.length;
  for (const piece of glob.middle) {
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    if (solid && WHITESPACE.test(text.slice(at, found))) return false;
    at = found + piece.length;
  }
  return !(solid && WHITESPACE.test(text.slice(at, end)));
}
