/**
 * The fields of a column type as the Glue catalog writes it, `struct<type:string,sessioncontext:struct<…>>`, by their
 * path: `type`, `sessioncontext.sessionissuer.arn`. Undefined for a type that is no struct.
 */
export function structPaths(type: string): ReadonlySet<string> | undefined {
  const inner = /^\s*(?:struct<|row\()(.*)[>)]\s*$/is.exec(type)?.[1];
  if (inner === undefined) return undefined;
  const paths = new Set<string>();
  for (const field of fieldsOf(inner)) {
    const [, name = '', of = ''] = /^\s*"?([A-Za-z0-9_]+)"?\s*[:\s]\s*(.*)$/s.exec(field) ?? [];
    const path = name.toLowerCase();
    paths.add(path);
    for (const below of structPaths(of) ?? []) paths.add(`${path}.${below}`);
  }
  return paths;
}

/** Splits at the commas of this level. */
function fieldsOf(text: string): readonly string[] {
  const fields: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [at, character] of [...text].entries()) {
    if (character === '<' || character === '(') depth++;
    else if (character === '>' || character === ')') depth--;
    else if (character === ',' && depth === 0) {
      fields.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...fields, text.slice(start)];
}
