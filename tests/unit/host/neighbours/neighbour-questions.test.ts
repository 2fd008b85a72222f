// Who is called for what agents of other nodes ask: the person of the host that they work for, once for each question.
import { expect, it } from 'vitest';
import type { AgentEntry } from '../../../../src/core/ports/broker.js';
import { NeighbourQuestions } from '../../../../src/host/neighbours/neighbour-questions.js';
import { ASKS, anEntry, givenOut, neighbourStory } from '../../../helpers/neighbours.js';

function calling() {
  const story = neighbourStory();
  story.world.own = { 'a-own': givenOut('a-own') };
  const calls: string[] = [];
  const names: string[] = [];
  const mail = new Set<string>();
  const questions = new NeighbourQuestions({
    rows: () => story.neighbours.rows,
    isMail: (digest) => mail.has(digest),
    call: ({ text, name }) => {
      calls.push(text);
      names.push(name);
    },
  });
  story.neighbours.listen(() => questions.check());
  return { ...story, calls, names, mail, questions };
}

const ours = (over: Partial<AgentEntry> = {}, text = 'Delete it?', digest = 'd1') =>
  anEntry({
    id: 'a-1',
    name: 'fix',
    state: 'waiting',
    ...over,
    row: { owner: 'here', parent: 'a-own', question: { ...ASKS, text, digest } },
  });

it('calls once for each question of one that works for this host', () => {
  const { announce, calls } = calling();
  announce(ours());
  announce(ours({ role: 'coder' }));
  announce(ours({}, 'And this?', 'd2'));
  announce(ours({ state: 'working' }));
  announce(ours({}, 'And this?', 'd2'));
  expect(calls).toEqual(['fix asks: Delete it?', 'fix asks: And this?', 'fix asks: And this?']);
});

it('calls by the name that it is answered by here', () => {
  const { announce, names } = calling();
  announce(ours());
  expect(names).toEqual(['fix@far']);
});

it('calls nobody for one that works for another, nor for one that ends its turn', () => {
  const { announce, calls } = calling();
  announce(anEntry({ id: 'a-2', state: 'waiting', row: { question: ASKS } }));
  announce(ours({ state: 'working' }));
  announce(ours({ state: 'idle' }));
  expect(calls).toEqual([]);
});

it('does not call again for the same when Redis was away', () => {
  const { announce, cluster, neighbours, calls } = calling();
  announce(ours());
  cluster.cut('here');
  neighbours.check();
  cluster.restore('here');
  neighbours.check();
  expect(calls).toEqual(['fix asks: Delete it?']);
});

it('leaves a question that came as a message to that, and says what it has called for', () => {
  const { announce, calls, mail, questions } = calling();
  mail.add('d1');
  announce(ours());
  announce(ours({}, 'And this?', 'd2'));
  expect(calls).toEqual(['fix asks: And this?']);
  expect([questions.hasCalled('d2'), questions.hasCalled('d1')]).toEqual([true, false]);
  announce();
  expect(questions.hasCalled('d2')).toBe(false);
});
