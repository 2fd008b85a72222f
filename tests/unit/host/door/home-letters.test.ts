// Calls of an agent that does a task of another machine: it sees who is at home, writes to them, and answers what came from there.
import { expect, it } from 'vitest';
import type { NewAgent } from '../../../../src/core/model/event.js';
import { answerQuestion } from '../../../../src/host/answers/answer-question.js';
import type { AnswerWorld } from '../../../../src/host/answers/answer-world.js';
import { homeLetterAnswers } from '../../../../src/host/answers/home-letter-answers.js';
import { begun, type DoorFixture, openTestDoor } from '../../../helpers/door-fixture.js';
import { expectOk } from '../../../helpers/expect-ok.js';
import { fold, newAgent, submitted } from '../../../helpers/fold-events.js';
import { scriptedModel } from '../../../helpers/scripted-model.js';

const CIRCLE = [{ name: 'boss', role: 'coordinator', harness: 'claude', task: 'a shop', isParent: true }];
const HOME = { owner: 'box', task: 'a-1234' };

function guest(others: readonly NewAgent[] = [], fixture: DoorFixture = {}) {
  const home = { ...HOME, parent: 'boss', asksPerson: true };
  const first = fold([submitted(newAgent('g', { home }), newAgent('k', { parent: 'g' }))]);
  const state = fold(others.length === 0 ? [] : [{ type: 'goal.submitted', goal: 'g2', text: 'another', agents: others }], first);
  const circles = new Map([['g', CIRCLE]]);
  const door = openTestDoor(state, { ...fixture, world: { circles } });
  const worker = homeLetterAnswers({ store: door.store, mail: { post: door.post, circles } });
  const waiting = async () => expectOk(await worker.lettersHome({ agent: 'name-g', circle: CIRCLE, open: [], mark: null }));
  return { ...door, worker, waiting };
}
const letter = (id: string, from: string, text = 'which port?') => ({
  fromName: from,
  message: {
    id,
    type: 'question' as const,
    from_agent: from,
    to_agent: 'a-1234',
    timestamp: '2026-01-01T00:00:00.000Z',
    payload: { text },
    retry_count: 0,
  },
});

it('it is told who is at home, marked as that, and who is its parent there', async () => {
  const { call } = guest();
  expect(expectOk(await call('g', 'agentSelf', {})).parent).toBe('boss');
  expect(expectOk(await call('g', 'agentContacts', {})).agents.find(({ name }) => name === 'boss')).toMatchObject({
    id: 'home:boss',
    node: 'home',
    state: 'unknown',
  });
  expect(expectOk(await call('k', 'agentContacts', {})).agents.map(({ name }) => name)).toEqual(['name-g', 'name-k', 'boss']);
});

it('what it sends waits for home, and is kept until home has it', async () => {
  const { call, waiting, worker, post } = guest();
  const sent = expectOk(await call('g', 'agentSend', { to: 'parent', text: 'which port?', wantsReply: true }));
  expect(sent.to).toEqual(['parent at home']);
  expect((await waiting()).letters).toMatchObject([
    { fromName: 'name-g', message: { to_agent: 'home:parent', payload: { wantsReply: true } } },
  ]);
  await worker.letterTaken({ id: sent.ids[0] ?? '', error: null });
  await worker.letterTaken({ id: sent.ids[0] ?? '', error: { kind: 'denied', tried: 'send', said: 'said twice', next: '' } });
  expect((await waiting()).letters).toEqual([]);
  expect(post.find(sent.ids[0] ?? '')).toMatchObject({ state: 'acknowledged' });
});

it('what one below it sends home goes with it, and says who wrote it', async () => {
  const { call, waiting } = guest();
  expectOk(await call('k', 'agentSend', { to: 'person', text: 'the disk is full' }));
  expect((await waiting()).letters[0]?.message.payload.text).toBe('From name-k, which does a part of this:\nthe disk is full');
});

it('it answers what came from home by its id', async () => {
  const { call, worker, waiting } = guest();
  expect(expectOk(await worker.letterCame({ agent: 'name-g', letter: letter('m9', 'person') })).ended).toBeNull();
  expect(expectOk(await call('g', 'agentInbox', { waitSeconds: 0, peek: false })).messages).toMatchObject([
    { from: 'person', message: { id: 'm9' } },
  ]);
  expectOk(await call('g', 'agentReply', { message: 'm9', text: '4021' }));
  expect((await waiting()).letters).toMatchObject([{ message: { type: 'answer', to_agent: 'home:person', payload: { inReplyTo: 'm9' } } }]);
});

it('one that has come is kept once, and its worker hears when it was read', async () => {
  const { call, worker, post } = guest();
  for (let time = 0; time < 3; time += 1) expectOk(await worker.letterCame({ agent: 'name-g', letter: letter('m9', 'a-boss') }));
  expect(post.list({ party: 'g', of: 'all', limit: 9 })).toHaveLength(1);
  const before = expectOk(await worker.lettersHome({ agent: 'name-g', circle: CIRCLE, open: ['m9'], mark: null }));
  expect(before.ended).toEqual([]);
  const next = worker.lettersHome({ agent: 'name-g', circle: CIRCLE, open: ['m9'], mark: before.mark });
  expectOk(await call('g', 'agentInbox', { waitSeconds: 0, peek: false }));
  expect(expectOk(await next).ended).toEqual([{ id: 'm9', error: null }]);
  expect(expectOk(await worker.letterCame({ agent: 'name-g', letter: letter('m9', 'a-boss') })).ended).toEqual({ id: 'm9', error: null });
});

it('for an agent that is not there nothing is taken', async () => {
  const { worker } = guest();
  expect(await worker.letterCame({ agent: 'gone', letter: letter('m9', 'person') })).toMatchObject({ ok: false });
  expect(await worker.lettersHome({ agent: 'gone', circle: [], open: [], mark: null })).toMatchObject({ ok: false });
});

it('two of one goal at home that are both here reach each other over home, and a reply names the message that was sent', async () => {
  const { call, worker, post } = guest([newAgent('s', { home: { ...HOME, parent: null } })]);
  const sent = expectOk(await call('g', 'agentSend', { to: 'sibling', text: 'which gap?', wantsReply: true }));
  const id = sent.ids[0] ?? '';
  // Home has it under the same id, and sends it on to the machine that it came from.
  const came = letter(id, 'a-5678', 'which gap?');
  for (let time = 0; time < 2; time += 1) expect(expectOk(await worker.letterCame({ agent: 'name-s', letter: came })).ended).toBeNull();
  const open = { circle: CIRCLE, open: [id], mark: null };
  expect(expectOk(await worker.lettersHome({ agent: 'name-s', ...open })).ended).toEqual([]);
  const [message] = expectOk(await call('s', 'agentInbox', { waitSeconds: 0, peek: false })).messages;
  expect(message?.message.payload.text).toBe('which gap?');
  expect(expectOk(await worker.lettersHome({ agent: 'name-s', ...open })).ended).toEqual([{ id, error: null }]);
  expect(post.find(id)).toMatchObject({ state: 'queued', message: { to_agent: 'home:sibling' } });
  expectOk(await call('s', 'agentReply', { message: message?.message.id, text: 'the left one' }));
  const back = expectOk(await worker.lettersHome({ agent: 'name-s', circle: CIRCLE, open: [], mark: null })).letters;
  expect(back).toMatchObject([{ message: { to_agent: 'home:a-5678', payload: { inReplyTo: id } } }]);
});

it('what it asks itself is told by its state, and is no letter', async () => {
  const { call, waiting } = guest();
  expectOk(await call('g', 'agentAsk', { text: 'Which port?' }));
  expect(await waiting()).toMatchObject({ letters: [], asking: [] });
});

it('what one below it asks the person goes home until home has it, and the call that waits has the answer', async () => {
  const { call, waiting, worker } = guest();
  const asked = call('k', 'agentAsk', { text: 'Which port?', options: ['80', '8080'], waitSeconds: 60 });
  await begun();
  const { letters, asking, mark } = await waiting();
  expect(letters).toMatchObject([
    { fromName: 'name-k', message: { type: 'question', to_agent: 'home:person', payload: { options: ['80', '8080'] } } },
  ]);
  const id = letters[0]?.message.id ?? '';
  expect(asking).toEqual([id]);
  await worker.letterTaken({ id, error: null });
  expect(await waiting()).toMatchObject({ letters: [], asking: [id] });
  const next = worker.lettersHome({ agent: 'name-g', circle: CIRCLE, open: [], mark });
  const reply = letter('m9', 'person', '2').message;
  const came = { fromName: 'person', message: { ...reply, type: 'answer' as const, payload: { text: '2', inReplyTo: id } } };
  for (let time = 0; time < 2; time += 1) expectOk(await worker.letterCame({ agent: 'name-g', letter: came }));
  expect(expectOk(await asked)).toEqual({ id, answer: '8080', by: 'person' });
  expect(expectOk(await next)).toMatchObject({ asking: [] });
  expect(expectOk(await worker.letterCame({ agent: 'name-g', letter: came })).ended).toEqual({ id: 'm9', error: null });
  expect(expectOk(await call('g', 'agentInbox', { waitSeconds: 0, peek: false })).messages).toEqual([]);
});

it('answered on its own machine, as from a row of it, it is open nowhere any more', async () => {
  const { call, waiting, store, post } = guest();
  const asked = call('k', 'agentAsk', { text: 'Which port?', options: ['80', '8080'], waitSeconds: 60 });
  await begun();
  const { asking } = await waiting();
  const world = { store, post, runtime: {} } as unknown as AnswerWorld;
  expectOk(await answerQuestion(world, { agent: 'name-k', choice: '1', digest: asking[0] ?? null }));
  expect(expectOk(await asked).answer).toBe('80');
  expect(await waiting()).toMatchObject({ letters: [], asking: [] });
});

it('what the manager there leaves to the person goes home as well, with its reason', async () => {
  const { call, waiting } = guest([], { model: scriptedModel('PERSON') });
  void call('k', 'agentAsk', { of: 'manager', text: 'Which port?', waitSeconds: 60 });
  for (let turn = 0; turn < 5; turn += 1) await begun();
  const { letters, asking } = await waiting();
  expect(letters).toMatchObject([
    { message: { to_agent: 'home:person', payload: { text: expect.stringContaining('the manager leaves it to you') } } },
  ]);
  expect(asking).toEqual([letters[0]?.message.id]);
});

it('what home does not take is said to the one that asks', async () => {
  const { call, waiting, worker } = guest();
  const asked = call('k', 'agentAsk', { text: 'Which port?', waitSeconds: 60 });
  await begun();
  const { asking } = await waiting();
  const error = { kind: 'limit', tried: 'send', said: 'too many of them', next: '' } as const;
  await worker.letterTaken({ id: asking[0] ?? '', error });
  expect(expectOk(await asked).answer).toContain('Nobody can answer that: too many of them.');
  expect(await waiting()).toMatchObject({ letters: [], asking: [] });
});
