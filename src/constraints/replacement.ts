import type { Constraint } from './constraint.ts';
import { given, type Requested } from './requested.ts';

/** A change of a resource of a stack that cannot be made where it stands. */
export interface Replacement {
  /** The name that its template gives it, before and after. */
  readonly name?: Requested<string>;
  /** Properties of the template that change. */
  readonly properties: readonly string[];
}

/** CloudFormation makes the new resource beside the old one, and two cannot have one name. */
export const REPLACEMENT_CONSTRAINTS: readonly Constraint<Replacement>[] = [
  {
    id: 'CF1',
    grade: 'A',
    code: 'UPDATE_FAILED',
    quoted: true,
    source: 'ministackorg/ministack#1433; serverless/serverless#716; aws-amplify/amplify-cli#1651',
    *breaches({ name, properties }) {
      const [path] = properties;
      const kept = given(name);
      if (path === undefined || kept === undefined) return;
      const message = `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${kept} and update the stack again.`;
      yield { path, message };
    },
  },
];

/** A key is not replaced, whatever its policies say. */
export const KEY_CHANGE_CONSTRAINTS: readonly Constraint<Pick<Replacement, 'properties'>>[] = [
  {
    id: 'CF2',
    grade: 'B',
    code: 'UPDATE_FAILED',
    source: 'CloudFormation template reference, AWS::KMS::Key',
    *breaches({ properties }) {
      const [path] = properties;
      if (path === undefined) return;
      yield { path, message: `${path} of a key cannot be changed, and CloudFormation does not replace a key` };
    },
  },
];

/** What a template makes new. */
export interface NewOfTemplate {
  /** The name that is given to it, where something of its kind has that name already. */
  readonly taken?: string;
  readonly logicalId: string;
  /** The type that the resource of the logical id has in the stack, where that is another one. */
  readonly formerType?: string;
}

export const NEW_OF_TEMPLATE_CONSTRAINTS: readonly Constraint<NewOfTemplate>[] = [
  {
    id: 'CF3',
    grade: 'A',
    code: 'CREATE_FAILED',
    quoted: true,
    source: 'Sceptre/sceptre#424; serverless/serverless#2181',
    *breaches({ taken }) {
      if (taken !== undefined) yield { path: '', message: `${taken} already exists` };
    },
  },
  {
    id: 'CF4',
    grade: 'A',
    code: 'ValidationError',
    quoted: true,
    source: 'aws/aws-sam-cli#6786; panther-labs/panther#1895',
    *breaches({ logicalId, formerType }) {
      if (formerType === undefined) return;
      const message = `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${logicalId}]`;
      yield { path: 'type', message };
    },
  },
];
