import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Simulator } from '../../src/simulator/server.ts';

const PROVIDER = 'registry.terraform.io/hashicorp/aws';

/** Folders that Terraform's documentation names for mirrored providers, and the one some machines keep beside /usr. */
const MIRRORS = [
  process.env['TF_PLUGIN_MIRROR_DIR'] ?? '',
  join(homedir(), '.terraform.d/plugins'),
  '/usr/local/share/terraform/plugins',
  '/usr/share/terraform/plugins',
  '/opt/tf-plugins',
];

const mirror = MIRRORS.find((folder) => folder !== '' && existsSync(join(folder, PROVIDER)));

export const hasTerraform =
  mirror !== undefined &&
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'terraform')));

/** Runs Terraform in a folder, against the simulator; gives what it printed. A run that fails is an error. */
export function terraformIn(folder: string, simulator: Simulator): (...words: string[]) => Promise<string> {
  writeFileSync(
    join(folder, 'terraform.rc'),
    `disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror { path = "${mirror}" }\n}\n`,
  );
  const env = {
    ...process.env,
    ...simulator.environment,
    TF_CLI_CONFIG_FILE: join(folder, 'terraform.rc'),
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
  };
  return (...words) =>
    new Promise((resolve, reject) => {
      const options = { cwd: folder, env, maxBuffer: 64_000_000 };
      execFile('terraform', words, options, (error, stdout, stderr) => {
        if (error) reject(new Error(`terraform ${words.join(' ')}: ${stdout}${stderr}`));
        else resolve(stdout);
      });
    });
}
