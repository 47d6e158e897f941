import {
  DescribeKeyCommand,
  type DescribeKeyCommandOutput,
  GetKeyPolicyCommand,
  ListAliasesCommand,
} from '@aws-sdk/client-kms';
import { parseArn } from '../model/arn.ts';
import { type Fact, known, mapFact, NOT_COLLECTED, unknown } from '../model/fact.ts';
import type { KeyRecord, KeyState, Scope } from '../model/inventory.ts';
import type { RegionNeed } from '../model/need.ts';
import { present } from '../model/present.ts';
import { instantOf, required, sortedBy, sortedTexts } from './answer.ts';
import { ask, list } from './ask.ts';
import type { Connection } from './connection.ts';

/** What one call tells of a key. */
interface Described {
  readonly manager: 'AWS' | 'CUSTOMER';
  readonly state: KeyState;
}

/** The KMS keys of one Region, each asked about once, as soon as something turns out to use it. */
export class Keys {
  readonly #connection: Connection;
  readonly #scope: Scope;
  readonly #withAliases: boolean;
  readonly #withPolicies: boolean;
  readonly #described = new Map<string, Promise<Fact<Described | typeof NOT_FOUND>>>();
  #aliases: Promise<Fact<ReadonlyMap<string, readonly string[]>>> | undefined;

  constructor(connection: Connection, scope: Scope, needs: ReadonlySet<RegionNeed>) {
    this.#connection = connection;
    this.#scope = scope;
    this.#withAliases = needs.has('key-aliases');
    this.#withPolicies = needs.has('key-policies');
  }

  want(arn: string): void {
    if (this.#described.has(arn)) return;
    const described = describeKey(this.#connection, arn);
    this.#described.set(arn, described);
    if (this.#withAliases) this.#aliases ??= listAliases(this.#connection);
    // An aborted run rejects them, perhaps before anybody waits.
    described.catch(() => undefined);
    this.#aliases?.catch(() => undefined);
  }

  async records(): Promise<readonly KeyRecord[]> {
    const aliases = await (this.#aliases ?? NOT_COLLECTED);
    const records = [...this.#described].map(async ([arn, described]) => ({
      arn,
      ...this.#factsOf(arn, await described),
      aliases:
        this.#isOwn(arn) || !this.#withAliases
          ? mapFact(aliases, (byKey) => byKey.get(keyIdOf(arn)) ?? [])
          : FOREIGN_ALIASES,
      ...(this.#withPolicies ? { policy: await this.#policyOf(arn, await described) } : {}),
    }));
    return sortedBy(await Promise.all(records), ({ arn }) => arn);
  }

  /** Of a key of another account it is not told whether it is gone or not to be seen. */
  #factsOf(arn: string, described: Fact<Described | typeof NOT_FOUND>): Required<Pick<KeyRecord, 'manager' | 'state'>> {
    if (!described.known) return { manager: described, state: described };
    const { value, from } = described;
    if (value !== NOT_FOUND) return { manager: known(value.manager, from), state: known(value.state, from) };
    const gone = unknown('unreachable', `KMS knows no key ${arn} (NotFoundException)`, from);
    return { manager: gone, state: this.#isOwn(arn) ? known({ name: 'NotFound' }, from) : gone };
  }

  /** Of a key that is gone or AWS's own nobody decides. */
  async #policyOf(arn: string, described: Fact<Described | typeof NOT_FOUND>): Promise<Fact<string>> {
    if (!described.known) return described;
    if (!this.#isOwn(arn)) return FOREIGN_POLICY;
    if (described.value === NOT_FOUND || described.value.manager === 'AWS') return NO_POLICY;
    return ask(
      this.#connection,
      'kms:GetKeyPolicy',
      () => this.#connection.kms.send(new GetKeyPolicyCommand({ KeyId: arn, PolicyName: 'default' })),
      ({ Policy }) => required(Policy, 'Policy'),
    );
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

/** Source: KMS API reference, GetKeyPolicy: no cross-account use. */
const FOREIGN_POLICY = unknown(
  'unreachable',
  'KMS shows the policy of a key to its own account and in its own Region only',
  'kms:GetKeyPolicy',
);

const NO_POLICY = unknown('not-collected', 'the key is gone, or AWS manages it');

function keyIdOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

const NOT_FOUND: unique symbol = Symbol('not found');

function describeKey(connection: Connection, arn: string): Promise<Fact<Described | typeof NOT_FOUND>> {
  return ask<DescribeKeyCommandOutput, Described, typeof NOT_FOUND>(
    connection,
    'kms:DescribeKey',
    () => connection.kms.send(new DescribeKeyCommand({ KeyId: arn })),
    ({ KeyMetadata: key }) => ({
      manager: required(key?.KeyManager, 'KeyMetadata.KeyManager'),
      state: present({
        name: required(key?.KeyState, 'KeyMetadata.KeyState'),
        deletionDate: instantOf(key?.DeletionDate),
      }),
    }),
    { codes: ['NotFoundException'], value: NOT_FOUND },
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
