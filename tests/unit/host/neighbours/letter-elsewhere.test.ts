// Messages of the person to agents of other nodes: kept here until they are carried, or told at once where nobody else would hand them over.
import { expect, it } from 'vitest';
import { ok } from '../../../../src/core/model/error.js';
import type { AgentEntry } from '../../../../src/core/ports/broker.js';
import type { AnswerWorld } from '../../../../src/host/answers/answer-world.js';
import { messageAnswers } from '../../../../src/host/answers/message-answers.js';
import type { Network } from '../../../../src/host/network/network.js';
import { partiesElsewhere } from '../../../../src/host/network/network-of.js';
import { atWork, fold } from '../../../helpers/fold-events.js';
import { aMessage } from '../../../helpers/messages.js';
import { anEntry, givenOut, neighbourStory } from '../../../helpers/neighbours.js';
import { openTestPost } from '../../../helpers/post-fixture.js';

const ofTask = anEntry({ id: 'a-1', name: 'fix', row: { owner: 'other' } });
const below = anEntry({ id: 'a-2', name: 'part', row: { owner: 'other', parent: 'a-1' } });
const ofHost = anEntry({ id: 'a-3', name: 'review', node: 'other', row: { owner: 'other', isOpen: false } });
const old = anEntry({ id: 'a-4', name: 'old', node: 'third', row: null });

function writing(...entries: readonly AgentEntry[]) {
  const { post } = openTestPost();
  const story = neighbourStory(...entries);
  const state = fold([...atWork('a1')]);
  const network = { others: new Map(story.world.entries.map((entry) => [entry.id, entry])) };
  const world = { store: { state }, post, manager: () => 'none', network, neighbours: story.neighbours } as unknown as AnswerWorld;
  const { messageSend, messages, messageReply } = messageAnswers(world);
  const list = (agent: string) => messages({ agent, of: 'all', limit: 10 });
  const send = (to: string, wantsReply = false) => messageSend({ to, text: 'hello', wantsReply });
  return { ...story, post, send, list, network, reply: (message: string) => messageReply({ message, text: 'yes' }) };
}

it.each([
  ['fix', 'a-1'],
  ['fix@far', 'a-1'],
  ['a-1', 'a-1'],
  ['review', 'a-3'],
  ['old@third', 'a-4'],
])('for %s it is kept as one to %s', async (to, id) => {
  const { send, post, orders } = writing(ofTask, ofHost, old);
  expect(await send(to)).toMatchObject({ ok: true, value: { ids: ['m1'], notes: [] } });
  expect([post.find('m1')?.message.to_agent, orders()]).toEqual([id, []]);
});

it('one that an agent of a task has delegated to is told by its worker at once, and the sender that it is not kept here', async () => {
  const { send, post, orders, answers, rest } = writing(ofTask, below);
  const sent = send('part');
  await rest();
  answers('part: queued, its CLI has ended');
  const notes = ['part@far: it is kept on far, and not listed here', 'part: queued, its CLI has ended'];
  expect(await sent).toEqual(ok({ ids: [], to: ['part@far'], notes }));
  expect([orders(), post.find('m1')]).toEqual([[{ what: 'message', text: 'hello' }], null]);
  expect(await send('part', true)).toMatchObject({ error: { kind: 'usage' } });
});

it.each(['fix', 'review@other'])('%s is not asked for a reply: that would go to the person of its own host', async (to) => {
  const { send, post } = writing(ofTask, ofHost);
  expect(await send(to, true)).toMatchObject({
    error: { kind: 'usage', said: expect.stringContaining('its replies do not come here') },
  });
  expect(post.find('m1')).toBeNull();
});

it('says who could be meant, and where nobody is', async () => {
  const { send } = writing(ofTask, anEntry({ id: 'a-9', name: 'fix', node: 'third' }));
  expect(await send('fix')).toMatchObject({ error: { kind: 'usage', said: 'it could be fix@far, fix@third' } });
  expect(await send('fix@nowhere')).toMatchObject({ error: { kind: 'not-found', said: 'no other node has it' } });
  expect(await send('nobody')).toMatchObject({ error: { kind: 'not-found', next: '`orch-tui status` lists the agents' } });
});

it('one of here by that name is meant first, and one of here that runs there by both of its names', async () => {
  const { send, post, network, world, neighbours } = writing(
    anEntry({ id: 'a-1', name: 'name-a1' }),
    anEntry({ id: 'a-own', name: 'own' }),
  );
  world.own = { 'a-own': givenOut('a-own', { name: 'own' }) };
  neighbours.check();
  expect(network.others.size).toBe(2);
  await send('name-a1');
  await send('own@far');
  expect([post.find('m1')?.message.to_agent, post.find('m2')?.message.to_agent]).toEqual(['a1', 'a-own']);
});

it('one that was removed here and still runs there takes none', async () => {
  const { send } = writing(anEntry({ id: 'a-1', name: 'fix', row: { owner: 'here' } }));
  expect(await send('fix')).toMatchObject({ error: { kind: 'conflict' } });
});

it('goes to the node that has its receiver: of a task to that which gave it out', async () => {
  const carried: string[] = [];
  const called: string[] = [];
  const others = new Map([ofTask, below, ofHost, old, anEntry({ id: 'a-5', row: { owner: 'here' } })].map((entry) => [entry.id, entry]));
  const network = {
    node: 'here',
    others,
    carry: async ({ to, fromName, toName }: { readonly to: string; readonly fromName: string; readonly toName: string }) => {
      carried.push(to);
      called.push(`${fromName} > ${toName}`);
      return ok(undefined);
    },
  } as unknown as Network;
  const { carry } = partiesElsewhere(network, { state: fold([]) } as never);
  const results = [];
  for (const id of ['a-1', 'a-3', 'a-4', 'a-2', 'a-5', 'a-none'])
    results.push((await carry({ message: { from_agent: 'person', to_agent: id }, fromName: 'person', toName: `${id}@far` } as never)).ok);
  expect([carried, results]).toEqual([
    ['other', 'other', 'third'],
    [true, true, true, false, false, false],
  ]);
  // There the person is another one, and its own agents are called by their names alone.
  expect(called).toEqual(['person@here > fix', 'person@here > review', 'person@here > old']);
});

it('is kept under both names of who it is for, and listed by these', async () => {
  const { send, post, list } = writing(ofTask, ofHost);
  expect(await send('review')).toMatchObject({ value: { to: ['review@other'] } });
  expect(post.find('m1')?.message.to_agent).toBe('a-3');
  expect(await list('a-3')).toMatchObject({ ok: true, value: { messages: [{ message: { id: 'm1' } }], party: 'a-3' } });
  expect(await list('a-1')).toMatchObject({ ok: true, value: { messages: [] } });
});

it('what the person of another host wrote to an agent is no message of this one, and nobody replies to it', async () => {
  const { post, reply } = writing();
  const message = { ...aMessage('m8', ['person', 'x'], 'hi').message, to_agent: 'a1' };
  expect(await post.accept({ to: 'here', message, fromName: 'person@other', toName: 'name-a1' })).toMatchObject({ ok: true });
  expect(await reply('m8')).toMatchObject({ error: { said: 'person@other is the person of another host' } });
});
