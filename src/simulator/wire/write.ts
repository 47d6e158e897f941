/** JSON with instants as epoch seconds, three decimals: the default of AWS's JSON protocols. */
export function writeJson(value: object): string {
  return JSON.stringify(value, replaceDates);
}

function replaceDates(this: unknown, key: string, value: unknown): unknown {
  // `Date` has a toJSON, so by now the value is text; the holder still has the date.
  const original = typeof this === 'object' && this !== null ? Reflect.get(this, key) : undefined;
  return original instanceof Date ? original.getTime() / 1000 : value;
}

/** The answer of a query operation, `<XResponse><XResult>…`; instants as ISO 8601, lists as `member`s. */
export function writeXml(operation: string, xmlns: string, requestId: string, value: object): string {
  return (
    `<${operation}Response xmlns="${xmlns}"><${operation}Result>${members(value)}</${operation}Result>` +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`
  );
}

export function writeXmlError(xmlns: string, requestId: string, code: string, message: string, status: number): string {
  const type = status >= 500 ? 'Receiver' : 'Sender';
  return (
    `<ErrorResponse xmlns="${xmlns}"><Error><Type>${type}</Type><Code>${escapeXml(code)}</Code>` +
    `<Message>${escapeXml(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`
  );
}

/** The answers of S3: no wrapper around the result, and lists as repeated elements. */
export function writeS3Xml(root: string, value: object): string {
  const flat = Object.entries(value).flatMap(([name, member]) =>
    Array.isArray(member) ? member.map((item: unknown) => element(name, item)) : [element(name, member)],
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${flat.join('')}</${root}>`;
}

function members(value: object): string {
  return Object.entries(value)
    .map(([name, member]) => element(name, member))
    .join('');
}

function element(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  return `<${name}>${content(value)}</${name}>`;
}

function content(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item: unknown) => element('member', item)).join('');
  if (typeof value === 'object' && value !== null) return members(value);
  return escapeXml(String(value));
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
