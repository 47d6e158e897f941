import { readFileSync } from 'node:fs';

/** The estate of the demo. The bundle holds its text: the build puts it in the place of this file's reading. */
export function demoScenario(): { readonly text: string; readonly file: string } {
  return {
    text: readFileSync(new URL('../../simulator/scenario/demo.yaml', import.meta.url), 'utf8'),
    file: 'demo.yaml',
  };
}
