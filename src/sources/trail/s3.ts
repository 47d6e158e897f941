import { ListObjectsV2Command, type ListObjectsV2CommandOutput, S3Client } from '@aws-sdk/client-s3';
import PQueue from 'p-queue';
import type { Unknown } from '../../model/fact.ts';
import { failure } from '../failure.ts';
import { pagesOf } from '../pages.ts';
import { type Caller, callerSettings } from './caller.ts';
import { Channel } from './channel.ts';
import type { LogFileSource } from './log-file.ts';
import { readLogFiles, type SourceReading } from './log-files.ts';
import { holdsDays, type LogLayout, logLayout } from './log-layout.ts';
import { readObject } from './s3-object.ts';
import type { HistoryWindow } from './window.ts';

/** More than two processors can decompress, so that none waits for the network. */
const FILES_AT_ONCE = 12;
const LISTS_AT_ONCE = 16;
const UNREAD_MAX = 2_000;
/** Only a prefix that names a file is not a folder. */
const FILE = /\.json(\.gz)?$/i;

type Found = LogFileSource | { readonly gap: Unknown };

/** Log files in a bucket. They are listed and read side by side, and nothing of them is written to disk. */
export async function readS3(
  caller: Caller,
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  window: HistoryWindow,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<SourceReading> {
  const { run, region } = caller;
  const client = new S3Client({
    ...callerSettings(caller),
    followRegionRedirects: true,
    forcePathStyle: isLoopback(environment['AWS_ENDPOINT_URL_S3'] ?? environment['AWS_ENDPOINT_URL']),
  });
  client.middlewareStack.use(run.wire.plugin('s3', `caller/${region}`));
  const source = `s3://${bucket}/${prefix}`;
  const objects = new ObjectList(client, caller, bucket, logLayout(window));
  return readLogFiles(FILE.test(prefix) ? objects.one(prefix) : objects.below(prefix), {
    source,
    window,
    filesAtOnce: FILES_AT_ONCE,
    progress: run.progress,
    signal: run.signal,
  });
}

/** A bucket's own host name does not resolve there. */
function isLoopback(endpoint: string | undefined): boolean {
  if (endpoint === undefined || !URL.canParse(endpoint)) return false;
  const { hostname } = new URL(endpoint);
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

class ObjectList {
  readonly #client: S3Client;
  readonly #caller: Caller;
  readonly #bucket: string;
  readonly #layout: LogLayout;
  readonly #queue = new PQueue({ concurrency: LISTS_AT_ONCE });
  readonly #found = new Channel<Found>(UNREAD_MAX);

  constructor(client: S3Client, caller: Caller, bucket: string, layout: LogLayout) {
    this.#client = client;
    this.#caller = caller;
    this.#bucket = bucket;
    this.#layout = layout;
  }

  async *one(key: string): AsyncGenerator<Found> {
    yield this.#object(key);
  }

  below(prefix: string): AsyncIterable<Found> {
    return this.#found.closeAfter(this.#walk(prefix));
  }

  /** Level by level down to the Regions; from there on the days are known, and each is listed whole. */
  async #walk(prefix: string): Promise<void> {
    if (holdsDays(segmentsOf(prefix))) {
      await Promise.all(this.#layout.days.map((day) => this.#list(`${prefix}${day}/`, false)));
      return;
    }
    const below = await this.#list(prefix, true);
    await Promise.all(below.filter((each) => this.#layout.mayHold(segmentsOf(each))).map((each) => this.#walk(each)));
  }

  /** Hands over the files; the answer is the prefixes one level down, where those were asked for. */
  async #list(prefix: string, byLevel: boolean): Promise<readonly string[]> {
    const levels: string[] = [];
    const { run } = this.#caller;
    const pages = pagesOf(
      run.wire,
      (token) => this.#queue.add(() => this.#page(prefix, byLevel, token)),
      (output) => ({
        items: [...(output.Contents ?? []), ...(output.CommonPrefixes ?? [])],
        next: output.IsTruncated === true ? output.NextContinuationToken : undefined,
      }),
    );
    try {
      for await (const page of pages) {
        for (const found of page) {
          if ('Prefix' in found) levels.push(...(found.Prefix === undefined ? [] : [found.Prefix]));
          else if ('Key' in found && found.Key !== undefined && this.#layout.isRelevant(nameOf(found.Key))) {
            await this.#found.put(this.#object(found.Key));
          }
        }
      }
    } catch (error) {
      run.signal?.throwIfAborted();
      const why = failure(error, 's3:ListBucket');
      await this.#found.put({ gap: { ...why, detail: `s3://${this.#bucket}/${prefix}: ${why.detail}` } });
    }
    return levels;
  }

  async #page(prefix: string, byLevel: boolean, token: string | undefined): Promise<ListObjectsV2CommandOutput> {
    const { progress } = this.#caller.run;
    progress.begin('s3:ListObjectsV2');
    try {
      return await this.#client.send(
        new ListObjectsV2Command({
          Bucket: this.#bucket,
          Prefix: prefix,
          ContinuationToken: token,
          ...(byLevel ? { Delimiter: '/' } : {}),
        }),
      );
    } finally {
      progress.end('s3:ListObjectsV2');
    }
  }

  #object(Key: string): LogFileSource {
    return {
      name: `s3://${this.#bucket}/${Key}`,
      open: () => readObject(this.#client, this.#bucket, Key),
      permission: 's3:GetObject',
    };
  }
}

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

function segmentsOf(prefix: string): readonly string[] {
  return prefix.split('/').filter((segment) => segment !== '');
}
