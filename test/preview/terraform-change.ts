import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { memoryHost, runLine } from '../app/memory-host.ts';
import { simulated } from '../simulator/simulated.ts';
import { terraformIn } from './terraform-runs.ts';

/** The provider in eu-west-1, another in eu-central-1, and a role that AWS Backup may take. */
export function headText(alias: string): string {
  return `
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" { region = "eu-west-1" }
provider "aws" {
  alias  = "${alias}"
  region = "eu-central-1"
}
resource "aws_iam_role" "backup" {
  name               = "backup"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "backup.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}`;
}

export interface Outcome {
  readonly previewed: Report;
  readonly applied: Report;
  /** What Terraform showed. */
  readonly plan: string;
  /** The account before the plan was applied. */
  readonly inventory: string;
  /** What Terraform said where it could not apply all of the plan. */
  readonly failure?: string;
}

/** Writes the files, plans, previews, applies and judges. */
export type PreviewAndApply = (files: Readonly<Record<string, string>>, policy: string) => Promise<Outcome>;

export type Terraform = ReturnType<typeof terraformIn>;

export interface ChangeOptions {
  /** What the folder is initialized with, so that providers and modules are there. */
  readonly first: Readonly<Record<string, string>>;
  /** Regions that are judged. */
  readonly regions: string;
  /** Modules come and go, and a part of a plan may be refused. */
  readonly changing?: boolean;
}

export async function withTerraform(
  { first, regions, changing = false }: ChangeOptions,
  use: (previewAndApply: PreviewAndApply, terraform: Terraform) => Promise<void>,
): Promise<void> {
  await simulated(async (simulator) => {
    Object.assign(process.env, simulator.environment);
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-preview-'));
    const terraform = terraformIn(folder, simulator);
    try {
      write(folder, first);
      await terraform('init', '-no-color');
      await use(async (files, policy) => {
        write(folder, files);
        if (changing) await terraform('init', '-no-color');
        return previewAndApply({ folder, terraform, policy, regions, changing });
      }, terraform);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

interface Run {
  readonly folder: string;
  readonly terraform: Terraform;
  readonly policy: string;
  readonly regions: string;
  readonly changing: boolean;
}

async function previewAndApply({ folder, terraform, policy, regions, changing }: Run): Promise<Outcome> {
  const inventory = join(folder, 'before.json');
  const files = { 'policy.yaml': policy };
  await runLine(`collect --regions ${regions} --policies policy.yaml --output ${inventory}`, memoryHost({ files }));
  await terraform('plan', '-no-color', '-out', 'plan.bin');
  const plan = await terraform('show', '-json', 'plan.bin');
  const previewed = await report(`check --inventory ${inventory} --policies policy.yaml --terraform-plan plan.json`, {
    ...files,
    'plan.json': plan,
  });
  const failure = await terraform('apply', '-no-color', 'plan.bin').then(
    () => undefined,
    (error: unknown) => {
      if (!changing) throw error;
      return String(error);
    },
  );
  const applied = await report(`check --regions ${regions} --policies policy.yaml`, files);
  const read = readFileSync(inventory, 'utf8');
  return { previewed, applied, plan, inventory: read, ...(failure === undefined ? {} : { failure }) };
}

async function report(line: string, files: Readonly<Record<string, string>>): Promise<Report> {
  const machine = memoryHost({ files });
  await runLine(`${line} --report json`, machine);
  expect(machine.out(), machine.err()).not.toBe('');
  return JSON.parse(machine.out());
}
