import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { parse } from 'yaml';
import { licences } from './licences.ts';

const ROOT = resolve(import.meta.dirname, '..');
/** `npm run build` names `dist`; what follows `--` wins. */
const out = resolve(ROOT, process.argv.slice(2).at(-1) ?? '.build');

/** Bundled packages that are CommonJS call `require`, which a module does not have: esbuild asks for it in one of the files. */
const REQUIRE =
  "import{createRequire as holdfastRequire}from'node:module';const require=holdfastRequire(import.meta.url);\n";

/** A file in the bundle's folder too: the report of the demo names lines of it. */
const DEMO_POLICIES = resolve(ROOT, 'src/simulator/scenario/demo-policies.yaml');

/**
 * Clients that speak JSON and have a class for each of dozens of errors, none of which says that it may be tried again.
 * Holdfast knows errors by name, and one without a class has the same name, message and status.
 */
const UNREGISTERED = /[\\/]client-(?:cloudtrail|cloudwatch|kms|organizations)[\\/]/;
const REGISTRATION = /^n0_registry\.registerError\(.*\);$/gm;

/** What is a file beside the source is text in the bundle, and of package.json only the version is of interest. */
const embedded: Plugin = {
  name: 'embedded',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]src[\\/]app[\\/]embedded[\\/]demo-scenario\.ts$/ }, ({ path }) => {
      const file = join(dirname(path), '../../simulator/scenario/demo.yaml');
      const text = JSON.stringify(parse(readFileSync(file, 'utf8')));
      return { contents: `export const demoScenario = () => ({ text: ${JSON.stringify(text)}, file: 'demo.yaml' });` };
    });
    onLoad({ filter: /[\\/]src[\\/]app[\\/]embedded[\\/]demo-policies\.ts$/ }, () => ({
      contents: `import { fileURLToPath } from 'node:url';
// What a command loads on demand is in a chunk, one folder below the entries.
export const demoPolicies = () => fileURLToPath(new URL('../${basename(DEMO_POLICIES)}', import.meta.url));`,
    }));
    // The only part of the toolkit that talks HTTP, and brings 400 kB to do so. Credentials are another action's business.
    onLoad({ filter: /[\\/]@actions[\\/]core[\\/]lib[\\/]oidc-utils\.js$/ }, () => ({
      contents: `export class OidcClient {
  static getIDToken() { throw new Error('this bundle asks for no OpenID Connect token'); }
}`,
    }));
    // Tells browsers apart; the clients carry it into Node, where nothing calls it.
    onLoad({ filter: /[\\/]node_modules[\\/]bowser[\\/]/ }, () => ({
      contents: 'export const parse = () => ({}); export default { parse };',
    }));
    // Subcommands that are programs of their own, of which there are none here. Every start would load what starts them.
    onLoad({ filter: /[\\/]commander[\\/]lib[\\/]command\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace("require('node:child_process')", '{}'),
    }));
    // What answers with a stream of events (S3 Select and its kin) is never called.
    onLoad({ filter: /[\\/]@smithy[\\/]core[\\/]dist-es[\\/]submodules[\\/]event-streams[\\/]index\.js$/ }, () => ({
      contents: `export { resolveEventStreamSerdeConfig } from './eventstream-serde-config-resolver/EventStreamSerdeConfig';
export const eventStreamSerdeProvider = () => undefined;
export class EventStreamSerde {
  constructor() { throw new Error('this bundle reads no event stream'); }
}`,
    }));
    // Identity pools are for the users of an app; what imports them on demand keeps their clients in the bundle.
    onLoad({ filter: /[\\/]credential-providers[\\/]dist-es[\\/]fromCognitoIdentity(?:Pool)?\.js$/ }, () => ({
      contents: '',
    }));
    // Computed keys could run code, for all that esbuild knows, and would keep the schemas of every operation.
    onLoad({ filter: /[\\/]dist-es[\\/](?:.*[\\/])?schemas[\\/]schemas_0\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8').replace(UNREGISTERED.test(path) ? REGISTRATION : '', '');
      const values = new Map(
        Array.from(text.matchAll(/^const (\w+) = (".*");$/gm), ([, name, value]) => [name, value]),
      );
      return {
        contents: text.replace(/\[(\w+)\]:/g, (key, name) => (values.has(name) ? `${values.get(name)}:` : key)),
      };
    });
    onLoad({ filter: /[\\/]package\.json$/ }, ({ path }) => {
      if (dirname(path) !== ROOT) return undefined;
      const { version }: { version: string } = JSON.parse(readFileSync(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

const { metafile, outputFiles } = await build({
  absWorkingDir: ROOT,
  entryPoints: ['src/cli.ts', 'src/action.ts'],
  outdir: out,
  bundle: true,
  splitting: true,
  chunkNames: 'chunks/[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minify: true,
  charset: 'utf8',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  plugins: [embedded],
  metafile: true,
  write: false,
  logLevel: 'warning',
});

// Nothing of the last build is touched before this one has succeeded, and nothing of it stays.
rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, 'chunks'), { recursive: true });
for (const { path, text } of outputFiles) writeFileSync(path, text.includes('typeof require') ? REQUIRE + text : text);
chmodSync(join(out, 'cli.js'), 0o755);
copyFileSync(DEMO_POLICIES, join(out, basename(DEMO_POLICIES)));
// The bundle works wherever it is copied to, without the package around it.
writeFileSync(join(out, 'package.json'), '{ "type": "module" }\n');
writeFileSync(join(out, 'THIRD-PARTY-LICENSES.txt'), licences(ROOT, Object.keys(metafile.inputs)));

const sizes = outputFiles.map(({ path, contents }) => ({
  name: basename(path),
  bytes: contents.byteLength,
  packed: gzipSync(contents).byteLength,
}));
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
const largest = sizes.toSorted((a, b) => b.bytes - a.bytes).slice(0, 8);
for (const { name, bytes, packed } of largest) {
  process.stderr.write(`${String(bytes).padStart(9)} ${String(packed).padStart(8)} gzip  ${name}\n`);
}
process.stderr.write(`${String(total).padStart(9)} in ${sizes.length} files, the largest above\n`);
