import { describe, expect, test } from 'vitest';
import { codeOf, failure, IncompleteAnswer, plainText } from '../../src/sources/failure.ts';

function error(name: string, message = '', fields: object = {}): Error {
  return Object.assign(new Error(message), { name, ...fields });
}

describe('a failed call becomes an unknown fact', () => {
  test.each([
    ['AccessDeniedException', 'denied', 'dynamodb:ListTables'],
    ['AccessDenied', 'denied', 'dynamodb:ListTables'],
    ['UnauthorizedOperation', 'denied', 'dynamodb:ListTables'],
    ['ThrottlingException', 'throttled', 'dynamodb:ListTables'],
    ['Throttling', 'throttled', 'dynamodb:ListTables'],
    ['TooManyRequestsException', 'throttled', 'dynamodb:ListTables'],
    ['ExpiredTokenException', 'denied', undefined],
    ['UnrecognizedClientException', 'denied', undefined],
    ['InternalServerError', 'unreachable', undefined],
    ['ValidationException', 'unreachable', undefined],
    ['UnknownOperationException', 'unreachable', undefined],
  ])('%s: %s, permission %s', (name, reason, permission) => {
    const fact = failure(error(name, 'why'), 'dynamodb:ListTables');
    expect(fact.known).toBe(false);
    expect(fact.reason).toBe(reason);
    expect(fact.permission).toBe(permission);
    expect(fact.detail).toContain('dynamodb:ListTables');
    expect(fact.detail).not.toMatch(/\.$/);
  });

  test('with what AWS said of it', () => {
    const said =
      'User: arn:aws:sts::111122223333:assumed-role/ci/x is not authorized to perform: backup:ListBackupPlans with an explicit deny';
    expect(failure(error('AccessDeniedException', said), 'backup:ListBackupPlans').detail).toContain(said);
  });

  test('whose code is told without namespace and address', () => {
    expect(codeOf(error('com.amazon.coral.service#AccessDeniedException:http://internal.amazon.com/'))).toBe(
      'AccessDeniedException',
    );
  });

  test('that is throttled when only the HTTP status says so', () => {
    expect(failure(error('Slow', '', { $metadata: { httpStatusCode: 429 } }), 'kms:DescribeKey').reason).toBe(
      'throttled',
    );
  });

  test('that names the fault of the connection', () => {
    expect(failure(error('TimeoutError', 'read', { code: 'ECONNRESET' }), 'kms:DescribeKey').detail).toContain(
      'ECONNRESET',
    );
    expect(failure(error('TimeoutError', 'x'), 'kms:DescribeKey').detail).toContain('no answer within the time limit');
    expect(failure(error('TimeoutError', 'x', { code: 'ETIMEDOUT' }), 'kms:DescribeKey').detail).toContain(
      'no answer within the time limit',
    );
  });

  test('that names what is missing from an answer', () => {
    expect(failure(new IncompleteAnswer('the answer holds no State'), 'backup:ListBackupJobs').detail).toBe(
      'backup:ListBackupJobs brought no answer: the answer holds no State',
    );
  });

  test('when what was thrown is no error at all', () => {
    expect(failure('boom', 'kms:DescribeKey').reason).toBe('unreachable');
    expect(failure(undefined, 'kms:DescribeKey').reason).toBe('unreachable');
  });
});

describe("AWS's message", () => {
  test('loses control characters and line breaks', () => {
    expect(plainText('a\u001b[31mred\r\n\u0000b\u202ec\u2028d')).toBe('a [31mred b c d');
  });

  test('loses key ids, tokens and signatures', () => {
    const token = 'IQoJb3JpZ2luX2VjE'.repeat(20);
    const text = plainText(`key AKIAIOSFODNN7EXAMPLE X-Amz-Security-Token: ${token} Signature=abc123 other ${token}`);
    expect(text).not.toContain('AKIAIOSFODNN7EXAMPLE');
    expect(text).not.toContain('IQoJb3JpZ2lu');
    expect(text).not.toContain('abc123');
  });

  test('keeps ARNs and ordinary words', () => {
    const text = 'User: arn:aws-us-gov:iam::111122223333:user/ann is not authorized to perform: tag:GetResources';
    expect(plainText(text)).toBe(text);
  });

  test('is cut where it is long', () => {
    const text = plainText('word '.repeat(500));
    expect(text.length).toBeLessThanOrEqual(300);
    expect(text.endsWith('…')).toBe(true);
  });
});
