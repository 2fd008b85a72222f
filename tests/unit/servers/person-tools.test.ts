import { expect, test } from 'vitest';
import type { KeptMessage } from '../../../src/core/model/message.js';
import type { OpenQuestion } from '../../../src/core/model/requests.js';
import type { AgentStatus, GoalStatus, Status } from '../../../src/core/model/status.js';
import { personToolSet } from '../../../src/servers/mcp/person-tools.js';
import { AskedPerson } from '../../helpers/asked-person.js';
import { McpPeer } from '../../helpers/mcp-peer.js';

const NO_MAIL = { messages: [], seq: 0, party: null };
const HEAD = {
  host: null,
  manager: { calls: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 },
  budget: { dayUsd: 0, limitUsd: null },
  overlaps: [],
};

async function peerOf(host: AskedPerson): Promise<McpPeer> {
  return McpPeer.greeted(personToolSet(host.ask));
}

function mail(text: string): KeptMessage {
  const message = {
    id: 'm1',
    type: 'question',
    from_agent: 'a1',
    to_agent: 'person',
    timestamp: '2026-11-26T12:00:00.000Z',
    payload: { text, options: ['8080', '9090'] },
    retry_count: 0,
  } as const;
  return { message, state: 'queued', fromName: 'ada', toName: 'person', via: null, at: message.timestamp, error: null, retryAt: null };
}

test('what runs, and what waits for an answer, is told between marks', async () => {
  const goal = { id: 'g1', text: 'a shop', state: 'running', workspace: null, createdAt: '', tasks: [] } as GoalStatus;
  const agent = {
    id: 'a1',
    name: 'ada',
    harness: 'claude',
    role: 'coder',
    state: 'waiting',
    parent: null,
    progress: 'half',
    error: null,
    branch: 'orch/ada',
  };
  const question = { agent: 'ada', text: 'run `npm test`?', options: ['yes', 'no'], digest: 'd1' } as unknown as OpenQuestion;
  const status = {
    ...HEAD,
    goals: [goal],
    agents: [
      { ...agent, result: null },
      { ...agent, id: 'a2', name: 'bob', parent: 'a1', result: null },
    ] as unknown as AgentStatus[],
  } as Status;
  const host = new AskedPerson()
    .on('status', status)
    .on('questions', { questions: [question] })
    .on('messages', NO_MAIL);
  const { text } = await (await peerOf(host)).call('orch_status');
  expect(text).toMatch(/^1 wait for an answer of the person: orch_answer\.\n<<<BEGIN \w+ status>>>\n/u);
  expect(text).toContain('goal g1: running; "a shop"');
  expect(text).toContain('agent ada: waiting; claude; coder; "half"; orch/ada');
  expect(text).toContain('agent bob: waiting; claude; coder; below ada; "half"');
  expect(text).toContain('question of ada: run `npm test`? (answers: yes | no; digest d1)');
  expect(text).toContain('no word of the person');
});

test('a goal is started with what was given, and nothing is finished without being asked unless that was said', async () => {
  const host = new AskedPerson()
    .on('run', { goal: 'g1', agents: ['a1'], notes: ['the base is behind'] })
    .on('status', { ...HEAD, goals: [], agents: [{ id: 'a1', name: 'ada' } as AgentStatus] })
    .on('messages', NO_MAIL);
  const peer = await peerOf(host);
  expect((await peer.call('orch_run', { goal: ' make a shop ' })).text).toBe('Started goal g1; agents: ada.\nthe base is behind');
  expect(host.calls[0]).toMatchObject(['run', { text: 'make a shop', harness: null, plan: 'auto', finish: null, unattended: false }]);
  await peer.call('orch_run', { goal: 'make a shop', agent: 'codex', finish: 'merge', plan: 'none' });
  expect(host.calls.at(-3)).toMatchObject(['run', { harness: 'codex', plan: 'none', finish: 'merge', unattended: true }]);
});

test('a question on a screen and a message that wants a reply are answered each in its own way', async () => {
  const host = new AskedPerson()
    .on('answer', { agent: 'ada', question: 'q', answer: 'yes' })
    .on('messageReply', { id: 'm2', to: 'ada', notes: [] })
    .on('messages', NO_MAIL);
  const peer = await peerOf(host);
  expect((await peer.call('orch_answer', { agent: 'ada', answer: 'yes', digest: 'd1' })).text).toBe('Answered ada: yes.');
  expect((await peer.call('orch_answer', { message: 'm1', answer: '8080' })).text).toBe('Answered ada.');
  expect(host.calls.filter(([method]) => method !== 'messages')).toEqual([
    ['answer', { agent: 'ada', choice: 'yes', digest: 'd1' }],
    ['messageReply', { message: 'm1', text: '8080' }],
  ]);
});

test('messages to the person are given between marks, and count as read then', async () => {
  const host = new AskedPerson().on('messages', { messages: [mail('which port?')], seq: 1, party: null }).on('messageRead', {});
  const { text } = await (await peerOf(host)).call('orch_messages');
  expect(text).toContain('question m1 from ada to person [queued]: which port? (answers: 8080 | 9090)');
  expect(host.calls.slice(0, 2)).toEqual([
    ['messages', { agent: null, of: 'inbox', limit: 50 }],
    ['messageRead', { ids: ['m1'] }],
  ]);
  expect(text).toMatch(/The person has 1 unread message: orch_messages\.$/u);
});

test('an empty inbox is no empty post', async () => {
  const peer = await peerOf(new AskedPerson().on('messages', NO_MAIL));
  expect((await peer.call('orch_messages')).text).toMatch(/no unread messages.*`of` all/u);
  expect((await peer.call('orch_messages', { of: 'all' })).text).toMatch(/^There are no messages/u);
});

test('an agent that has no screen any more is still told of', async () => {
  const error = { kind: 'not-found', tried: 'show', said: 'no screen', next: 'Look at its log' } as const;
  const why = { source: 'process', rule: 'exit.zero', evidence: 'it ended with 0', at: '' } as const;
  const host = new AskedPerson()
    .on('why', { agent: 'ada', state: 'done', why, history: [] })
    .refuses('screen', error)
    .on('messages', NO_MAIL);
  expect((await (await peerOf(host)).call('orch_show', { agent: 'ada' })).text).toContain('ada is done: it ended with 0');
});

test('an empty place says how to begin; one that is no repository says what is wrong', async () => {
  const host = new AskedPerson()
    .on('status', { ...HEAD, goals: [], agents: [] })
    .on('questions', { questions: [] })
    .on('messages', NO_MAIL);
  expect((await (await peerOf(host)).call('orch_status')).text).toContain('orch_run starts one');
  const error = {
    kind: 'repository',
    tried: 'open the repository at /tmp',
    said: 'this is not a git repository',
    next: 'Go to one',
  } as const;
  const nowhere = new AskedPerson().refuses('status', error).refuses('questions', error).refuses('messages', error);
  const told = await (await peerOf(nowhere)).call('orch_status');
  expect(told).toEqual({ text: 'open the repository at /tmp: this is not a git repository. Go to one.', isError: true });
});

test('the prompt `orch` brings the request of the person', async () => {
  const peer = await peerOf(new AskedPerson());
  const { result: list } = await peer.request('prompts/list', {});
  expect(list).toMatchObject({ prompts: [{ name: 'orch', arguments: [{ name: 'goal', required: false }] }] });
  const { result } = await peer.request('prompts/get', { name: 'orch', arguments: { goal: 'make a shop' } });
  expect(result).toMatchObject({ messages: [{ role: 'user', content: { text: expect.stringMatching(/^Request: make a shop\n/u) } }] });
  const { error } = await peer.request('prompts/get', { name: 'rm' });
  expect(error?.message).toContain('there is no prompt rm');
});

test('who is stopped leaves their children at work, unless these are to be ended, too: both are said', async () => {
  const host = new AskedPerson().on('stop', { agents: ['ada'], left: ['bob', 'eve'] }).on('messages', NO_MAIL);
  const peer = await peerOf(host);
  expect((await peer.call('orch_stop', { agent: 'ada' })).text).toBe(
    'Stopped ada. Below it bob, eve go on: ask the person whether they are to end, too (orch_stop with children).',
  );
  host.on('stop', { agents: ['ada', 'bob', 'eve'] });
  expect((await peer.call('orch_stop', { agent: 'ada', children: true })).text).toBe('Stopped ada, bob, eve.');
  expect(host.calls.filter(([method]) => method === 'stop')).toEqual([
    ['stop', { agent: 'ada' }],
    ['stop', { agent: 'ada', children: 'too' }],
  ]);
});

test('who may delegate is said with the goal', async () => {
  const host = new AskedPerson()
    .on('run', { goal: 'g1', agents: ['a1'] })
    .on('status', { ...HEAD, goals: [], agents: [] })
    .on('messages', NO_MAIL);
  await (await peerOf(host)).call('orch_run', { goal: 'make a shop', delegate: 'always' });
  expect(host.calls[0]).toMatchObject(['run', { text: 'make a shop', delegate: 'always' }]);
});
