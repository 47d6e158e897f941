import type { Breach, Constraint } from './constraint.ts';
import { elements, given, isAbsent, type Requested } from './requested.ts';
import type { NewTable, NewThroughput } from './table-things.ts';

const INVALID = 'ValidationException';

/** Where capacity is said: of the table, and of each global index. */
function* capacities(table: NewTable): Iterable<{ path: string; throughput: Requested<NewThroughput> }> {
  yield { path: 'provisionedThroughput', throughput: table.provisionedThroughput };
  for (const { value, index } of elements(table.globalSecondaryIndexes)) {
    const path = `globalSecondaryIndexes[${index}].provisionedThroughput`;
    yield { path, throughput: value.provisionedThroughput };
  }
}

/** Left out it is PROVISIONED, open it is neither. */
function billingOf({ billingMode }: NewTable): string | undefined {
  return isAbsent(billingMode) ? 'PROVISIONED' : given(billingMode);
}

function unitsOf(throughput: Requested<NewThroughput>): readonly Requested<number>[] {
  const requested = given(throughput);
  return [requested?.readCapacityUnits, requested?.writeCapacityUnits];
}

function* unlimited(table: NewTable): Iterable<Breach> {
  const message = "Property MaxReadRequestUnits for OnDemandThroughput can't be used with PROVISIONED BillingMode";
  if (given(table.onDemandThroughput) !== undefined) yield { path: 'onDemandThroughput', message };
  for (const { value, index } of elements(table.globalSecondaryIndexes)) {
    const path = `globalSecondaryIndexes[${index}].onDemandThroughput`;
    if (given(value.onDemandThroughput) !== undefined) yield { path, message };
  }
}

export const TABLE_CAPACITY_CONSTRAINTS: readonly Constraint<NewTable>[] = [
  {
    id: 'DT2',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@4ceb0e9 billing-throughput, @73fb976 gsi-billing-throughput',
    *breaches(table) {
      const billing = billingOf(table);
      for (const { path, throughput } of capacities(table)) {
        if (billing === 'PROVISIONED' && isAbsent(throughput)) {
          yield { path, message: 'Property ProvisionedThroughput cannot be empty' };
        }
        // 0 and 0 is taken as nothing.
        if (billing === 'PAY_PER_REQUEST' && unitsOf(throughput).some((units) => (given(units) ?? 0) > 0)) {
          const message = "Property ProvisionedThroughput can't be used with PAY_PER_REQUEST BillingMode.";
          yield { path, message };
        }
      }
    },
  },
  {
    id: 'DT2',
    grade: 'C',
    code: INVALID,
    source: 'DynamoDB API model, ProvisionedThroughput: at least 1 and 1',
    *breaches(table) {
      if (billingOf(table) !== 'PROVISIONED') return;
      for (const { path, throughput } of capacities(table)) {
        const message = 'ProvisionedThroughput must be at least 1 read and 1 write capacity unit';
        if (unitsOf(throughput).some((units) => (given(units) ?? 1) < 1)) yield { path, message };
      }
    },
  },
  {
    id: 'DT3',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@7a5d20e ondemand-throughput-billing',
    *breaches(table) {
      if (billingOf(table) === 'PROVISIONED') yield* unlimited(table);
    },
  },
];
