import { FRAMEWORKS, frameworkOf } from '../../frameworks/catalogue.ts';
import { frameworkJson, frameworkList, frameworkPage } from '../catalogue/framework-map.ts';
import { EXIT, type ExitCode } from '../exit/exit-codes.ts';
import { columnsOf, type Host } from '../host/host.ts';
import type { Options } from '../options/options.ts';

export async function frameworks(options: Options<'frameworks'>, host: Host): Promise<ExitCode> {
  const named = options['framework-to-show'];
  const width = columnsOf(host.stdout);
  host.stdout.write(
    options['frameworks-report'] === 'json'
      ? frameworkJson(named === undefined ? FRAMEWORKS : [frameworkOf(named)])
      : named === undefined
        ? frameworkList(FRAMEWORKS, width)
        : frameworkPage(frameworkOf(named), width),
  );
  return EXIT.compliant;
}
