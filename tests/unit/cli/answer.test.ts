// The queue of open questions as a person reads it.
import { expect, it } from 'vitest';
import { questionsText } from '../../../src/cli/answer.js';
import type { OpenQuestion } from '../../../src/core/model/requests.js';
import { openQuestions } from '../../../src/core/state/open-questions.js';
import { ago, anAgent, NOW } from '../../helpers/view-fixtures.js';

const asks = { kind: 'permission', text: 'run it?', options: ['Yes', 'No'], digest: 'd1', command: 'npm test' } as const;
const agents = [
  anAgent({ name: 'works' }),
  anAgent({ name: 'young', state: 'waiting', since: ago(60), question: { kind: 'text', text: 'Which?', options: [], digest: 'd2' } }),
  anAgent({ name: 'old', state: 'waiting', since: ago(600), question: asks }),
  anAgent({ name: 'policy', state: 'waiting', since: ago(900), question: { ...asks, with: 'policy' } }),
  anAgent({ name: 'mend', state: 'waiting', since: ago(900) }),
];

it('holds what a person is asked, who waits longest first, every key there for scripts', () => {
  const open: readonly OpenQuestion[] = openQuestions(agents);
  expect(open.map(({ agent }) => agent)).toEqual(['old', 'young']);
  expect(open[0]).toEqual({ ...asks, agent: 'old', id: agents[2]!.id, since: ago(600), tool: null, path: null });
});

it('is a block for each, with its answers numbered and a command whole', () => {
  expect(questionsText(openQuestions(agents), NOW)).toBe(
    ['old · permission · 10 m · d1', '  run it?', '    npm test', '  1. Yes', '  2. No', '', 'young · text · 1 m · d2', '  Which?'].join(
      '\n',
    ),
  );
});

it('is said to be empty', () => {
  expect(questionsText([], NOW)).toBe('nobody asks anything');
});
