// Requests that name an agent of another node: asked of that node, refused with words, or left to an agent of here by that name.
import { expect, it } from 'vitest';
import { ok } from '../../../../src/core/model/error.js';
import type { NeighbourOrder } from '../../../../src/core/model/neighbour.js';
import type { Method, Requests } from '../../../../src/core/model/requests.js';
import { emptyState } from '../../../../src/core/model/state.js';
import type { AgentEntry } from '../../../../src/core/ports/broker.js';
import type { Answer } from '../../../../src/host/answers/answers.js';
import { type NeighbourWorld, withNeighbours } from '../../../../src/host/answers/neighbour-answers.js';
import { ASKS, anEntry, givenOut, neighbourStory } from '../../../helpers/neighbours.js';
import { anAgent } from '../../../helpers/view-fixtures.js';

const THERE = 'Do it on far, in the clone of its worker';

function asked(...entries: readonly AgentEntry[]) {
  const story = neighbourStory(...entries);
  const own = [givenOut('a-own', { name: 'own' }), anAgent({ id: 'a-here', name: 'here-too' })];
  story.world.own = Object.fromEntries(own.map((agent) => [agent.id, agent]));
  story.neighbours.check();
  const passed: Method[] = [];
  const meant: unknown[] = [];
  const answer = async (method: Method, params: object) => {
    passed.push(method);
    meant.push('agent' in params ? params.agent : null);
    return ok({ questions: [] });
  };
  const store = { state: { ...emptyState(5), agents: story.world.own } };
  const { neighbours } = story;
  const world = { store, neighbours, emulatorOf: async () => null, now: () => 7 } as unknown as NeighbourWorld;
  const ask = withNeighbours(answer as unknown as Answer, world);
  return { ...story, ask, passed, meant };
}

const below = (over: Parameters<typeof anEntry>[0]) => anEntry({ ...over, row: { owner: 'here', parent: 'a-own', ...over.row } });

it.each<{
  readonly what: string;
  readonly method: Method;
  readonly params: object;
  readonly order: NeighbourOrder;
  readonly result: object;
}>([
  {
    what: 'a message',
    method: 'send',
    params: { agent: 'fix', text: 'go on', wait: true },
    order: { what: 'send', text: 'go on', wait: true },
    result: { agent: 'fix@far', proof: 'at work' },
  },
  { what: 'an interrupt', method: 'interrupt', params: { agent: 'fix' }, order: { what: 'interrupt' }, result: { agent: 'fix@far' } },
  { what: 'a stop', method: 'stop', params: { agent: 'fix@far' }, order: { what: 'stop' }, result: { agents: ['fix@far'] } },
  { what: 'words', method: 'words', params: { agent: 'a-1' }, order: { what: 'words' }, result: { text: 'said' } },
  {
    what: 'an answer',
    method: 'answer',
    params: { agent: 'fix', choice: '1', digest: null },
    order: { what: 'answer', digest: 'd1', choice: '1' },
    result: { question: ASKS.text, answer: 'said' },
  },
])('asks its node for $what', async ({ method, params, order, result }) => {
  const { ask, answers, orders, rest, passed } = asked(anEntry({ id: 'a-1', name: 'fix', state: 'waiting', row: { question: ASKS } }));
  const answer = ask(method, params as never);
  await rest();
  answers('said');
  expect(await answer).toMatchObject({ ok: true, value: result });
  expect([orders(), passed]).toEqual([[order], []]);
});

it('says what its node says to that, and what was tried here', async () => {
  const { ask, answers, rest } = asked(anEntry({ id: 'a-1', name: 'fix' }));
  const answer = ask('stop', { agent: 'fix' });
  await rest();
  answers(null, { kind: 'harness', tried: 'stop it', said: 'it hangs', next: 'n' });
  expect(await answer).toEqual({ ok: false, error: { kind: 'harness', tried: 'stop fix@far', said: 'it hangs', next: 'n' } });
});

it('answers only what is asked now', async () => {
  const { ask, orders } = asked(anEntry({ id: 'a-1', state: 'waiting', row: { question: ASKS } }), anEntry({ id: 'a-2' }));
  expect(await ask('answer', { agent: 'a-1', choice: '1', digest: 'old' })).toMatchObject({ error: { kind: 'conflict' } });
  expect(await ask('answer', { agent: 'a-2', choice: '1', digest: null })).toMatchObject({
    error: { said: 'it asks nothing: it is working' },
  });
  expect(orders()).toEqual([]);
});

it('an agent of here by that name, or the only one whose name begins so, is meant first', async () => {
  const { ask, passed } = asked(anEntry({ id: 'a-1', name: 'own' }), anEntry({ id: 'a-2', name: 'here' }));
  await ask('stop', { agent: 'own' });
  await ask('stop', { agent: 'here' });
  await ask('stop', { agent: 'nobody' });
  await ask('stop', { agent: null });
  expect(passed).toEqual(['stop', 'stop', 'stop', 'stop']);
});

it('names those that could be meant', async () => {
  const { ask } = asked(anEntry({ id: 'a-1', name: 'fix' }), anEntry({ id: 'a-2', name: 'fix', node: 'third' }));
  expect(await ask('why', { agent: 'fix' })).toMatchObject({ error: { kind: 'usage', said: 'it could be fix@far, fix@third' } });
  expect(await ask('why', { agent: 'fix@third' })).toMatchObject({ ok: true, value: { agent: 'fix@third' } });
});

it('says why one is in its state without asking anybody, and is well that it was seen', async () => {
  const { ask, orders } = asked(anEntry({ id: 'a-1', name: 'fix', row: { isOpen: false } }));
  expect(await ask('why', { agent: 'fix' })).toMatchObject({
    value: { agent: 'fix@far', state: 'working', why: { evidence: 'as it says' }, history: [], away: { node: 'far', runs: true } },
  });
  expect(await ask('seen', { agent: 'a-1' })).toEqual({ ok: true, value: {} });
  expect(orders()).toEqual([]);
});

it('lists what those ask that work for this host, and not what others ask', async () => {
  const question = { state: 'waiting', row: { question: ASKS } };
  const { ask } = asked(below({ id: 'a-1', name: 'fix', ...question }), anEntry({ id: 'a-2', ...question }));
  const idsOf = async (params: Requests['questions']['params']) => {
    const found = await ask('questions', params);
    return found.ok ? found.value.questions.map(({ agent, digest }) => [agent, digest]) : found.error;
  };
  expect(await idsOf({ agent: null })).toEqual([['fix@far', 'd1']]);
  expect(await idsOf({ agent: 'a-2' })).toEqual([['name-a-2@far', 'd1']]);
  expect(await idsOf({ agent: 'own' })).toEqual([]);
});

it('says of one that is only shown where it is to be answered, and how a message gets there', async () => {
  const { ask } = asked(anEntry({ id: 'a-1', name: 'fix', state: 'waiting', row: { question: ASKS, isOpen: false } }));
  const error = {
    kind: 'usage',
    tried: 'answer fix@far',
    said: 'it is an agent of far, which lets nobody else look at it, type to it or answer it',
    next: 'Do it in orch-tui on far, or send it a message: `orch-tui messages send fix@far TEXT`',
  };
  expect(await ask('answer', { agent: 'fix', choice: '1', digest: null })).toEqual({ ok: false, error });
  for (const method of ['interrupt', 'stop', 'words', 'questions'] as const)
    expect(await ask(method, { agent: 'fix' })).toMatchObject({ error: { said: error.said } });
  expect(await ask('screen', { agent: 'fix', ansi: false })).toMatchObject({ error: { said: error.said } });
});

it('says that Redis is away where one can not be reached for that', async () => {
  const { ask, cluster, neighbours } = asked(anEntry({ id: 'a-1', name: 'fix' }));
  cluster.cut('here');
  neighbours.check();
  expect(await ask('stop', { agent: 'fix' })).toMatchObject({
    error: { kind: 'broker', said: 'far can not be reached: Redis is away: nothing is heard of far', next: 'Try again when Redis is back' },
  });
});

it.each([
  'resume',
  'remove',
  'finish',
  'diff',
  'timeline',
  'pick',
  'comment',
  'terminalKeys',
] as const)('refuses %s, and says whose it is', async (method) => {
  const { ask, passed } = asked(anEntry({ id: 'a-1', name: 'fix' }), below({ id: 'a-2', name: 'part' }));
  expect(await ask(method, { agent: 'fix' } as never)).toMatchObject({
    error: { kind: 'usage', said: 'it is an agent of other, and runs on far', next: 'Do it in orch-tui on other' },
  });
  expect(await ask(method, { agent: 'part' } as never)).toMatchObject({
    error: { said: 'it works on far for own, and has nothing of its own here' },
  });
  expect(passed).toEqual([]);
});

it.each([
  ['finish', 'What it does comes with the work of own: give that order to own', THERE],
  ['diff', 'What it does comes with the work of own: give that order to own', THERE],
  ['remove', THERE, THERE],
  ['messages', THERE, THERE],
] as const)('says where %s is done for one below a task, of ours and of others', async (method, ofOurs, ofOthers) => {
  const { ask } = asked(below({ id: 'a-2', name: 'part' }), anEntry({ id: 'a-3', name: 'theirs', row: { parent: 'a-4' } }));
  expect(await ask(method, { agent: 'part' } as never)).toMatchObject({ error: { next: ofOurs } });
  expect(await ask(method, { agent: 'theirs' } as never)).toMatchObject({ error: { next: ofOthers } });
});

it('lists what was written from here to one of another host', async () => {
  const { ask, meant, passed } = asked(anEntry({ id: 'a-1', name: 'fix' }));
  await ask('messages', { agent: 'fix@far', of: 'all', limit: 1 });
  expect([passed, meant]).toEqual([['messages'], ['a-1']]);
});

it('takes one of a task by the name of whoever gave that out, and one of ours by that of its node', async () => {
  const { ask, meant } = asked(anEntry({ id: 'a-1', name: 'fix' }), anEntry({ id: 'a-2', name: 'part', row: { parent: 'a-1' } }));
  expect(await ask('why', { agent: 'fix@other' })).toMatchObject({ value: { agent: 'fix@far' } });
  expect(meant).toEqual([]);
  for (const agent of ['part@other', 'own@far', 'here-too@far']) await ask('why', { agent });
  expect(meant).toEqual(['part@other', 'a-own', 'here-too@far']);
});
