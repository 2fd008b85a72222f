// Prompts are files of the checkout or the build; one that has gone is an error with what to do.
import { expect, it } from 'vitest';
import { promptFolder, readPrompt } from '../../../src/core/adapters/prompt-files.js';

it('gives the text of a prompt, and an error where it is gone', async () => {
  expect(await readPrompt('planner')).toMatchObject({ ok: true, value: expect.stringContaining('{{roles}}') });
  expect(await readPrompt('no-such')).toMatchObject({
    ok: false,
    error: { kind: 'storage', next: expect.stringContaining('Install orch-tui again') },
  });
});

it.each([
  ['beside the bundle', 'file:///opt/orch/dist/host.js', '/opt/orch/dist/prompts'],
  ['beside the bundle, seen from a chunk', 'file:///opt/orch/dist/chunks/run-AB12.js', '/opt/orch/dist/prompts'],
  ['in the checkout', 'file:///opt/orch/src/core/adapters/prompt-files.ts', '/opt/orch/prompts'],
  ['never above, where another project keeps its own', 'file:///opt/prompts-of-others/lib/orch.js', '/opt/prompts-of-others/lib/prompts'],
])('looks %s', (_what, module, folder) => {
  expect(promptFolder(module)).toBe(folder);
});
