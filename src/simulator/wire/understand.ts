import type { IncomingHttpHeaders } from 'node:http';
import type { Input } from '../input.ts';
import type { Service } from '../operation.ts';
import { readForm, readJson } from './read.ts';
import { matchRoute } from './route.ts';

export type Protocol = 'rest-xml' | 'rest-json' | 'json' | 'query';

export interface Scope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

/** What the signature says; the signature itself is not checked. */
export function readScope(headers: IncomingHttpHeaders): Scope | undefined {
  const match = /Credential=([^/,\s]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(headers.authorization ?? '');
  const [, accessKeyId, region, service] = match ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined) return undefined;
  return { accessKeyId, region, service };
}

/** How the request is written: JSON has a target header, the query protocol a form, REST neither. */
export function protocolOf(headers: IncomingHttpHeaders): Protocol {
  if (headers['x-amz-target'] !== undefined) return 'json';
  if (/\/s3\/aws4_request/.test(headers.authorization ?? '')) return 'rest-xml';
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return 'query';
  return 'rest-json';
}

export interface Understood {
  /** Undefined when the service has no such operation, or the request names none. */
  readonly operation: string | undefined;
  readonly input: () => Input;
}

export function understand(
  protocol: Protocol,
  service: Service,
  request: { method: string; url: URL; headers: IncomingHttpHeaders; body: string },
): Understood {
  switch (protocol) {
    case 'json': {
      // botocore writes CloudTrail's target with its Java package in front.
      const target = String(request.headers['x-amz-target'] ?? '');
      return { operation: target.slice(target.lastIndexOf('.') + 1), input: () => readJson(request.body) };
    }
    case 'query': {
      const { action, input } = readForm(request.body);
      return { operation: action, input: () => input };
    }
    case 'rest-xml':
      return understandS3(request.method, request.url);
    case 'rest-json': {
      const found = matchRoute(service, request.method, request.url);
      return { operation: found?.operation, input: () => ({ ...readJson(request.body), ...found?.input }) };
    }
  }
}

/** Path style: the bucket is the first segment, the key all that follows. */
function understandS3(method: string, url: URL): Understood {
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(url.pathname) ?? [];
  const lists = url.searchParams.get('list-type') === '2';
  const operation = method !== 'GET' ? undefined : lists ? 'ListObjectsV2' : key === '' ? undefined : 'GetObject';
  const given = Object.fromEntries(
    [
      ['Prefix', 'prefix'],
      ['Delimiter', 'delimiter'],
      ['ContinuationToken', 'continuation-token'],
      ['StartAfter', 'start-after'],
      ['MaxKeys', 'max-keys'],
    ].flatMap(([member = '', parameter = '']) => {
      const value = url.searchParams.get(parameter);
      return value === null ? [] : [[member, value]];
    }),
  );
  return {
    operation,
    input: () => ({ ...given, Bucket: bucket, ...(key !== '' && { Key: decodeURIComponent(key) }) }),
  };
}
