import type { ServiceError } from '../error.ts';
import type { Service } from '../operation.ts';
import type { Protocol } from './understand.ts';
import { writeJson, writeS3Xml, writeXml, writeXmlError } from './write.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** The namespace of query services that have none of their own here. */
const XMLNS = 'https://aws.amazonaws.com/doc/';

export function success(
  protocol: Protocol,
  service: Service,
  operation: string,
  requestId: string,
  status: number,
  value: object,
  contentType: string,
): Answer {
  const id = { 'x-amzn-requestid': requestId };
  if (protocol === 'query') {
    const body = writeXml(operation, service.xmlns ?? XMLNS, requestId, value);
    return { status, headers: { 'content-type': 'text/xml', ...id }, body };
  }
  if (protocol === 'rest-xml') {
    const content: unknown = Reflect.get(value, 'Body');
    if (content instanceof Uint8Array) {
      return { status, headers: { 'content-type': 'binary/octet-stream', ...id }, body: content };
    }
    return {
      status,
      headers: { 'content-type': 'application/xml', ...id },
      body: writeS3Xml('ListBucketResult', value),
    };
  }
  if (status === 204) return { status, headers: id, body: '' };
  return { status, headers: { 'content-type': contentType, ...id }, body: writeJson(value) };
}

/** An error in the shape of the protocol. Sources: smithy.io, awsJson1_0, awsJson1_1, restJson1, awsQuery. */
export function failure(protocol: Protocol, xmlns: string | undefined, requestId: string, error: ServiceError): Answer {
  const { code, message, status, fields } = error;
  const id = { 'x-amzn-requestid': requestId };
  switch (protocol) {
    case 'query':
      return {
        status,
        headers: { 'content-type': 'text/xml', ...id },
        body: writeXmlError(xmlns ?? XMLNS, requestId, code, message, status),
      };
    case 'rest-xml':
      return {
        status,
        headers: { 'content-type': 'application/xml', ...id },
        body: writeS3Xml('Error', { Code: code, Message: message, ...fields }),
      };
    case 'json':
      return {
        status,
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          // CloudWatch came from the query protocol: its clients look for the old code here.
          'x-amzn-query-error': `${code};${status >= 500 ? 'Receiver' : 'Sender'}`,
          ...id,
        },
        body: writeJson({ __type: code, message, Message: message, ...fields }),
      };
    case 'rest-json':
      return {
        status,
        headers: { 'content-type': 'application/json', 'x-amzn-errortype': code, ...id },
        body: writeJson({ Code: code, message, Message: message, ...fields }),
      };
  }
}
