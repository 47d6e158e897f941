import { describe, expect, test } from 'vitest';
import { watchesOfSql } from '../../src/sources/metrics-insights.ts';

describe('a Metrics Insights query', () => {
  test.each([
    [
      'of one table',
      `SELECT SUM(SystemErrors) FROM SCHEMA("AWS/DynamoDB", TableName, Operation) WHERE TableName = 'orders'`,
      [{ metric: 'SystemErrors', table: 'orders' }],
    ],
    [
      'of one table and operation, with quotes around names',
      `SELECT MAX("SuccessfulRequestLatency") FROM "AWS/DynamoDB" WHERE "TableName" = 'orders' AND Operation = 'Query' GROUP BY Operation`,
      [{ metric: 'SuccessfulRequestLatency', table: 'orders', operation: 'Query' }],
    ],
    [
      'of an index',
      `SELECT SUM(WriteThrottleEvents) FROM SCHEMA("AWS/DynamoDB", GlobalSecondaryIndexName, TableName) WHERE TableName = 'orders' AND GlobalSecondaryIndexName = 'byDate'`,
      [{ metric: 'WriteThrottleEvents', table: 'orders', index: 'byDate' }],
    ],
    [
      'of two tables',
      `SELECT SUM(SystemErrors) FROM SCHEMA("AWS/DynamoDB", TableName) WHERE TableName = 'a' OR TableName = 'b'`,
      [
        { metric: 'SystemErrors', table: 'a' },
        { metric: 'SystemErrors', table: 'b' },
      ],
    ],
    [
      'of every table',
      `select sum(SystemErrors) from schema("AWS/DynamoDB", TableName) group by TableName order by sum() desc limit 10`,
      [{ metric: 'SystemErrors' }],
    ],
    [
      'of every table but one, which names no table',
      `SELECT SUM(SystemErrors) FROM SCHEMA("AWS/DynamoDB", TableName) WHERE TableName != 'a'`,
      [],
    ],
    [
      'of another service',
      `SELECT AVG(CPUUtilization) FROM SCHEMA("AWS/EC2", InstanceId) WHERE TableName = 'orders'`,
      [],
    ],
    ['that is metric math', 'm1 / m2 * 100', []],
  ])('%s', (_, sql, watches) => {
    expect(watchesOfSql(sql)).toEqual(watches);
  });
});
