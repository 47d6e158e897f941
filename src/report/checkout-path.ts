/**
 * A file as GitHub names it: relative to the checkout, with slashes on Windows, too. Undefined when it does not lie below the working
 * directory: code scanning refuses absolute paths, and one that leads nowhere stalls the upload (github/codeql-action issue 2992).
 */
export function checkoutPath(file: string): string | undefined {
  const segments = file.replaceAll('\\', '/').split('/');
  const absolute = segments[0] === '' || /^[A-Za-z]:/.test(segments[0] ?? '');
  const named = segments.filter((segment) => segment !== '' && segment !== '.');
  if (absolute || named.length === 0 || named.includes('..')) return undefined;
  return named.join('/');
}
