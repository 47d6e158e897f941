import { ServiceError } from '../error.ts';
import { needText } from '../input.ts';
import { type Call, QUERY_ERRORS, reads, type Service } from '../operation.ts';
import { paginate } from '../page.ts';
import type { Stack } from '../state/stack.ts';

/** Stacks that a scenario tells: what they own and were deployed with. None is made, changed or removed here. */
export const CLOUDFORMATION: Service = {
  scope: 'cloudformation',
  actions: 'cloudformation',
  eventSource: 'cloudformation.amazonaws.com',
  xmlns: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
  errors: QUERY_ERRORS,
  operations: {
    DescribeStacks: reads((call) => {
      const stack = stackOf(call, `Stack with id ${needText(call.input, 'StackName')} does not exist`);
      const { StackName, StackId, StackStatus, CreationTime, Parameters, Tags } = stack;
      return { Stacks: [{ StackName, StackId, StackStatus, CreationTime, Parameters, Tags }] };
    }),
    GetTemplate: reads((call) => ({
      TemplateBody: stackOf(call, `Stack with id ${needText(call.input, 'StackName')} does not exist`).TemplateBody,
      StagesAvailable: ['Original', 'Processed'],
    })),
    ListStackResources: reads((call) => {
      const stack = stackOf(call, `Stack with id ${needText(call.input, 'StackName')} does not exist`);
      const { items, next } = paginate(call, stack.resources, { size: 100 });
      return { StackResourceSummaries: items, NextToken: next };
    }),
  },
};

/** By name or id. Source: CloudFormation API reference. */
function stackOf({ region, input }: Call, message: string): Stack {
  const name = needText(input, 'StackName');
  const found = [...region.stacks.values()].find(({ StackName, StackId }) => StackName === name || StackId === name);
  if (!found) throw new ServiceError('ValidationError', message);
  return found;
}
