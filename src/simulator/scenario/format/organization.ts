import { flag, list, mapOf, type Out, policyDocument, type Reader, record, reference, text } from '../reader.ts';

const policy = record({ name: text(), content: policyDocument() }, { id: text(), description: text() });

export interface UnitEntry {
  readonly name: string;
  readonly id?: string;
  readonly accounts?: readonly Out<ReturnType<typeof reference>>[];
  readonly policies?: readonly Out<ReturnType<typeof reference>>[];
  readonly units?: readonly UnitEntry[];
}

/** Units nest: the reader of one reads those in it. */
const unit: Reader<UnitEntry> = (node, reading, path) =>
  record({ name: text() }, { id: text(), accounts: list(reference()), policies: list(reference()), units: list(unit) })(
    node,
    reading,
    path,
  );

export const organization = record(
  { managementAccount: text() },
  {
    id: text(),
    /** Default: true. */
    backupPoliciesEnabled: flag(),
    policies: list(policy),
    /** Names of policies that are attached to the root, in order. */
    rootPolicies: list(reference()),
    units: list(unit),
    accountPolicies: mapOf(list(reference())),
  },
);

export type OrganizationEntry = Out<typeof organization>;
