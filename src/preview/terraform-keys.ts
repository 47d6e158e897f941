import { parseArn } from '../model/arn.ts';
import { mapFact, unknown } from '../model/fact.ts';
import { type Attributes, settled } from './attributes.ts';
import type { Edit } from './change.ts';
import type { TerraformContext, TerraformResource } from './terraform-resource.ts';

const FROM = 'the Terraform plan';

/** A key that is made new is nobody's yet; what changes of one that is there matters where it decides whether the key can be used. */
const KEY: TerraformResource = {
  touches: ['keys'],
  put: (after, { address }, before) => {
    const arn = before?.text('arn');
    if (!before || arn === undefined) return [];
    const same = ['is_enabled', 'enabled'].every((attribute) => before.raw(attribute) === after.raw(attribute));
    const why = unknown('not-collected', `${address} turns key ${arn} on or off`);
    return same ? [] : [{ kind: 'key-gone', keyArn: arn, why }];
  },
  gone: (before, { address }) => {
    const keyArn = before.requiredText('arn');
    const why = unknown(
      'not-collected',
      `key ${keyArn} is scheduled for deletion, as ${address} is removed: what it encrypts cannot be read any more`,
    );
    return [{ kind: 'key-gone', keyArn, why }];
  },
};

export const TERRAFORM_KEYS = {
  aws_kms_key: KEY,
  aws_kms_external_key: KEY,
  aws_kms_replica_key: KEY,
  aws_kms_replica_external_key: KEY,
  aws_kms_alias: {
    touches: ['keys'],
    put: aliasEdits,
    gone: (before, { place }) => {
      const name = before.requiredText('name');
      return [{ kind: 'key-alias-gone', alias: before.text('arn') ?? aliasArn(name, place) }];
    },
  },
} as const satisfies Record<string, TerraformResource>;

function aliasEdits(after: Attributes, { place }: TerraformContext): readonly Edit[] {
  const key = settled(FROM, () => after.text('target_key_arn') ?? after.requiredText('target_key_id'));
  const name = settled(FROM, () => after.requiredText('name'));
  if (!name.known) return [{ kind: 'touch', touched: ['keys'], why: name }];
  const { partition, region, account } = place;
  const keyArn = mapFact(key, (id) => (parseArn(id) ? id : `arn:${partition}:kms:${region}:${account}:key/${id}`));
  return [{ kind: 'key-alias', alias: aliasArn(name.value, place), keyArn }];
}

function aliasArn(name: string, { partition, region, account }: TerraformContext['place']): string {
  return `arn:${partition}:kms:${region}:${account}:${name}`;
}
