// A CLI that puts the file which `@path` names before its model: it does so for its person, and not for an agent that writes to it.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LongCommand } from '../helpers/long-command.js';
import { statusOf } from '../helpers/story.js';
import type { World } from './world.js';

const FIXTURE = join(import.meta.dirname, '../fixtures/agents/runs-what-it-is-told.mjs');

export function namedFileStories(world: () => World): void {
  test('a file that a message names by @path is opened for its person, and not for another agent', async () => {
    await world().configure({ harnesses: { told: { command: ['node', FIXTURE] } } });
    // While the model is silent its turn goes on: what comes meanwhile is typed at the end of it.
    world().model.hold(({ prompt }) => prompt.includes('say hello'));
    const run = ['run', 'say hello', '--name', 'real', '--agent', world().cli, '--try', 'told', '--finish', 'keep'];
    expect(await world().orch(...run)).toMatchObject({ exitCode: 0 });
    await world().untilReceived('it works', ({ prompt }) => prompt.includes('say hello'));
    const { worktree } = await world().until('its worktree is there', (agent) => agent.worktree !== null);
    await writeFile(join(worktree ?? '', 'secret.txt'), 'the hen is in the attic\n');
    const isOpened = () => world().model.bodies.some((body) => body.includes('the hen is in the attic'));

    const other = (await statusOf(world().sandbox)).agents.find(({ name }) => name !== 'real')?.name ?? '';
    expect(await world().orch('send', other, '$ orch-tui tell real look at @secret.txt, or x@secret.txt')).toMatchObject({ exitCode: 0 });
    await untilQueued(world(), 'look at @secret.txt');
    world().model.release();
    world().model.hold(({ prompt }) => prompt.includes('look at @ secret.txt'));
    await world().untilReceived('the message has come', ({ prompt }) => prompt.includes('look at @ secret.txt, or x@ secret.txt'));
    expect(isOpened()).toBe(false);

    expect(await world().orch('messages', 'send', 'real', 'now look at @secret.txt yourself')).toMatchObject({ exitCode: 0 });
    world().model.release();
    // Gemini puts the file behind it as a part of its own.
    await world().untilReceived('the message of the person has come', ({ prompt, earlier }) =>
      [...earlier, prompt].some((part) => part.includes('now look at @secret.txt')),
    );
    expect(isOpened()).toBe(true);
  });
}

/** As one sees it who follows the messages. */
async function untilQueued({ sandbox }: World, text: string): Promise<void> {
  const follow = new LongCommand(sandbox, ['messages', '--follow']);
  await follow.until(`${text} waits`, (shown) => shown.includes(text));
  follow.signal('SIGTERM');
  await follow.ended;
}
