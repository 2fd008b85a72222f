// `limits.chain` names harnesses: a wrong name is an error of the configuration, which says what is allowed.
import { expect, it } from 'vitest';
import { chainError } from '../../../src/core/harness/chain-error.js';
import { configSchema } from '../../../src/core/model/config.js';

const errorOf = (chain: readonly string[]) => {
  const harnesses = { mine: { command: ['my-agent'] }, codex: { args: ['-v'] }, changed: { model: 'm' } };
  return chainError(configSchema.parse({ harnesses, limits: { chain } }));
};

it.each([[[]], [['codex', 'claude:sonnet', ' gemini ', 'mine:a:b', 'demo']]])('%j is taken', (chain) => {
  expect(errorOf(chain)).toBeNull();
});

it.each([
  ['an unknown name', ['codex', 'calude:sonnet'], 'there is no harness calude'],
  ['a name that is configured without a command', ['changed'], 'there is no harness changed'],
  ['a model alone', [':sonnet'], 'there is no harness without a name'],
  ['nothing', [''], 'there is no harness without a name'],
])('%s is refused', (_what, chain, said) => {
  expect(errorOf(chain)).toMatchObject({
    kind: 'config',
    tried: 'read limits.chain of the configuration',
    said,
    next: expect.stringMatching(/^Allowed: claude, codex, gemini, opencode, aider, builtin, demo, mine, each also with a model/),
  });
});
