// The diff: files left, hunks right, signs and numbers that tell without colour; only rows in sight are made.
import { describe, expect, it } from 'vitest';
import { DiffView } from '../../src/components/diff-view.js';
import { glyphSet } from '../../src/components/glyphs.js';
import { loadDiffColours } from '../../src/components/highlight.js';
import { highlightLines, languageOf } from '../../src/components/highlight-languages.js';
import { cutSpans, span } from '../../src/components/line.js';
import { parseDiff } from '../../src/core/view/diff-rows.js';
import { viewLayout } from '../../src/core/view/view-state.js';
import { clientView } from '../helpers/client-view.js';
import { renderInk } from '../helpers/render-ink.js';
import { sampleAgents } from '../helpers/view-fixtures.js';

const DIFF = `diff --git a/src/login.ts b/src/login.ts
--- a/src/login.ts
+++ b/src/login.ts
@@ -10,3 +10,4 @@ export class Login {
   login() {
-    return null;
+    // 期限 🤖
+    return "token";
   }
diff --git a/logo.png b/logo.png
new file mode 100644
Binary files /dev/null and b/logo.png differ
`;

function diffView(cols: number, rows: number, diff: string, keys: readonly string[] = []) {
  return drawn({ cols, rows, diff, keys, glyphs: 'unicode' });
}

interface Drawing {
  readonly cols: number;
  readonly rows: number;
  readonly diff: string;
  readonly keys: readonly string[];
  readonly glyphs: 'unicode' | 'ascii';
}

function drawn({ cols, rows, diff, keys, glyphs }: Drawing) {
  const client = clientView({ agents: sampleAgents(), size: { cols, rows } }, 'id-fix-login');
  client.does('view.diff');
  client.act({ type: 'answered', method: 'diff', params: { agent: 'id-fix-login' }, result: { diff, truncated: false } });
  client.presses(...keys);
  const { place } = client.view;
  if (place.kind !== 'diff') throw new Error('the diff is not open');
  const ink = renderInk(
    <DiffView
      layout={viewLayout(client.view, client.world)}
      glyphs={glyphSet(glyphs)}
      place={place}
      screen={client}
      onField={() => undefined}
    />,
    { cols, rows },
  );
  ink.unmount();
  return ink
    .lastFrame()
    .split('\n')
    .slice(1, rows - 2);
}

describe('the diff view', () => {
  it('marks lines that are cut, and shows their rest at the side', () => {
    const diff = `diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n+012345678${'abcdefghij'.repeat(6)}期限end\n`;
    const rows = (...keys: string[]) => diffView(60, 12, diff, keys).slice(0, 4);
    expect(rows()[3]).toBe('│ 1 + 012345678abcdefghijabcdefghijabcdefghijabcdefghijabc…│');
    expect(rows('right')[3]).toBe('│ 1 + 8abcdefghijabcdefghijabcdefghijabcdefghijabcdefghija…│');
    expect(rows('right')[0]).toContain(' from column 9 ');
    expect(rows(...Array<string>(99).fill('right'))[3]).toBe('│ 1 +  end                                                 │');
    expect(rows('right', 'left', 'left')[0]).not.toContain('column');
  });

  it('marks a cut that falls between two colours', () => {
    const cut = (width: number) => cutSpans([span('const'), span(' a'), span(' '), span('= 1')], width).map(({ text }) => text);
    expect([5, 6, 7, 8, 11].map((width) => cut(width).join(''))).toEqual(['cons…', 'const…', 'const …', 'const a…', 'const a = 1']);
  });

  it('says how far down it is, and never more than all of it', () => {
    const lines = (count: number) => Array.from({ length: count }, (_, at) => `+line ${at}\n`).join('');
    const file = (name: string, count: number) =>
      `diff --git a/${name} b/${name}\n--- /dev/null\n+++ b/${name}\n@@ -0,0 +1,${count} @@\n${lines(count)}`;
    const diff = file('a.txt', 12) + file('b.txt', 2);
    expect(diffView(100, 20, diff)[0]).toContain(' 0 % ');
    expect(diffView(100, 20, diff, ['n'])[0]).toContain(' 100 % ');
  });

  it('shows files at the left and hunks at the right', () => {
    expect(diffView(100, 20, DIFF).slice(0, 10)).toEqual([
      '╭ Files ──────────────── 2 ╮╭ Diff of fix-login · 2 files +2 −1 ───────────────────────────────────╮',
      '│▸M src/login.ts     +2 −1 ││▸─ src/login.ts ──────────────────────────────────────────────────────│',
      '│ A logo.png        binary ││    @@ export class Login {                                           │',
      '│                          ││ 10     login() {                                                     │',
      '│                          ││ 11 -     return null;                                                │',
      '│                          ││ 11 +     // 期限 🤖                                                  │',
      '│                          ││ 12 +     return "token";                                             │',
      '│                          ││ 13     }                                                             │',
      '│                          ││ ─ logo.png (added) binary ───────────────────────────────────────────│',
      '│                          ││                                                                      │',
    ]);
  });

  it('leaves the files to their headings where it is narrow', () => {
    expect(diffView(80, 20, DIFF)[0]).toMatch(/^╭ Diff of fix-login/u);
  });

  it('says when there is nothing', () => {
    expect(diffView(80, 20, '').join('\n')).toContain('fix-login has not changed anything yet.');
  });

  it('goes to the end of 20,000 lines and shows where it is', () => {
    const long = `diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -0,0 +1,20000 @@\n${Array.from({ length: 20_000 }, (_, at) => `+line ${at + 1}\n`).join('')}`;
    const shown = diffView(100, 24, long, ['G']);
    expect(shown.join('\n')).toContain('20000 + line 20000');
    expect(shown[0]).toContain('100 %');
    expect(diffView(100, 24, long, ['G', 'k', 'g'])[0]).toContain(' 0 %');
  });

  it('cuts a line of a megabyte without measuring it whole', () => {
    const long = `diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -0,0 +1,1 @@\n+${'期'.repeat(1_000_000)}\n`;
    expect(diffView(80, 20, long).join('\n')).toContain('期期…');
  });
});

describe('syntax colours', () => {
  it('colours code in the terminal’s own colours, over several lines', () => {
    const lines = highlightLines('a.ts', ['const a = 1;', '/* one', 'two */ "x"']);
    expect(lines?.[0]?.[0]).toEqual({ text: 'const', style: { colour: 'magenta' } });
    expect(lines?.[1]).toEqual([{ text: '/* one', style: { dim: true } }]);
    expect(lines?.[2]?.[0]).toEqual({ text: 'two */', style: { dim: true } });
  });

  it('keeps every character of every line', () => {
    const code = ['function f(a: string): void {', '', '  return `[a] 期限`; // 🤖', '}'];
    expect(highlightLines('f.ts', code)?.map((spans) => spans.map((each) => each.text).join(''))).toEqual(code);
  });

  it.each([
    ['src/a.tsx', 'typescript'],
    ['Main.JAVA', 'java'],
    ['.github/x.yml', 'yaml'],
    ['Makefile', null],
    ['a.unknown', null],
  ])('takes the language from the name %s', (path, language) => {
    expect(languageOf(path)).toBe(language);
  });

  it('colours each side of a diff as code of its own', async () => {
    const colours = (await loadDiffColours())(parseDiff(DIFF));
    const texts = parseDiff(DIFF).rows.map(
      (_, at) =>
        colours(at)
          ?.map((each) => each.text)
          .join('') ?? null,
    );
    expect(texts).toEqual([null, null, '  login() {', '    return null;', '    // 期限 🤖', '    return "token";', '  }', null]);
  });
});
