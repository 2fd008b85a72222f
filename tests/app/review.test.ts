// A whole review with keys: looking, searching, marking a file as seen, commenting, sending, and going back to the agent.
import { expect, it } from 'vitest';
import { ok } from '../../src/core/model/error.js';
import { CSI } from '../../src/core/model/sequences.js';
import { claudeComposer } from '../helpers/claude-composer.js';
import { launch } from '../helpers/launch-app.js';

const DIFF = `diff --git a/src/login.ts b/src/login.ts
--- a/src/login.ts
+++ b/src/login.ts
@@ -1,2 +1,2 @@
 export function login() {
-  return false;
+  return true;
diff --git a/docs/login.md b/docs/login.md
--- a/docs/login.md
+++ b/docs/login.md
@@ -1 +1 @@
-old words
+new words
`;

async function reviewing(cols = 120) {
  const applied: string[] = [];
  const repository = {
    diff: async () => ok({ diff: DIFF, truncated: false }),
    applyHunk: async ({ what, hunk }: { what: string; hunk: { path: string } }) => {
      applied.push(`${what} ${hunk.path}`);
      return ok({ rescueRef: what === 'revert' ? 'refs/orch/rescue/fix-login-1' : null, back: 'restore' as const });
    },
  };
  const app = await launch({ cols, rows: 30, ports: { repository } });
  await app.run('fix-login');
  app.agent(1).prints(`${CSI}?2004h${claudeComposer()}`);
  await app.settled();
  await app.me.press('d');
  return { app, applied };
}

it('from the first look to comments in the hands of the agent', async () => {
  const { app } = await reviewing();
  await app.me.press('/');
  await app.me.type('return true');
  await app.me.press('enter');
  expect(app.me.shows.text()).toContain('1 of 1');
  await app.me.press('c');
  expect(app.me.shows.includes('Comment on src/login.ts:2')).toBe(true);
  await app.me.type('Ask the session first.');
  await app.me.press('enter');
  expect(app.me.shows.text()).toMatch(/> Ask the session first\./u);
  expect(app.me.shows.includes('1 unsent')).toBe(true);
  // Esc ends the search, then the view; the comment stays.
  await app.me.press('escape', 'escape', 'd');
  expect(app.me.shows.includes('1 unsent')).toBe(true);
  await app.me.press(']', 'm');
  expect(app.me.shows.includes('1 of 2 seen')).toBe(true);
  await app.me.press('ctrl-s');
  await app.passes(1000);
  const received = app.agent(1).received();
  expect(received).toContain('src/login.ts:2');
  expect(received).toContain('> return true;');
  expect(received).toContain('Ask the session first.');
});

it('a hunk is reverted only after a yes, and the way back is told', async () => {
  const { app, applied } = await reviewing(80);
  await app.me.press('}', 'R');
  expect(app.me.shows.includes('Revert this hunk?')).toBe(true);
  await app.me.press('enter');
  expect(applied).toEqual([]);
  await app.me.press('R', 'y');
  await app.settled();
  expect(applied).toEqual(['revert src/login.ts']);
  expect(app.me.shows.includes('refs/orch/rescue/fix-login-1')).toBe(true);
  await app.me.press('enter', 'S');
  await app.settled();
  expect(applied).toEqual(['revert src/login.ts', 'stage src/login.ts']);
  expect(app.me.shows.includes('staged')).toBe(true);
});

it('the file is opened in the editor at the line of the cursor, but not outside the worktree', async () => {
  const { app } = await reviewing();
  await app.me.press('}', 'j', 'e');
  // The worktree of this story is no folder: what is not there is told.
  expect(app.me.shows.text()).toMatch(/open src\/login\.ts: it/u);
});
