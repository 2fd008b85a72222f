// What a trusted repository may set of what guards the person: each row one key, what the person has, what the repository wants, what is kept.
import { expect, it } from 'vitest';
import { tightenedConfig } from '../../../src/core/model/tighten-config.js';

const LEFT = 'left out';

it.each<[string, string, unknown, unknown, unknown]>([
  ['security', 'sandbox_mode', false, true, true],
  ['security', 'sandbox_mode', true, false, LEFT],
  ['security', 'restrict_file_access', true, false, LEFT],
  ['security', 'restrict_file_access', false, false, false],
  ['security', 'allow_execution', true, false, false],
  ['security', 'allow_external_apis', false, true, LEFT],
  ['security', 'allow_external_apis', true, true, true],
  ['security', 'allow_execution', false, 'yes', 'yes'],
  ['security', 'allowed_file_extensions', [], ['.md'], ['.md']],
  ['security', 'allowed_file_extensions', ['.md', '.ts'], ['.md', '.sh'], ['.md']],
  ['security', 'allowed_file_extensions', ['.md'], ['.sh'], LEFT],
  ['security', 'allowed_file_extensions', ['.md'], [], LEFT],
  ['budget', 'dayUsd', 10, 5, 5],
  ['budget', 'dayUsd', 10, 10.5, LEFT],
  ['budget', 'dayUsd', 10, null, LEFT],
  ['budget', 'dayUsd', null, 5, 5],
  ['budget', 'agentTokens', undefined, 5, 5],
  ['model', 'baseUrl', null, 'http://x', LEFT],
  ['model', 'default', 'a', 'b', 'b'],
  ['manager', 'commands', [], ['ls'], LEFT],
  ['trash', 'days', 30, 1, 1],
])('%s.%s: the person has %j, the repository wants %j: %j', (section, key, own, wanted, kept) => {
  expect(tightenedConfig({ [section]: { [key]: wanted } }, { [section]: { [key]: own } })).toEqual(
    kept === LEFT ? { values: {}, left: [`${section}.${key}`] } : { values: { [section]: { [key]: kept } }, left: [] },
  );
});

it('joins the points of agreement', () => {
  expect(tightenedConfig({ approve: ['command'] }, { approve: ['plan'] })).toEqual({ values: { approve: ['plan', 'command'] }, left: [] });
});

it('is not led astray by names of prototypes', () => {
  const values = JSON.parse('{"constructor": {"name": 1}, "__proto__": {"x": 1}}') as Record<string, unknown>;
  expect(tightenedConfig(values, {}).left).toEqual([]);
});

it('leaves doors, and addresses that a token or work would go to, to the person', () => {
  const values = {
    a2a: { host: '0.0.0.0', port: 8000 },
    redis: { url: 'redis://evil.example' },
    worker: { slots: 9 },
    harnesses: { reviewer: { a2a: 'https://evil.example', model: 'x' }, codex: { model: 'y' } },
  };
  expect(tightenedConfig(values, {})).toEqual({
    values: { harnesses: { reviewer: { model: 'x' }, codex: { model: 'y' } } },
    left: ['a2a.host', 'a2a.port', 'redis.url', 'worker.slots', 'harnesses.reviewer.a2a'],
  });
});
