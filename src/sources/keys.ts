import { DescribeKeyCommand, ListAliasesCommand } from '@aws-sdk/client-kms';
import { parseArn } from '../model/arn.ts';
import { type Fact, mapFact, NOT_COLLECTED, unknown } from '../model/fact.ts';
import type { KeyRecord, Scope } from '../model/inventory.ts';
import { required, sortedBy, sortedTexts } from './answer.ts';
import { ask, list } from './ask.ts';
import type { Connection } from './connection.ts';

type Manager = KeyRecord['manager'];

/** The KMS keys of one Region, each asked about once, as soon as something turns out to use it. */
export class Keys {
  readonly #connection: Connection;
  readonly #scope: Scope;
  readonly #withAliases: boolean;
  readonly #managers = new Map<string, Promise<Manager>>();
  #aliases: Promise<Fact<ReadonlyMap<string, readonly string[]>>> | undefined;

  constructor(connection: Connection, scope: Scope, withAliases: boolean) {
    this.#connection = connection;
    this.#scope = scope;
    this.#withAliases = withAliases;
  }

  want(arn: string): void {
    if (this.#managers.has(arn)) return;
    const manager = describeKey(this.#connection, arn);
    this.#managers.set(arn, manager);
    if (this.#withAliases) this.#aliases ??= listAliases(this.#connection);
    // An aborted run rejects them, perhaps before anybody waits.
    manager.catch(() => undefined);
    this.#aliases?.catch(() => undefined);
  }

  async records(): Promise<readonly KeyRecord[]> {
    const aliases = await (this.#aliases ?? NOT_COLLECTED);
    const records = [...this.#managers].map(async ([arn, manager]) => ({
      arn,
      manager: await manager,
      aliases:
        this.#isOwn(arn) || !this.#withAliases
          ? mapFact(aliases, (byKey) => byKey.get(keyIdOf(arn)) ?? [])
          : FOREIGN_ALIASES,
    }));
    return sortedBy(await Promise.all(records), ({ arn }) => arn);
  }

  #isOwn(arn: string): boolean {
    const parsed = parseArn(arn);
    return parsed?.account === this.#scope.account && parsed.region === this.#scope.region;
  }
}

const FOREIGN_ALIASES = unknown(
  'unreachable',
  'AWS lists the aliases of the own account and Region only; a key ARN in the policy settles it',
);

function keyIdOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function describeKey(connection: Connection, arn: string): Promise<Manager> {
  return ask(
    connection,
    'kms:DescribeKey',
    () => connection.kms.send(new DescribeKeyCommand({ KeyId: arn })),
    (output) => required(output.KeyMetadata?.KeyManager, 'KeyMetadata.KeyManager'),
  );
}

/** Key id → alias ARNs. AWS's own aliases name no key until it is first used. */
function listAliases(connection: Connection): Promise<Fact<ReadonlyMap<string, readonly string[]>>> {
  return list(
    connection,
    'kms:ListAliases',
    {
      send: (Marker) => connection.kms.send(new ListAliasesCommand({ Limit: 100, Marker })),
      page: (output) => ({
        items: output.Aliases,
        next: output.Truncated ? required(output.NextMarker, 'NextMarker') : undefined,
      }),
    },
    (aliases) => {
      const byKey = new Map<string, string[]>();
      for (const alias of aliases) {
        if (!alias.TargetKeyId) continue;
        const of = byKey.get(alias.TargetKeyId) ?? [];
        byKey.set(alias.TargetKeyId, [...of, required(alias.AliasArn, 'AliasArn')]);
      }
      return new Map([...byKey].map(([key, arns]) => [key, sortedTexts(arns)]));
    },
  );
}
