// Which endpoint gets which key, and which models are asked in which order.
import { expect, it } from 'vitest';
import { modelChain, modelEndpoint } from '../../../src/core/chat/model-endpoint.js';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';

const ROUTER = { OPENROUTER_API_KEY: 'or-key' };
const OPENAI = { OPENAI_API_KEY: 'oa-key' };
const found = (env: Record<string, string>, baseUrl: string | null = null) =>
  modelEndpoint({ env, config: { ...DEFAULT_CONFIG.model, baseUrl } });

it.each([
  ['OpenRouter when only its key is there', ROUTER, null, 'https://openrouter.ai/api/v1', 'or-key', 'OPENROUTER_API_KEY'],
  ['OpenRouter when both keys are there', { ...ROUTER, ...OPENAI }, null, 'https://openrouter.ai/api/v1', 'or-key', 'OPENROUTER_API_KEY'],
  ['OpenAI with its key', OPENAI, null, 'https://api.openai.com/v1', 'oa-key', 'OPENAI_API_KEY'],
  [
    'the address of the environment',
    { ...ROUTER, ...OPENAI, OPENAI_BASE_URL: 'https://a.example/v1/' },
    null,
    'https://a.example/v1',
    'oa-key',
    'OPENAI_API_KEY',
  ],
  [
    'the address of the configuration first',
    { ...OPENAI, OPENAI_BASE_URL: 'https://a.example/v1' },
    'https://b.example/v1',
    'https://b.example/v1',
    'oa-key',
    'OPENAI_API_KEY',
  ],
  ['OpenRouter by its address', ROUTER, 'https://openrouter.ai/api/v1', 'https://openrouter.ai/api/v1', 'or-key', 'OPENROUTER_API_KEY'],
  ['no key on this machine', {}, 'http://localhost:11434/v1', 'http://localhost:11434/v1', 'none', null],
  ['never the key of OpenRouter on this machine', ROUTER, 'http://127.0.0.1:1/v1', 'http://127.0.0.1:1/v1', 'none', null],
])('is %s', (_what, env, configured, baseUrl, key, keyName) => {
  expect(found(env as Record<string, string>, configured)).toMatchObject({ ok: true, value: { baseUrl, key, keyName } });
});

it.each([
  [{}, null, 'no key is set'],
  [ROUTER, 'https://a.example/v1', 'no key is set for https://a.example'],
  [OPENAI, 'a.example/v1', 'model.baseUrl can not be used: it is no http or https address'],
  [OPENAI, 'file:///etc/passwd', 'model.baseUrl can not be used: it is no http or https address'],
  [OPENAI, 'https://me:secret@a.example/v1', 'model.baseUrl can not be used: it holds a name or a password'],
  [OPENAI, 'https://a.example/v1?key=secret', 'model.baseUrl can not be used: it holds more than a path'],
])('is an error for %j and %s', (env, baseUrl, said) => {
  const asked = found(env as Record<string, string>, baseUrl);
  expect(asked).toMatchObject({ ok: false, error: { kind: 'config', said } });
  expect(JSON.stringify(asked)).not.toMatch(/secret|or-key|oa-key/u);
});

it('takes the list of the use, else the default, else those of the endpoint', () => {
  const endpoint = found(ROUTER);
  if (!endpoint.ok) throw new Error('no endpoint');
  const config = { ...DEFAULT_CONFIG.model, planner: ['p1', ' p2 ', '', 'p1'] };
  expect(modelChain(endpoint.value, { ...config, default: 'd' }, 'planner')).toEqual(['p1', 'p2']);
  expect(modelChain(endpoint.value, { ...config, default: 'd' }, 'agent')).toEqual(['d']);
  const own = modelChain(endpoint.value, config, 'agent');
  expect(own).toContain('google/gemini-flash-1.5');
  expect(own.every((model) => model.includes('/'))).toBe(true);
});
