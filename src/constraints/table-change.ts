import type { Constraint } from './constraint.ts';
import { elements, given, isWhole } from './requested.ts';
import type { TableChange } from './table-things.ts';

const INVALID = 'ValidationException';

/** What needs both sides of a change to tell. Not here, as one change does not tell: DT15, a limit by the day. */
export const TABLE_CHANGE_CONSTRAINTS: readonly Constraint<TableChange>[] = [
  {
    id: 'DT5',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'go-to-k/cdkd#932; cloudposse/terraform-aws-dynamodb#94',
    *breaches({ before, after }) {
      const [was, will] = [given(before.timeToLiveAttribute), given(after.timeToLiveAttribute)];
      if (was === undefined || will === undefined || was === will) return;
      yield { path: 'timeToLiveAttribute', message: 'TimeToLive is active on a different AttributeName' };
    },
  },
  {
    id: 'DT9',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'hashicorp/terraform-provider-aws#18402; DynamoDB API reference, UpdateTable',
    *breaches({ before, after }, { through }) {
      // Terraform turns the stream off and on again in two calls.
      const [was, will] = [given(before.streamViewType), given(after.streamViewType)];
      if (through === 'terraform' || was === undefined || will === undefined || was === will) return;
      yield { path: 'streamViewType', message: 'Table already has an enabled stream' };
    },
  },
  {
    id: 'DT10',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'aws/aws-cdk#12246, #14920; aws-cloudformation/cloudformation-coverage-roadmap#229',
    *breaches({ before, after }, { through }) {
      if (through === 'terraform') return;
      const [was, will] = [before, after].map(
        (side) => new Set(elements(side.globalSecondaryIndexNames).map(({ value }) => value)),
      );
      const hidden = !isWhole(before.globalSecondaryIndexNames) || !isWhole(after.globalSecondaryIndexNames);
      if (hidden || was === undefined || will === undefined) return;
      const changed =
        [...will].filter((name) => !was.has(name)).length + [...was].filter((name) => !will.has(name)).length;
      if (changed < 2) return;
      const message = 'Cannot perform more than one GSI creation or deletion in a single update';
      yield { path: 'globalSecondaryIndexNames', message };
    },
  },
];
