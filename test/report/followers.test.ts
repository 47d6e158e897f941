import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/model/result.ts';
import { foldFollowers } from '../../src/report/followers.ts';
import { type ResultChange, result, table } from './fixtures.ts';

function failing(control: string, change: ResultChange = {}): Result {
  return result({ control, status: 'fail', ...change });
}

function folded(...results: readonly Result[]): readonly (readonly string[])[] {
  return foldFollowers(results).map((cause) => [
    cause.result.control,
    ...cause.followers.map((follower) => follower.control),
  ]);
}

describe('foldFollowers', () => {
  it('puts what follows under its cause, through several steps', () => {
    expect(
      folded(
        failing('copy-frequency', { follows: 'copy-coverage' }),
        failing('copy-coverage', { follows: 'plan-coverage' }),
        failing('plan-coverage'),
      ),
    ).toEqual([['plan-coverage', 'copy-coverage', 'copy-frequency']]);
  });

  it('never crosses to another table', () => {
    expect(
      folded(
        failing('plan-coverage', { resource: table('a') }),
        failing('backup-rpo', { resource: table('b'), follows: 'plan-coverage' }),
      ),
    ).toEqual([['plan-coverage'], ['backup-rpo']]);
  });

  it('leaves a result alone when its cause is not among the given ones', () => {
    expect(folded(failing('copy-rpo', { follows: 'copy-coverage' }))).toEqual([['copy-rpo']]);
  });

  it('hides nobody when causes form a ring', () => {
    expect(
      folded(
        failing('a', { follows: 'b' }),
        failing('b', { follows: 'a' }),
        failing('c', { follows: 'a' }),
        failing('d', { follows: 'd' }),
      ),
    ).toEqual([['a'], ['b'], ['c'], ['d']]);
  });

  it('prefers the cause of the same policy, then the one nearest in its path', () => {
    const at = (name: string, path: string) => ({ name, path, file: 'p.yaml', line: 1, column: 1 });
    const causes = [
      failing('copy-coverage', { policy: at('gold', 'backup.copies[0]') }),
      failing('copy-coverage', { policy: at('gold', 'backup.copies[1]') }),
      failing('copy-coverage', { policy: at('silver', 'backup.copies[1]') }),
    ];
    const follower = failing('copy-rpo', { policy: at('gold', 'backup.copies[1].rpo'), follows: 'copy-coverage' });
    const withFollower = foldFollowers([...causes, follower]).filter((cause) => cause.followers.length > 0);
    expect(withFollower.map((cause) => cause.result)).toEqual([causes[1]]);
  });

  it('ranks a cause by the worst that follows from it', () => {
    expect(
      folded(
        failing('other', { severity: 'high' }),
        failing('cause', { severity: 'low' }),
        failing('follower', { severity: 'critical', follows: 'cause' }),
      ),
    ).toEqual([['cause', 'follower'], ['other']]);
  });
});
