// Unified diffs as git prints them, read into files and rows.
import { describe, expect, it } from 'vitest';
import { fileOfRow, parseDiff } from '../../../src/core/view/diff-rows.js';

const TWO_FILES = `diff --git a/src/a.ts b/src/a.ts
index 1111111..2222222 100644
--- a/src/a.ts
+++ b/src/a.ts
@@ -10,4 +10,5 @@ class A {
 one
-two
+TWO
+2.5
 three

diff --git a/old name.txt b/new name.txt
similarity index 90%
rename from old name.txt
rename to new name.txt
--- a/old name.txt\t
+++ b/new name.txt\t
@@ -1 +1 @@
-x
+y
\\ No newline at end of file
`;

describe('reading a diff', () => {
  const model = parseDiff(TWO_FILES);

  it('counts files and lines', () => {
    expect(model).toMatchObject({ additions: 3, deletions: 2 });
    expect(model.files).toMatchObject([
      { path: 'src/a.ts', kind: 'changed', additions: 2, deletions: 1 },
      { path: 'new name.txt', from: 'old name.txt', kind: 'renamed', additions: 1, deletions: 1 },
    ]);
  });

  it('numbers lines on both sides', () => {
    expect(model.rows.slice(1, 7)).toEqual([
      { kind: 'hunk', text: 'class A {' },
      { kind: 'context', text: 'one', oldLine: 10, newLine: 10 },
      { kind: 'delete', text: 'two', oldLine: 11, newLine: 11 },
      { kind: 'add', text: 'TWO', oldLine: 12, newLine: 11 },
      { kind: 'add', text: '2.5', oldLine: 12, newLine: 12 },
      { kind: 'context', text: 'three', oldLine: 12, newLine: 13 },
    ]);
  });

  it('keeps what git says beside the lines', () => {
    expect(model.rows.at(-1)).toEqual({ kind: 'note', text: 'No newline at end of file' });
  });

  it('takes a deleted line that looks like a header for what it is', () => {
    const tricky = parseDiff('diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1,2 +1,1 @@\n--- not a header\n diff --git a/x b/x\n');
    expect(tricky.files).toHaveLength(1);
    expect(tricky.rows.slice(2)).toMatchObject([
      { kind: 'delete', text: '-- not a header' },
      { kind: 'context', text: 'diff --git a/x b/x' },
    ]);
  });

  it.each([
    ['a new file', 'new file mode 100644\n--- /dev/null\n+++ b/n', { kind: 'added', path: 'n' }],
    ['a deleted file', 'deleted file mode 100644\n--- a/n\n+++ /dev/null', { kind: 'deleted', path: 'n' }],
    ['a binary file', 'index 1..2 100644\nBinary files a/n and b/n differ', { isBinary: true, path: 'n' }],
    ['a binary patch', 'index 1..2 100644\nGIT binary patch\nliteral 3\nabc', { isBinary: true, path: 'n' }],
  ])('knows %s', (_, header, expected) => {
    expect(parseDiff(`diff --git a/n b/n\n${header}\n`).files[0]).toMatchObject(expected);
  });

  it('reads names that git quotes', () => {
    expect(parseDiff('diff --git "a/gr\\303\\274n \\"x\\".txt" "b/gr\\303\\274n \\"x\\".txt"\n').files[0]?.path).toBe('grün "x".txt');
  });

  it('is empty for no change, and hides nothing of what it does not know', () => {
    expect(parseDiff('')).toEqual({ files: [], rows: [], additions: 0, deletions: 0 });
    expect(parseDiff('warning: something odd\n').rows).toContainEqual({ kind: 'note', text: 'warning: something odd' });
  });

  it('tells the file of any row', () => {
    expect(model.rows.map((_, at) => fileOfRow(model, at)).join('')).toBe(`00000000${'1'.repeat(model.rows.length - 8)}`);
  });
});
