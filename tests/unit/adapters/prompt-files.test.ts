// Prompts are files of the checkout or the build; one that has gone is an error with what to do.
import { expect, it } from 'vitest';
import { readPrompt } from '../../../src/core/adapters/prompt-files.js';

it('gives the text of a prompt, and an error where it is gone', async () => {
  expect(await readPrompt('planner')).toMatchObject({ ok: true, value: expect.stringContaining('{{roles}}') });
  expect(await readPrompt('no-such')).toMatchObject({
    ok: false,
    error: { kind: 'storage', next: expect.stringContaining('Install orch-tui again') },
  });
});
