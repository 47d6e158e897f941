import {
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  type Stack,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import { type Fact, known } from '../model/fact.ts';
import { present } from '../model/present.ts';
import type { DeployedStack, StackRecord, StackResource } from '../model/stack.ts';
import { required, sortedBy } from './answer.ts';
import { ask, list } from './ask.ts';
import type { Connection } from './connection.ts';

/** How CloudFormation says that there is no such stack. */
const NO_STACK = { codes: ['ValidationError'], value: null } as const;

/** A change set that was never executed, or a deletion, leaves a stack of nothing, and no template to ask for. */
const OF_NOTHING = ['REVIEW_IN_PROGRESS', 'DELETE_COMPLETE'];
const NOTHING = { parameters: {}, tags: {}, resources: [], template: '{"Resources":{}}' } as const;

/** Stacks by name: what they own, and what they were deployed with. */
export function collectStacks(connection: Connection, names: readonly string[]): Promise<readonly StackRecord[]> {
  return Promise.all(names.map(async (name) => ({ name, stack: await stackOf(connection, name) })));
}

async function stackOf(connection: Connection, StackName: string): Promise<Fact<DeployedStack | null>> {
  const { cloudFormation } = connection;
  const described = await ask(
    connection,
    'cloudformation:DescribeStacks',
    () => cloudFormation.send(new DescribeStacksCommand({ StackName })),
    ({ Stacks }) => stack(Stacks?.[0]),
    NO_STACK,
  );
  if (!described.known) return described;
  if (described.value === null) return known(null, described.from);
  if (OF_NOTHING.includes(described.value.status)) return known({ ...described.value, ...NOTHING }, described.from);
  const [resources, template] = await Promise.all([
    list(
      connection,
      'cloudformation:ListStackResources',
      {
        send: (NextToken) => cloudFormation.send(new ListStackResourcesCommand({ StackName, NextToken })),
        page: (output) => ({ items: output.StackResourceSummaries, next: output.NextToken }),
      },
      (summaries) => sortedBy(summaries.map(resource), ({ logicalId }) => logicalId),
    ),
    ask(
      connection,
      'cloudformation:GetTemplate',
      () => cloudFormation.send(new GetTemplateCommand({ StackName, TemplateStage: 'Processed' })),
      ({ TemplateBody }) => required(TemplateBody, 'TemplateBody'),
    ),
  ]);
  if (!resources.known) return resources;
  if (!template.known) return template;
  return known({ ...described.value, resources: resources.value, template: template.value }, described.from);
}

function stack(found: Stack | undefined): Omit<DeployedStack, 'resources' | 'template'> {
  const { StackId, StackStatus, Parameters = [], Tags = [] } = found ?? {};
  return {
    id: required(StackId, 'StackId'),
    status: required(StackStatus, 'StackStatus'),
    parameters: Object.fromEntries(
      Parameters.map(({ ParameterKey, ParameterValue, ResolvedValue }) => [
        required(ParameterKey, 'ParameterKey'),
        ResolvedValue ?? ParameterValue ?? '',
      ]),
    ),
    tags: Object.fromEntries(Tags.map(({ Key, Value }) => [required(Key, 'Key'), Value ?? ''])),
  };
}

function resource(summary: StackResourceSummary): StackResource {
  return present({
    logicalId: required(summary.LogicalResourceId, 'LogicalResourceId'),
    physicalId: summary.PhysicalResourceId || undefined,
    type: required(summary.ResourceType, 'ResourceType'),
    status: required(summary.ResourceStatus, 'ResourceStatus'),
  });
}
