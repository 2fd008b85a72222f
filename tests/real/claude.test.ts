import { expect, test } from 'vitest';
import { attach, detach } from '../helpers/story.js';
import { namedFileStories } from './named-files.js';
import { realStories } from './stories.js';
import type { World } from './world.js';

realStories('claude', (world) => {
  namedFileStories(world);

  test('after /clear and kill -9 of the host the new conversation goes on', async () => {
    await world().run('say hello first');
    const { conversation: first } = await world().untilAtRest();
    await typed(world(), '/clear');
    // Nothing is saved of the new one yet: the old one is all that could be resumed.
    expect((await world().untilAtRest()).conversation).toBe(first);
    expect(await world().orch('send', 'real', 'and now go on', '--wait')).toMatchObject({ exitCode: 0, stderr: '' });
    const received = await world().untilReceived('the message has come', ({ prompt }) => prompt.includes('and now go on'));
    expect(received.earlier.join('\n')).not.toContain('say hello first');
    const { conversation: second } = await world().untilAtRest();
    expect(second).not.toBe(first);
    expect(await world().timeline()).toContain(`conversation ${second}`);
    await killHost(world());
    expect((await goesOn(world(), 'still there')).earlier.join('\n')).toMatch(/^(?![\s\S]*say hello first)[\s\S]*and now go on/u);
    expect((await world().untilAtRest()).conversation).toBe(second);
  });

  test('what /resume has opened is what goes on after kill -9 of the host', async () => {
    await world().run('say hello first');
    const { conversation: first } = await world().untilAtRest();
    await typed(world(), '/clear');
    expect(await world().orch('send', 'real', 'and now go on', '--wait')).toMatchObject({ exitCode: 0 });
    await world().until('another conversation is open', ({ conversation }) => conversation !== first);
    await world().untilAtRest();
    await typed(world(), `/resume ${first}`);
    await world().until('the first one is open again', ({ conversation }) => conversation === first);
    await killHost(world());
    const { earlier } = await goesOn(world(), 'still there');
    expect(earlier.join('\n')).toContain('say hello first');
    expect(earlier.join('\n')).not.toContain('and now go on');
  });
});

/** As a person does who is attached. */
async function typed({ sandbox }: World, command: string): Promise<void> {
  const terminal = sandbox.open();
  await terminal.until('claude is shown', (screen) => screen.includes('❯'));
  await attach(terminal);
  // Its proposals follow what is typed a moment later, and Enter takes the chosen one.
  const [name = '', ...rest] = command.split(' ');
  for (const text of [name, ...rest.map((word) => ` ${word}`)]) {
    terminal.type(text);
    await terminal.until(`${text} stands in the input line`, (screen) => screen.includes(text));
    await terminal.until('its proposals are those of the whole', (screen) => !screen.includes('/add-dir'));
  }
  // With a word behind the command nothing is proposed any more; until that is seen, Enter would take the proposal without the word.
  if (rest.length > 0) await terminal.until('nothing is proposed', (screen) => screen.text().split(name).length === 2);
  terminal.press('enter');
  await terminal.until('the input line is empty', (screen) => !/❯[ \u00a0]\/\S+[^\n]*\n[^\n]*─{9}/u.test(screen.text()));
  await detach(terminal);
  terminal.press('q');
  await terminal.exit;
}

async function killHost(world: World): Promise<void> {
  process.kill((await world.status()).host?.pid ?? 0, 'SIGKILL');
}

async function goesOn(world: World, text: string) {
  expect(await world.orch('resume', 'real')).toMatchObject({ exitCode: 0 });
  await world.untilAtRest();
  expect(await world.orch('send', 'real', text, '--wait')).toMatchObject({ exitCode: 0, stderr: '' });
  return world.untilReceived('the message after resuming has come', ({ prompt }) => prompt.includes(text));
}
