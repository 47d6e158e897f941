import { compareText } from '../model/order.ts';
import type { Position } from '../model/policy.ts';

/** A mistake in a user's file. Problems are values: they are collected and shown all at once. */
export interface Problem extends Position {
  /** What was expected and what was found, without a full stop. */
  readonly message: string;
  /** What to write instead, when that can be told. */
  readonly hint?: string;
  /** The whole line that the position is in, as written. Absent when the file is no text. */
  readonly sourceLine?: string;
}

export function problem(at: Position, message: string, hint?: string): Problem {
  const { file, line, column } = at;
  return hint === undefined ? { file, line, column, message } : { file, line, column, message, hint };
}

/** By file, line, column; one of each. A parent's mistake reaches every child of it, and is one mistake. */
export function sortedOnce(problems: readonly Problem[]): readonly Problem[] {
  const once = new Map(problems.map((each) => [`${placeOf(each)}:${each.message}`, each]));
  return [...once.values()].sort(
    (a, b) =>
      compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.message, b.message),
  );
}

export function placeOf(at: Position): string {
  return `${at.file}:${at.line}:${at.column}`;
}
