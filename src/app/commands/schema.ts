import { policySchema } from '../../policy/schema.ts';
import { testSchema } from '../../policy-test/schema.ts';
import { inventorySchema } from '../../sources/inventory-schema.ts';
import { CONTROL_IDS } from '../catalogue/control-ids.ts';
import { EXIT, type ExitCode } from '../exit/exit-codes.ts';
import { reportSchema } from '../files/report-schema.ts';
import type { Host } from '../host/host.ts';
import type { Options } from '../options/options.ts';

export async function schema({ document }: Options<'schema'>, host: Host): Promise<ExitCode> {
  host.stdout.write(schemaText(document));
  return EXIT.compliant;
}

export type SchemaDocument = Options<'schema'>['document'];

export function schemaText(document: SchemaDocument): string {
  return `${JSON.stringify(schemaOf(document), null, 2)}\n`;
}

function schemaOf(document: SchemaDocument): object {
  switch (document) {
    case 'policy':
      return policySchema(CONTROL_IDS);
    case 'test':
      return testSchema(CONTROL_IDS);
    case 'inventory':
      return inventorySchema;
    case 'report':
      return reportSchema;
  }
}
