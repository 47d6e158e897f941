import { ACCOUNT, NOW, REGION } from '../../src/controls/example.ts';
import { plusMinutes } from '../../src/model/instant.ts';
import type { TrailEvent } from '../../src/model/trail-event.ts';

let made = 0;

/** An event of IAM user alice, so many minutes after the baseline of the examples. */
export function event(name: string, minutes: number, parts: Partial<TrailEvent> = {}): TrailEvent {
  made += 1;
  return {
    id: `event-${made}`,
    at: plusMinutes(NOW, minutes),
    source: 'backup.amazonaws.com',
    name,
    kind: 'api-call',
    account: ACCOUNT,
    region: REGION,
    actor: { kind: 'user', name: 'alice', arn: `arn:aws:iam::${ACCOUNT}:user/alice`, account: ACCOUNT },
    sourceIp: '203.0.113.10',
    userAgent: 'aws-cli/2.31.0',
    fromConsole: false,
    ...parts,
  };
}
