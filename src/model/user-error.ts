/**
 * Something that only the user can fix: wrong usage, no Region, no credentials, a broken file. It ends the run with exit
 * code 2 and without a stack. Everything else that is thrown is a bug in Holdfast.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** What to do about it, one sentence without a full stop. */
  readonly advice: string;

  constructor(message: string, advice: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.advice = advice;
  }
}

/** Whether there is such a thing cannot be told, as something that would tell could not be read: not wrong, but open. */
export class CannotTell extends UserError {}

/** There is no AWS to read: no Region, or no credentials. A preview then judges the change alone. */
export class NotConfigured extends UserError {}

/** AWS was asked and gave nothing at all. */
export class NothingRead extends UserError {}
