import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { controlIdType, controlIndex } from './control-index.ts';
import { controlsPage } from './controls-page.ts';
import { frameworksPage } from './frameworks-page.ts';
import { appTable, roomTable } from './rooms.ts';

const ROOT = join(import.meta.dirname, '..');

/** Everything that is made from the code. The index comes first: the others load it. */
write('src/controls/index.ts', controlIndex(join(ROOT, 'src/controls')));
write('src/model/control-id.ts', controlIdType(join(ROOT, 'src/controls')));

const { controls } = await import('../src/controls/index.ts');
const { FRAMEWORKS } = await import('../src/frameworks/catalogue.ts');
const { CONTROL_INFO } = await import('../src/app/catalogue/control-info.ts');
const { CONTROL_IDS } = await import('../src/app/catalogue/control-ids.ts');
const { policySchema } = await import('../src/policy/schema.ts');
const { testSchema } = await import('../src/policy-test/schema.ts');
const { reportSchema } = await import('../src/app/files/report-schema.ts');
const { inventorySchema } = await import('../src/sources/inventory-schema.ts');
const { actionYaml } = await import('../src/app/action/action-yaml.ts');
const tables = await import('../src/app/options/markdown.ts');

write('docs/controls.md', controlsPage(controls));
write('docs/frameworks.md', frameworksPage(FRAMEWORKS, CONTROL_INFO));
write('schemas/policy.schema.json', json(policySchema(CONTROL_IDS)));
write('schemas/test.schema.json', json(testSchema(CONTROL_IDS)));
write('schemas/report.schema.json', json(reportSchema));
write('schemas/inventory.schema.json', json(inventorySchema));
write('action.yml', actionYaml());
fill('docs/reference.md', {
  commands: tables.commandTable(),
  options: tables.optionTable('check'),
  'other-options': tables.otherOptionTables('check'),
  exits: tables.exitTable(),
  inputs: tables.inputTable(),
  outputs: tables.outputTable(),
});
fill('docs/architecture.md', { rooms: roomTable(), app: appTable() });

/** Fills what stands between `<!-- generated: NAME -->` and its end. */
function fill(path: string, sections: Readonly<Record<string, string>>): void {
  const filled = Object.entries(sections).reduce(
    (page, [name, table]) => {
      const [begin, end] = [`<!-- generated: ${name} -->`, `<!-- /generated: ${name} -->`];
      const [from, to] = [page.indexOf(begin), page.indexOf(end)];
      if (from < 0 || to < from) throw new Error(`${path} has no section ${name}`);
      return `${page.slice(0, from + begin.length)}\n${table}${page.slice(to)}`;
    },
    readFileSync(join(ROOT, path), 'utf8'),
  );
  write(path, filled);
}

function write(path: string, text: string): void {
  const target = join(ROOT, path);
  mkdirSync(dirname(target), { recursive: true });
  if (current(target) === text) return;
  writeFileSync(target, text);
  process.stderr.write(`wrote ${path}\n`);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function current(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
