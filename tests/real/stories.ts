// What must hold with each real CLI, driven through the built binary: one story each, told to a scripted model.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CliName, installedCli, isOffline } from './real-cli.js';
import { makeWorld, type World } from './world.js';

const STORY_MS = 400_000;

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

    test('a long message is delivered whole', async () => {
      await world.run('say hello');
      await world.untilAtRest();
      const message = `Tell me about ${'widgets, gears and springs; '.repeat(20)}`.slice(0, 499).concat('.');
      expect(await world.orch('send', 'real', message, '--wait')).toMatchObject({ exitCode: 0, stdout: 'sent to real\n' });
      expect((await world.untilReceived('the message has come', ({ prompt }) => prompt.includes('Tell me'))).prompt).toBe(message);
      await world.untilAtRest();
    });

    test('a turn that hangs is interrupted', async () => {
      await world.run('hang');
      await world.untilReceived('the task has come', ({ prompt }) => prompt.includes('hang'));
      await world.until('it is seen at work', ({ state, why }) => state === 'working' && why.source !== 'quiet');
      expect(await world.orch('interrupt', 'real')).toMatchObject({ exitCode: 0, stdout: 'interrupted real\n' });
      await world.untilReceived('the CLI has given up the request', ({ isHungUp }) => isHungUp);
      await world.untilAtRest();
      expect(await world.timeline()).toContain('interrupted by a person');
    });

    test('after kill -9 of the host its conversation goes on', async () => {
      await world.run('say hello first');
      const { conversation } = await world.untilAtRest();
      const { host } = await world.status();
      process.kill(host?.pid ?? 0, 'SIGKILL');
      expect(await world.orch('resume', 'real')).toMatchObject({ exitCode: 0 });
      await world.untilAtRest();
      expect(await world.orch('send', 'real', 'and now go on', '--wait')).toMatchObject({ exitCode: 0, stderr: '' });
      const received = await world.untilReceived('the second message has come', ({ prompt }) => prompt.includes('and now go on'));
      expect(received.earlier.join('\n')).toContain('say hello first');
      // codex and opencode are asked for their id only when it is needed.
      expect([null, (await world.untilAtRest()).conversation]).toContain(conversation);
    });

    test('a rate limit leaves it in a state with evidence, and it is not taken for done', async () => {
      await world.run('ratelimit');
      await world.untilReceived('the task has come', ({ prompt }) => prompt.includes('ratelimit'));
      const { state, why } = await world.until('its state is told', (agent) => agent.state !== 'starting');
      expect(why.evidence).not.toBe('');
      expect(['working', 'limited', 'waiting', 'failed', 'idle', 'unknown']).toContain(state);
    });
  });
}

function whatIsMissing(cli: CliName): string | null {
  if (!isOffline()) return 'there is a network: `npm run test:real` makes a network namespace, which needs root or user namespaces';
  return installedCli(cli) === null ? 'it is neither on PATH nor in the folder that ORCH_REAL_CLIS names' : null;
}
