import { describe, expect, test } from 'vitest';
import { addedLines, changedLines } from '../../src/github/changed-lines.ts';
import type { Answer, Rest } from '../../src/github/rest.ts';

const PATCH = `@@ -1,4 +1,4 @@
 apiVersion: holdfast/v1
-kind: policy
+kind: Policy
 name: gold
 tables: {}
@@ -20 +20,3 @@ backup:
-  objectives: []
+  objectives:
+    # ++ a comment
+    - { frequency: 24h }
\\ No newline at end of file`;

function answering(answer: Answer): Rest {
  return { request: async () => answer };
}

describe('the lines that a pull request changes', () => {
  test('are those that its patches add', () => {
    expect([...addedLines(PATCH)]).toEqual([2, 20, 21, 22]);
    expect([...addedLines('')]).toEqual([]);
  });

  test('are told by file and line', async () => {
    const body = [{ filename: 'policies/a.yaml', patch: PATCH }, { filename: 'policies/large.yaml' }];
    const isChanged = await changedLines(answering({ ok: true, body, hasNext: false }), 'octo-org/payments', 7);
    const at = (file: string, line: number) => isChanged?.({ file, line, column: 1 });
    expect([at('policies/a.yaml', 2), at('policies/a.yaml', 3), at('policies/b.yaml', 2)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(at('policies/large.yaml', 999)).toBe(true);
    expect(['policies\\a.yaml', '.\\policies\\a.yaml', './policies/a.yaml'].map((file) => at(file, 2))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['D:\\a\\policies\\a.yaml', '/policies/a.yaml', '../policies/a.yaml'].map((file) => at(file, 2))).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('are not known where GitHub refuses', async () => {
    const refused = { ok: false, status: 403, why: 'GitHub answered 403', maybeDone: false } as const;
    expect(await changedLines(answering(refused), 'octo-org/payments', 7)).toBeUndefined();
  });
});
