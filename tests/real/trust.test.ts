// Whether a folder may be trusted is asked by three of the CLIs, and is a person's answer: no policy gives it.
import { afterEach, describe, expect, test } from 'vitest';
import { whatIsMissing } from './stories.js';
import { makeWorld, type World } from './world.js';

describe.each(['codex', 'claude', 'gemini'] as const)('%s', (cli) => {
  let world: World | null = null;
  afterEach(() => world?.end());

  test.skipIf(whatIsMissing(cli) !== null)(
    'asks whether it may trust the folder, is answered, and does its task',
    { timeout: 300_000 },
    async () => {
      world = await makeWorld(cli, { asksForTrust: true });
      const policy = [{ do: 'allow' }];
      await world.run('say hello', { policy });
      const { question } = await world.until('it asks', (agent) => agent.question !== null && agent.question.options.length > 1);
      expect(question).toMatchObject({ kind: 'trust' });
      expect(await world.orch('answer', 'real', '1', '--digest', question?.digest ?? '')).toMatchObject({ exitCode: 0 });
      await world.untilReceived('its task has come', ({ prompt }) => prompt.includes('say hello'));
      await world.untilAtRest();
      expect(await world.timeline()).toEqual(expect.arrayContaining([expect.stringMatching(/^answered .* ← a person/)]));
    },
  );
});
