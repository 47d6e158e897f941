/** Characters of one value, and of all members together: more than any report has. */
const MOST_CHARACTERS = 128 * 1024 * 1024;

/** More than can be held. */
export class TooLarge extends Error {}

/** The text begins as JSON, and not as an object. */
export class NotAnObject extends SyntaxError {}

const OTHER_VALUE = /[["\-\dtfn]/;

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * Where in the text the reader stands. `name`: of a member of the first object. `member`: its value. `item`: a value of the
 * list that is read one by one. `line`: a value behind the first object, as JSON Lines have them.
 */
type Place =
  | 'start'
  | 'name'
  | 'colon'
  | 'member'
  | 'after-member'
  | 'list'
  | 'item'
  | 'after-item'
  | 'outside'
  | 'line';

/**
 * Cuts a JSON document, or JSON Lines, into the texts of its values without holding them: the members of the first object,
 * and one by one the items of its list of the given name and the objects behind it. What is cut out is not looked into:
 * whoever parses it finds what is no JSON.
 */
export class JsonSplitter {
  readonly #list: string;
  readonly #members = new Map<string, string>();
  #place: Place = 'start';
  #name = '';
  #parts: string[] = [];
  #held = 0;
  #kept = 0;
  #depth = 0;
  #inText = false;
  #escaped = false;
  #items: string[] = [];
  #lines: string[] = [];

  constructor(list: string) {
    this.#list = list;
  }

  /** The texts of the members of the first object, but for the list. */
  get members(): ReadonlyMap<string, string> {
    return this.#members;
  }

  /** The texts of the items, and of the objects behind the first one, that end in this piece. Throws `SyntaxError`, `NotAnObject` and `TooLarge`. */
  take(text: string): { readonly items: readonly string[]; readonly lines: readonly string[] } {
    this.#items = [];
    this.#lines = [];
    let at = 0;
    while (at < text.length) at = this.#isCapturing() ? this.#capture(text, at) : this.#step(text, at);
    return { items: this.#items, lines: this.#lines };
  }

  /** Throws `SyntaxError` where the text ends within a value. */
  end(): void {
    if (this.#place !== 'outside') throw new SyntaxError('it ends too early');
  }

  #isCapturing(): boolean {
    return this.#place === 'name' || this.#place === 'member' || this.#place === 'item' || this.#place === 'line';
  }

  /** One character between values. */
  #step(text: string, at: number): number {
    const code = text.charCodeAt(at);
    if (code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code === 0xfeff && this.#place === 'start')) return at + 1;
    switch (this.#place) {
      case 'start':
        if (OTHER_VALUE.test(text.charAt(at))) throw new NotAnObject();
        return this.#expect(code, OPEN_BRACE, 'name', at);
      case 'colon':
        return this.#expect(code, COLON, 'member', at);
      case 'after-member':
        if (code === COMMA) this.#place = 'name';
        else this.#expect(code, CLOSE_BRACE, 'outside', at);
        return at + 1;
      case 'list':
        this.#place = code === CLOSE_BRACKET ? 'after-member' : 'item';
        return code === CLOSE_BRACKET ? at + 1 : at;
      case 'after-item':
        if (code === COMMA) this.#place = 'item';
        else this.#expect(code, CLOSE_BRACKET, 'after-member', at);
        return at + 1;
      default:
        this.#expect(code, OPEN_BRACE, 'line', at);
        return at;
    }
  }

  #expect(code: number, wanted: number, next: Place, at: number): number {
    if (code !== wanted) throw new SyntaxError('this is not JSON');
    this.#place = next;
    return at + 1;
  }

  /** Goes on in a value, up to its end or that of the text. */
  #capture(text: string, from: number): number {
    for (let at = from; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (this.#inText) {
        if (this.#escaped) this.#escaped = false;
        else if (code === BACKSLASH) this.#escaped = true;
        else if (code === QUOTE) {
          this.#inText = false;
          if (this.#depth === 0 && this.#place === 'name') return this.#ended(text, from, at + 1);
        }
      } else if (code === QUOTE) this.#inText = true;
      else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
        if (this.#isListBegun(code, text, from, at)) return at + 1;
        this.#depth += 1;
      } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
        if (this.#depth === 0) return this.#isEmpty(text, from, at) ? this.#closed(at) : this.#ended(text, from, at);
        this.#depth -= 1;
        if (this.#depth === 0 && this.#place === 'line') return this.#ended(text, from, at + 1);
      } else if (code === COMMA && this.#depth === 0) return this.#ended(text, from, at);
    }
    this.#hold(text.slice(from));
    return text.length;
  }

  /** `{}`: there is no name where one could stand. */
  #isEmpty(text: string, from: number, at: number): boolean {
    const isFirst = this.#place === 'name' && this.#members.size === 0;
    return isFirst && `${this.#parts.join('')}${text.slice(from, at)}`.trim() === '';
  }

  #closed(at: number): number {
    this.#parts = [];
    this.#place = 'outside';
    return at + 1;
  }

  #isListBegun(code: number, text: string, from: number, at: number): boolean {
    if (this.#place !== 'member' || this.#name !== this.#list || this.#depth > 0 || code !== OPEN_BRACKET) return false;
    if (`${this.#parts.join('')}${text.slice(from, at)}`.trim() !== '') return false;
    this.#parts = [];
    this.#held = 0;
    this.#place = 'list';
    this.#members.set(this.#list, '[]');
    return true;
  }

  #hold(part: string): void {
    this.#parts.push(part);
    this.#held += part.length;
    if (this.#held + this.#kept > MOST_CHARACTERS) throw new TooLarge();
  }

  #ended(text: string, from: number, to: number): number {
    this.#hold(text.slice(from, to));
    const value = this.#parts.join('');
    this.#parts = [];
    this.#held = 0;
    switch (this.#place) {
      case 'name':
        return this.#named(value, to);
      case 'member':
        this.#members.set(this.#name, value);
        this.#kept += value.length;
        this.#place = 'after-member';
        return to;
      case 'item':
        this.#items.push(value);
        this.#place = 'after-item';
        return to;
      default:
        this.#lines.push(value);
        this.#place = 'outside';
        return to;
    }
  }

  #named(text: string, to: number): number {
    // `{}`: what was to be a name is empty.
    const name: unknown = JSON.parse(text);
    if (typeof name !== 'string' || this.#members.has(name))
      throw new SyntaxError('a name that stands twice, or is none');
    this.#name = name;
    this.#place = 'colon';
    return to;
  }
}
