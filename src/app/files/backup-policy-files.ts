import { isObject, parseJson } from '../../model/json.ts';

/** Longer than any that AWS takes, white space and all; nobody's file is decoded for nothing. */
const MOST_BYTES = 1024 * 1024;

/**
 * Whether a file is a backup policy of AWS Organizations: an object of JSON with the key `plans` or operators in it. What is
 * broken JSON is one where operators stand in it.
 */
export function isBackupPolicy(path: string, bytes: Uint8Array): boolean {
  if (!path.endsWith('.json') || bytes.length > MOST_BYTES) return false;
  const text = new TextDecoder().decode(bytes);
  try {
    const value = parseJson(text);
    if (!isObject(value) || Object.hasOwn(value, 'apiVersion')) return false;
    return Object.keys(value).some((key) => key.toLowerCase() === 'plans') || text.includes('"@@');
  } catch {
    return text.includes('"@@') && !text.includes('"apiVersion"');
  }
}
