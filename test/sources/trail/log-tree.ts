import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

export type Tree = ReadonlyMap<string, Uint8Array>;

/** Log files of these records, as CloudTrail lays them out: by account, Region and day, two records a file. */
export function logTree(
  records: readonly Readonly<Record<string, unknown>>[],
  organization?: string,
): Map<string, Uint8Array> {
  const byFolder = new Map<string, Readonly<Record<string, unknown>>[]>();
  for (const record of records) {
    const account = String(record['recipientAccountId']);
    const day = String(record['eventTime']).slice(0, 10).replaceAll('-', '/');
    const owner = organization === undefined ? account : `${organization}/${account}`;
    const folder = `AWSLogs/${owner}/CloudTrail/${record['awsRegion']}/${day}`;
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), record]);
  }
  const files = new Map<string, Uint8Array>();
  for (const [folder, held] of byFolder) {
    for (let at = 0; at < held.length; at += 2)
      files.set(`${folder}/${fileName(folder, at)}`, logFile(held.slice(at, at + 2)));
  }
  return files;
}

function fileName(folder: string, serial: number): string {
  const [, account, region, date] = /(\d{12})\/CloudTrail\/([^/]+)\/(.+)$/.exec(folder) ?? [];
  return `${account}_CloudTrail_${region}_${date?.replaceAll('/', '')}T1000Z_${String(serial).padStart(16, 'x')}.json.gz`;
}

export function logFile(records: readonly unknown[]): Uint8Array {
  return gzipSync(JSON.stringify({ Records: records }));
}

/** A new temporary folder with these files. */
export function onDisk(files: Tree): string {
  const root = mkdtempSync(join(tmpdir(), 'holdfast-logs-'));
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  return root;
}
