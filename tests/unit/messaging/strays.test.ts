// What a worker before this one had begun, and nobody has asked for since, is stopped; nothing else is.
import { expect, it } from 'vitest';
import { endStrays } from '../../../src/servers/worker/strays.js';
import { FakeHostLink } from '../../helpers/remote-story.js';

async function after(name: string, isOurs: boolean) {
  const link = new FakeHostLink();
  await link.request('run', { name, text: '' } as never);
  const said: string[] = [];
  await endStrays(
    { link, folder: '/clone' },
    () => isOurs,
    (text) => said.push(text),
  );
  return { state: link.agent?.state, said };
}

it('one that nobody asks for is stopped, and its work stays', async () => {
  const { state, said } = await after('fix-12ab-3', false);
  expect(state).toBe('stopped');
  expect(said[0]).toContain('what it did stays on orch/fix-12ab-3 in /clone');
});

it.each([
  ['whose task this worker has', 'fix-12ab-3', true],
  ['that a person has begun in the clone', 'fix-the-login', false],
])('one %s goes on', async (_what, name, isOurs) => {
  expect((await after(name, isOurs)).state).toBe('working');
});
