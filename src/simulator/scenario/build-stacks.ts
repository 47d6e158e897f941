import type { Builder } from './builder.ts';
import type { RegionEntry } from './format.ts';

/** Stacks as CloudFormation tells of them; a template that is written as a map is given as JSON. */
export function buildStacks({ world, region }: Builder, stacks: NonNullable<RegionEntry['stacks']>, old: Date): void {
  for (const { stackName, templateBody, stackStatus, creationTime = old, parameters, tags, resources } of stacks) {
    const id = world.ids.uuid(`stack ${stackName}`);
    region.stacks.set(stackName, {
      StackName: stackName,
      StackId: `arn:${region.partition}:cloudformation:${region.name}:${region.account}:stack/${stackName}/${id}`,
      StackStatus: stackStatus ?? 'CREATE_COMPLETE',
      CreationTime: creationTime,
      Parameters: [...(parameters ?? [])].map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
      Tags: [...(tags ?? [])].map(([Key, Value]) => ({ Key, Value })),
      TemplateBody: typeof templateBody === 'string' ? templateBody : JSON.stringify(templateBody),
      resources: (resources ?? []).map((each) => ({
        LogicalResourceId: each.logicalResourceId,
        PhysicalResourceId: each.physicalResourceId,
        ResourceType: each.resourceType,
        ResourceStatus: each.resourceStatus ?? 'CREATE_COMPLETE',
        LastUpdatedTimestamp: creationTime,
      })),
    });
  }
}
