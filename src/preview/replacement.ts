import type { TemplateResource } from './template-side.ts';
import { isValueList, isValueMap, type Later, laterIn, memberOf, type Value, type ValueMap } from './value.ts';

/** What of a resource is not changed in place, as the templates before and after tell. */
export interface NotInPlace {
  /** Properties that change for sure. */
  readonly properties: readonly string[];
  /** Given: another one may. */
  readonly open?: Later;
}

/** A property of a template, in a form in which what counts for nothing is left out. */
type Form = (value: Value) => Value;

const AS_WRITTEN: Form = (value) => value;

/** Source: CloudFormation template reference, "update requires" of each property; the resource schemas. */
const FIXED: Readonly<Record<string, Readonly<Record<string, Form>>>> = {
  'AWS::DynamoDB::Table': {
    KeySchema: AS_WRITTEN,
    LocalSecondaryIndexes: inAnyOrder,
    ImportSourceSpecification: AS_WRITTEN,
  },
  'AWS::DynamoDB::GlobalTable': { KeySchema: AS_WRITTEN, LocalSecondaryIndexes: inAnyOrder },
  'AWS::Backup::BackupVault': { EncryptionKeyArn: AS_WRITTEN },
  'AWS::Backup::LogicallyAirGappedBackupVault': {
    MinRetentionDays: AS_WRITTEN,
    MaxRetentionDays: AS_WRITTEN,
    EncryptionKeyArn: AS_WRITTEN,
  },
  'AWS::KMS::Key': {
    KeySpec: withDefault('SYMMETRIC_DEFAULT'),
    KeyUsage: withDefault('ENCRYPT_DECRYPT'),
    Origin: withDefault('AWS_KMS'),
    MultiRegion: withDefault('false'),
  },
};

/** What CloudFormation replaces the resource for, or refuses. */
export function notInPlace(now: TemplateResource, was: TemplateResource): NotInPlace {
  const fixed = Object.hasOwn(FIXED, now.type) ? (FIXED[now.type] ?? {}) : {};
  const pairs = Object.entries(fixed).map(([key, form]) => {
    const [after, before] = [now, was].map(({ properties }) => memberOf(properties, key) ?? null);
    return {
      key,
      open: laterIn(after) ?? laterIn(before),
      isSame: text(form(after ?? null)) === text(form(before ?? null)),
    };
  });
  const open = pairs.find((pair) => pair.open)?.open;
  const properties = pairs.filter((pair) => !pair.open && !pair.isSame).map(({ key }) => key);
  return {
    properties: [...properties, ...(isOtherAttribute(now.properties, was.properties) ? ['AttributeDefinitions'] : [])],
    ...(open ? { open } : {}),
  };
}

/** An attribute may be added and taken away, but not become one of another type. */
function isOtherAttribute(now: ValueMap, was: ValueMap): boolean {
  const [after, before] = [now, was].map((properties) => {
    const list = memberOf(properties, 'AttributeDefinitions') ?? null;
    const entries = (isValueList(list) ? list : []).filter((each) => isValueMap(each));
    return new Map(entries.map((each) => [text(each['AttributeName'] ?? null), text(each['AttributeType'] ?? null)]));
  });
  return [...(after ?? [])].some(([name, type]) => before?.has(name) && before.get(name) !== type);
}

function inAnyOrder(value: Value): Value {
  if (value === null) return [];
  return isValueList(value) ? [...value].sort((a, b) => (text(a) < text(b) ? -1 : 1)) : value;
}

function withDefault(fallback: string): Form {
  return (value) => value ?? fallback;
}

/** CloudFormation takes numbers and flags as text, too, and members in any order. */
function text(value: Value): string {
  return JSON.stringify(value, (_, member) => {
    if (typeof member === 'number' || typeof member === 'boolean') return String(member);
    return isValueMap(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member;
  });
}
