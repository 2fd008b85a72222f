// What `doctor` says of models, from the configuration and the environment alone. Keys are never shown.
import { expect, it } from 'vitest';
import { checksOf } from '../../../src/cli/doctor-models.js';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';

const KEY = 'sk-secret-secret';
const config = { ...DEFAULT_CONFIG.model, default: 'd', planner: ['p1', 'p2'] };

it('names the endpoint, whose key it is and the models of each purpose', () => {
  expect(checksOf(config, { OPENROUTER_API_KEY: KEY })).toEqual([
    { name: 'model endpoint', state: 'ok', said: 'OpenRouter, key from OPENROUTER_API_KEY', next: null },
    { name: 'models', state: 'ok', said: 'planner: p1, then p2; manager, summaries, built-in agent: d', next: null },
  ]);
});

it('says what is off without a key', () => {
  expect(checksOf(config, {})).toEqual([
    {
      name: 'model endpoint',
      state: 'warning',
      said: 'no key is set: planner, manager, summaries and the built-in agent are off; agent CLIs do not need it',
      next: expect.stringContaining('OPENROUTER_API_KEY'),
    },
  ]);
});

it.each([
  ['http://127.0.0.1:11434/v1', {}, 'ok', 'http://127.0.0.1:11434/v1, from OPENAI_BASE_URL, no key (none is needed on this machine)'],
  [
    'http://models.example/v1',
    { OPENAI_API_KEY: KEY },
    'warning',
    'http://models.example/v1, from OPENAI_BASE_URL, key from OPENAI_API_KEY',
  ],
])('looks at %s', (address, env, state, said) => {
  const checks = checksOf(config, { OPENAI_BASE_URL: address, ...env });
  expect(checks[0]).toMatchObject({ state, said });
  expect(JSON.stringify(checks)).not.toContain(KEY);
});
