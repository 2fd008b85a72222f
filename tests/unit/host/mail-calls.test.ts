// For which messages a person is called, and how often.
import { expect, it } from 'vitest';
import type { Agent } from '../../../src/core/model/agent.js';
import type { Notification } from '../../../src/core/view/notification.js';
import { MailCalls } from '../../../src/host/mail-calls.js';
import { openTestPost } from '../../helpers/post-fixture.js';
import { anAgent } from '../../helpers/view-fixtures.js';

/** The post tells its listeners after the turn of the event loop. */
const told = () => new Promise<void>((resolve) => void setImmediate(() => setImmediate(resolve)));

function callsFor(agents: Readonly<Record<string, Agent>> = {}, looks: { now: boolean } = { now: false }) {
  const { post, clock, send } = openTestPost();
  const calls: Notification[] = [];
  const watch = new MailCalls({
    post,
    clock,
    agents: () => agents,
    call: (notification) => {
      if (!looks.now) calls.push(notification);
      return !looks.now;
    },
  });
  const writes = async (from: string, text: string) => {
    const { id } = await send(from, 'person', text);
    await told();
    return id;
  };
  return { post, clock, calls, watch, writes, texts: () => calls.map(({ text }) => text) };
}

it('a message to them, in one plain line', async () => {
  const { writes, calls } = callsFor();
  await writes('boss', 'The old endpoint\nhas no test.\u001b[2J');
  expect(calls).toEqual([{ kind: 'unread', of: { sender: 'boss' }, name: 'boss', text: 'boss writes: The old endpoint has no test.' }]);
});

it('none between others, and none of what lay there before', async () => {
  const { post, clock, send } = openTestPost();
  await send('boss', 'person', 'before');
  const calls: Notification[] = [];
  new MailCalls({ post, clock, agents: () => ({}), call: (each) => calls.push(each) > 0 });
  await send('boss', 'other', 'between us');
  await send('person', 'boss', 'from me');
  await told();
  expect(calls).toEqual([]);
});

it('one sender once until it was read, then again; another one at once', async () => {
  const { post, writes, texts } = callsFor();
  const first = await writes('boss', 'one');
  await writes('boss', 'two');
  await writes('kid', 'three');
  expect(texts()).toEqual(['boss writes: one', 'kid writes: three']);
  await post.acknowledge([first]);
  await told();
  await writes('boss', 'four');
  expect(texts().at(-1)).toBe('boss writes: four');
});

it('one sender again a minute later, though nothing was read', async () => {
  const { clock, writes, texts } = callsFor();
  await writes('boss', 'one');
  clock.advance(60_000);
  await writes('boss', 'two');
  expect(texts()).toEqual(['boss writes: one', 'boss writes: two']);
});

it('what came while they looked at their messages does not keep the next one quiet', async () => {
  const looks = { now: true };
  const { writes, texts } = callsFor({}, looks);
  await writes('boss', 'one');
  looks.now = false;
  await writes('boss', 'two');
  expect(texts()).toEqual(['boss writes: two']);
});

it('no question that its agent calls for by itself, and no result, whose agent has ended', async () => {
  const asking = anAgent({ name: 'boss', inquiry: { id: 'm1', text: 'Which?', options: [], with: 'person', at: '' } });
  const { post, texts } = callsFor({ boss: asking });
  await post.send({ from: 'boss', to: ['person'], type: 'question', payload: { text: 'Which?', wantsReply: true } });
  await post.send({ from: 'kid', to: ['person'], type: 'task_result', payload: { text: 'done' } });
  await told();
  expect(texts()).toEqual([]);
  await post.send({ from: 'boss', to: ['person'], type: 'question', payload: { text: 'And now?', wantsReply: true } });
  await told();
  expect(texts()).toEqual(['boss asks: And now?']);
});

it('none for a question that somebody was called for by other means', async () => {
  const { post, clock, send } = openTestPost();
  const calls: string[] = [];
  new MailCalls({ post, clock, agents: () => ({}), isCalled: (id) => id === 'm1', call: ({ text }) => calls.push(text) > 0 });
  await send('boss', 'person', 'which port?');
  await send('kid', 'person', 'which host?');
  await told();
  expect(calls).toEqual(['kid writes: which host?']);
});

it('each question of those below one on another machine, which come under the name of that', async () => {
  const agents: Record<string, Agent> = {};
  const { post, texts } = callsFor(agents);
  const asks = (id: string, text: string) =>
    post.send({ id, from: 'boss', to: ['person'], type: 'question', payload: { text, wantsReply: true } });
  agents.boss = anAgent({ name: 'boss', node: 'far', asksBelow: ['m1', 'm2'] });
  await asks('m1', 'Which port?');
  await asks('m2', 'Which host?');
  await told();
  // This one nobody waits for by the tool for it.
  await asks('m3', 'How are you?');
  await told();
  expect(texts()).toEqual(['boss asks: Which port?', 'boss asks: Which host?']);
});
