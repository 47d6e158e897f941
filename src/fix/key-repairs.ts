import { keyKindOf, type TableKey, tableKeyOf } from '../controls/restored/table-key.ts';
import { isSamePlace } from '../model/inventory.ts';
import { type Repair, remark, repairWith } from './part.ts';
import { movedArn } from './rename.ts';
import { fromSource, type RepairOrUnknown, type RestoredPair } from './restored-pair.ts';

const CHANGE = 'the table can be used while AWS changes its key';
const CHOOSE =
  'choose one, then `aws dynamodb update-table --sse-specification Enabled=true,SSEType=KMS,KMSMasterKeyId=KEY`';

export function repairEncryption(pair: RestoredPair, asked: string): RepairOrUnknown {
  switch (asked) {
    case 'aws-owned':
    case 'aws-managed':
      return repairWith({ kind: 'encryption', key: asked }, CHANGE);
    case 'same-as-source':
      return fromSource(pair, tableKeyOf, (source) => keyOf(source, pair.own));
    case 'customer-managed':
      return remark(`the policy asks for a key of the customer’s and names none: ${CHOOSE}`);
    default:
      return /[*?]/.test(asked) ? remark(`the policy asks for a key like ${asked}: ${CHOOSE}`) : customerKey(asked);
  }
}

function keyOf(source: TableKey, own: RestoredPair['own']): RepairOrUnknown {
  const kind = keyKindOf(source);
  if (!kind.known) return kind;
  if (kind.value !== 'customer-managed' || source.encryption.kind === 'aws-owned') {
    return repairWith({ kind: 'encryption', key: kind.value }, CHANGE);
  }
  const { keyArn } = source.encryption;
  if (isSamePlace(source.table, own)) return customerKey(keyArn);
  // A replica of a multi-Region key has the same id in another Region. Source: KMS Developer Guide, multi-Region keys.
  return keyArn.includes(':key/mrk-') && own.account === source.table.account
    ? customerKey(movedArn(keyArn, source.table, own))
    : remark(`the source’s key ${keyArn} belongs to its own Region: ${CHOOSE}`);
}

function customerKey(key: string): Repair {
  return repairWith({ kind: 'encryption', key }, CHANGE, 'who uses the table needs to be allowed to use the key');
}
