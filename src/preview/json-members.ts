import type { Position } from '../model/policy.ts';

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:\n]/g;

/** Where the members of a map stand that is itself a member of the top, in a text that is JSON: each by its key. */
export function memberPositions(file: string, text: string, section: string): ReadonlyMap<string, Position> {
  const found = new Map<string, Position>();
  const open: string[] = [];
  let [line, lineStart, isKey, isInSection] = [1, 0, false, false];
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    switch (token) {
      case '\n':
        line += 1;
        lineStart = index + 1;
        break;
      case '{':
      case '[':
        open.push(token);
        isKey = token === '{';
        break;
      case '}':
      case ']':
        open.pop();
        isKey = false;
        break;
      case ',':
        isKey = open.at(-1) === '{';
        break;
      case ':':
        isKey = false;
        break;
      default:
        if (!isKey) break;
        if (open.length === 1) isInSection = JSON.parse(token) === section;
        else if (open.length === 2 && isInSection) {
          found.set(JSON.parse(token), { file, line, column: index - lineStart + 1 });
        }
    }
  }
  return found;
}
