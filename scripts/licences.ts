import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Notices of every package of which something is in the bundle; packages that share the terms are listed above them. */
export function licences(root: string, inputs: readonly string[]): string {
  const folders = new Set(inputs.flatMap((input) => packageFolder(input) ?? []));
  const titles = new Map<string, string[]>();
  for (const folder of [...folders].toSorted()) {
    const { title, text } = notice(join(root, folder));
    titles.set(text, [...(titles.get(text) ?? []), title]);
  }
  const head = 'Packages that are part of the files in this folder, each under its own licence.\n';
  const parts = [...titles].map(([text, sharing]) => `${[...new Set(sharing)].join('\n')}\n\n${text}\n`);
  return [head, ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}

/** `node_modules/a/node_modules/@b/c/lib/x.js` → `node_modules/a/node_modules/@b/c`. */
function packageFolder(input: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name?: string };
}

/** What follows the terms of the Apache License: advice for authors, and the copyright line. */
const HOW_TO_APPLY = /^ *END OF TERMS AND CONDITIONS\n[\s\S]*?limitations under the License\.$/m;
/** The line that sets two packages under one licence apart. */
const COPYRIGHT = /^ *Copyright (?:\(c\) )?\d{4}.*\n+/gim;

function notice(folder: string): { readonly title: string; readonly text: string } {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version, license, author } = manifest;
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  const texts = files.toSorted().map((file) => readFileSync(join(folder, file), 'utf8'));
  const by = typeof author === 'string' ? author : author?.name;
  const stated = `Licence as the package states it: ${license ?? 'none stated'}.${by === undefined ? '' : ` Author: ${by}.`}`;
  const text = (texts.length > 0 ? texts.join('\n\n') : stated).replaceAll('\r\n', '\n').trim();
  const holders = Array.from(text.matchAll(COPYRIGHT), ([line]) => line.trim());
  return {
    title: [`${name} ${version} (${license ?? 'no licence stated'})`, ...holders].join(', '),
    text: text.replace(HOW_TO_APPLY, '').replace(COPYRIGHT, '').trim(),
  };
}
