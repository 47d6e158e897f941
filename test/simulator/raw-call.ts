import type { Simulator } from '../../src/simulator/server.ts';
import { SERVICES } from '../../src/simulator/services/index.ts';
import { serviceModel } from './service-model.ts';
import { REGION } from './simulated.ts';

export interface RawAnswer {
  readonly status: number;
  readonly body: string;
}

/** One call in the service's protocol, with those of the members that AWS's model gives the operation. */
export async function send(
  simulator: Simulator,
  scope: string,
  name: string,
  all: Readonly<Record<string, unknown>>,
): Promise<RawAnswer> {
  const model = serviceModel(scope);
  const known = model.shapes[model.operations[name]?.input?.shape ?? '']?.members ?? {};
  const members = Object.fromEntries(
    Object.entries(all).filter(([member, value]) => member in known && value !== undefined),
  );
  const key = simulator.environment['AWS_ACCESS_KEY_ID'];
  const authorization = `AWS4-HMAC-SHA256 Credential=${key}/20261122/${REGION}/${scope}/aws4_request, SignedHeaders=host, Signature=0`;
  const http = SERVICES.get(scope)?.operations[name]?.http;
  if (http) {
    const inPath = new Set<string>();
    const path = http.path.replace(/\{(\w+)\}/g, (_, member: string) => {
      inPath.add(member);
      return encodeURIComponent(String(members[member]));
    });
    const query = new URLSearchParams();
    for (const [parameter, member] of Object.entries(http.query)) {
      if (members[member] !== undefined) query.set(parameter, String(members[member]));
    }
    const inBody = Object.entries(members).filter(([member]) => !inPath.has(member));
    const body = http.method === 'GET' ? {} : { body: JSON.stringify(Object.fromEntries(inBody)) };
    return answered(
      await fetch(`${simulator.url}${path}?${query}`, { method: http.method, headers: { authorization }, ...body }),
    );
  }
  if (scope === 'iam' || scope === 'sts') {
    const body = new URLSearchParams({ Action: name, Version: '1', ...flattened(members) });
    return answered(await fetch(simulator.url, { method: 'POST', headers: { authorization }, body }));
  }
  const headers = { authorization, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Any_1.${name}` };
  return answered(await fetch(simulator.url, { method: 'POST', headers, body: JSON.stringify(members) }));
}

async function answered(response: Response): Promise<RawAnswer> {
  return { status: response.status, body: await response.text() };
}

/** `{ Tags: [{ Key: 'a' }] }` → `{ 'Tags.member.1.Key': 'a' }`: the query protocol's lists. */
function flattened(value: unknown, prefix = ''): Record<string, string> {
  if (Array.isArray(value)) {
    return Object.assign({}, ...value.map((item, index) => flattened(item, `${prefix}.member.${index + 1}`)));
  }
  if (typeof value === 'object' && value !== null) {
    const join = (name: string) => (prefix === '' ? name : `${prefix}.${name}`);
    return Object.assign({}, ...Object.entries(value).map(([name, member]) => flattened(member, join(name))));
  }
  return { [prefix]: String(value) };
}
