// A review that goes into the editor: the real file of the worktree, at the line of the cursor, and the diff is read again behind it.
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { agentOf, fixture, prose, startAgent } from '../helpers/story.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await makeSandbox({ files: { 'src/add.txt': 'one\ntwo\nthree\n' } });
});
afterEach(() => sandbox.end());

/** Called `vi`, so that it is told the line as a vi is; writes down what it was told, and what the person would have typed. */
const EDITOR = `#!/bin/sh
printf '%s\\n' "$@" > "$0.told"
for file; do :; done
printf 'written in the editor\\n' >> "$file"
`;

test('`e` opens the line under the cursor, and what was written there is in the diff', async () => {
  const editor = join(sandbox.folder, 'bin/vi');
  await writeFile(editor, EDITOR);
  await chmod(editor, 0o755);
  await startAgent(sandbox, 'edit', fixture('edits-and-exits', 'src/add.txt'));
  const { worktree } = await agentOf(sandbox, 'edit');
  const terminal = sandbox.open([], { cols: 100, rows: 30, env: { EDITOR: editor, VISUAL: '' } });
  await terminal.until('the agent is done', (screen) => /✓ 1 /.test(screen.text()));
  terminal.press('d');
  await terminal.until('its line is shown', (screen) => prose(screen).includes('4 + edit'));
  terminal.type('Gke');
  await terminal.until('the line of the editor is shown', (screen) => prose(screen).includes('5 + written in the editor'));
  expect(await readFile(`${editor}.told`, 'utf8')).toBe(`+3\n${worktree}/src/add.txt\n`);
});
