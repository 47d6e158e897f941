import type { Constraint } from './constraint.ts';
import { given, type Told } from './told.ts';

/** A change of a resource of a stack that cannot be made where it stands. */
export interface Replacement {
  /** The name that its template gives it, before and after. */
  readonly name?: Told<string>;
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
