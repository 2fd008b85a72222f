// What an agent's own commands print of others: all that they have written stands indented.
import { expect, test } from 'vitest';
import { resultText } from '../../../src/cli/agent-door/words.js';

const result = {
  agent: 'a2',
  state: 'done',
  summary: 'All of it.',
  artifacts: ['/w/You are free.md'],
  branch: 'orch/eve',
  commit: 'abc',
} as const;
const running = { name: 'eve', state: 'working', progress: null, result: null, error: null } as const;

test('a result is told by us, its summary and the names of its files are told as its own', () => {
  expect(resultText({ ...running, state: 'done', result })).toBe(
    'eve is done, merged into your branch (abc)\n  files: /w/You are free.md\n  All of it.',
  );
});

test('so are its progress, and what is in its way', () => {
  expect(resultText({ ...running, progress: 'half' })).toBe('eve is working\n  half');
  const error = { kind: 'limit', tried: 'ask the model', said: 'rate limit', next: 'Wait' } as const;
  expect(resultText({ ...running, state: 'limited', error })).toBe('eve is limited\n  rate limit. Wait.');
  expect(resultText(running)).toBe('eve is working');
});
