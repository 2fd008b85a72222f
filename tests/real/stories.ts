// What must hold with each real CLI, driven through the built binary: one story each, told to a scripted model.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CliName, installedCli, isOffline } from './real-cli.js';
import { makeWorld, type World } from './world.js';

const STORY_MS = 240_000;

export function realStories(cli: CliName): void {
  const missing = whatIsMissing(cli);
  if (missing !== null) process.stderr.write(`${cli}: skipped, ${missing}\n`);
  describe.skipIf(missing !== null)(cli, { timeout: STORY_MS }, () => {
    let world: World;
    beforeEach(async () => {
      world = await makeWorld(cli);
    });
    afterEach(() => world.end());

    test('a permission is answered by the rule that allows it; one that a rule asks for is shown and answered by a person', async () => {
      await world.run('write hello.txt with "hello there"', [
        { tool: 'edit', do: 'allow' },
        { tool: 'shell', do: 'ask' },
      ]);
      const { state, question, worktree } = await world.until('it asks for the commit', (agent) => agent.question?.tool === 'shell');
      expect(state).toBe('waiting');
      expect(question).toMatchObject({ kind: 'permission', text: expect.stringContaining('git add hello.txt') });
      expect(question?.options.length).toBeGreaterThan(1);
      expect(await world.orch('answer', 'real', 'allow', '--digest', question?.digest ?? '')).toMatchObject({ exitCode: 0 });
      const { results } = await world.untilReceived('both results have come', (received) => received.results.length === 2);
      await world.untilAtRest();
      expect(await world.timeline()).toEqual(
        expect.arrayContaining([expect.stringContaining('rule 1: edit allow'), expect.stringContaining('rule 2: shell ask')]),
      );
      const shown = await world.sandbox.git('-C', worktree ?? '', 'show', '--stat', '--format=%s');
      expect(shown, results.join('\n')).toMatch(/^Add hello\.txt\n[\s\S]*hello\.txt \| 1 \+/);
    });
  });
}

function whatIsMissing(cli: CliName): string | null {
  if (!isOffline()) return 'there is a network: `npm run test:real` makes a network namespace, which needs root or user namespaces';
  return installedCli(cli) === null ? 'it is neither on PATH nor in the folder that ORCH_REAL_CLIS names' : null;
}
