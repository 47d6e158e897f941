import { keyKindOf, type TableKey, tableKeyOf } from '../controls/restored/table-key.ts';
import { isSamePlace } from '../model/inventory.ts';
import { keyOf, NO_REPAIR, type Repair, remark, repairWith } from './part.ts';
import { movedArn } from './rename.ts';
import { fromSource, type RepairOrUnknown, type RestoredPair } from './restored-pair.ts';

const ALLOWED = 'who uses the table needs to be allowed to use the key';
const CHANGE = 'the table can be used while AWS changes its key';
const CHOOSE =
  'choose one, then `aws dynamodb update-table --sse-specification Enabled=true,SSEType=KMS,KMSMasterKeyId=KEY`';

export function repairEncryption(pair: RestoredPair, asked: string): RepairOrUnknown {
  const { description } = pair.own.record;
  const present = description.known ? keyOf(description.value) : undefined;
  const toKey: ToKey = (key, ...notes) => {
    if (key === present) return NO_REPAIR;
    const replaces = present === undefined ? {} : { replaces: present };
    return repairWith({ kind: 'encryption', key, ...replaces }, CHANGE, ...notes);
  };
  switch (asked) {
    case 'aws-owned':
    case 'aws-managed':
      return toKey(asked);
    case 'same-as-source':
      return fromSource(pair, tableKeyOf, (source) => sameKey(source, pair.own, toKey));
    case 'customer-managed':
      return remark(`the policy asks for a key of the customer’s and names none: ${CHOOSE}`);
    default:
      return /[*?]/.test(asked) ? remark(`the policy asks for a key like ${asked}: ${CHOOSE}`) : toKey(asked, ALLOWED);
  }
}

type ToKey = (key: string, ...notes: readonly string[]) => Repair;

function sameKey(source: TableKey, own: RestoredPair['own'], toKey: ToKey): RepairOrUnknown {
  const kind = keyKindOf(source);
  if (!kind.known) return kind;
  if (kind.value !== 'customer-managed' || source.encryption.kind === 'aws-owned') return toKey(kind.value);
  const { keyArn } = source.encryption;
  if (isSamePlace(source.table, own)) return toKey(keyArn, ALLOWED);
  // A replica of a multi-Region key has the same id in another Region. Source: KMS Developer Guide, multi-Region keys.
  return keyArn.includes(':key/mrk-') && own.account === source.table.account
    ? toKey(movedArn(keyArn, source.table, own), ALLOWED)
    : remark(`the source’s key ${keyArn} belongs to its own Region: ${CHOOSE}`);
}
