import type { Actor } from '../state.ts';
import { appendEvent, appendServiceEvent } from '../trail.ts';
import { accessKeyId } from '../world.ts';
import { type Builder, dangling } from './builder.ts';
import type { EventEntry } from './format.ts';

export function buildEvents(builder: Builder, entries: readonly EventEntry[]): void {
  const { world, region } = builder;
  for (const entry of entries) {
    if (entry.serviceEventDetails !== undefined) {
      appendServiceEvent(world, region, entry.eventName, entry.eventTime, Object(entry.serviceEventDetails));
      continue;
    }
    appendEvent(world, region, {
      actor: actorOf(builder, entry),
      at: entry.eventTime,
      name: entry.eventName,
      source: entry.eventSource ?? 'backup.amazonaws.com',
      requestParameters: entry.requestParameters ?? null,
      responseElements: entry.responseElements ?? null,
      resources: entry.resources?.map(({ resourceType, resourceName }) => ({
        ResourceType: resourceType,
        ResourceName: resourceName,
      })),
      readOnly: entry.readOnly,
      errorCode: entry.errorCode,
      errorMessage: entry.errorMessage,
    });
  }
}

function actorOf(builder: Builder, entry: EventEntry): Actor {
  const { account } = builder;
  const nobody: Actor = {
    name: 'simulator',
    account: account.id,
    accessKeyId: accessKeyId(account.id, 0),
    type: 'IAMUser',
  };
  if (!entry.actor) return nobody;
  const actor = account.actors.get(entry.actor.text);
  if (actor) return actor;
  dangling(builder, entry.actor, `account ${account.id} has no actor ${entry.actor.text}`);
  return nobody;
}
