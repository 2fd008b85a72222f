// A conversation with a remote agent: what it says, asks and gives back, also over a line that breaks. And who sits before it.
import { type Message, Role, type StreamResponse, type Task, TaskState } from '@a2a-js/sdk';
import { TaskNotFoundError } from '@a2a-js/sdk/errors';
import { expect, it } from 'vitest';
import { type RemoteIds, RemoteTask, type RemoteTaskOrder } from '../../../../src/cli/a2a-agent/remote-task.js';
import { Sitting } from '../../../../src/cli/a2a-agent/sitting.js';

const said = (text: string): Message => ({
  ...{ messageId: 'r', contextId: 'c1', taskId: 't1', role: Role.ROLE_AGENT, metadata: undefined, extensions: [], referenceTaskIds: [] },
  parts: [{ content: { $case: 'text', value: text }, metadata: undefined, filename: '', mediaType: '' }],
});
const status = (state: TaskState, text = '') => ({ state, message: text === '' ? undefined : said(text), timestamp: undefined });
const aTask = (state: TaskState, text = ''): Task => ({
  ...{ id: 't1', contextId: 'c1', artifacts: [], history: [], metadata: undefined },
  status: status(state, text),
});
const task = (state: TaskState, text = ''): StreamResponse => ({ payload: { $case: 'task', value: aTask(state, text) } });
const update = (state: TaskState, text = ''): StreamResponse => ({
  payload: { $case: 'statusUpdate', value: { taskId: 't1', contextId: 'c1', metadata: undefined, status: status(state, text) } },
});
const piece = (value: string, append: boolean): StreamResponse => ({
  payload: {
    $case: 'artifactUpdate',
    value: {
      ...{ taskId: 't1', contextId: 'c1', metadata: undefined, append, lastChunk: false },
      artifact: { artifactId: 'a', name: 'doc', description: '', metadata: undefined, extensions: [], parts: said(value).parts },
    },
  },
});
const {
  TASK_STATE_WORKING: WORKING,
  TASK_STATE_COMPLETED: COMPLETED,
  TASK_STATE_INPUT_REQUIRED: ASKS,
  TASK_STATE_FAILED: FAILED,
} = TaskState;

/** One list of events for each message or subscription; an error is thrown where it stands. */
type Script = readonly (StreamResponse | Error)[];

function aRemote({
  streams = [],
  looks = [],
  ids = { contextId: '', taskId: '' },
}: {
  streams?: Script[];
  looks?: (Task | Error)[];
  ids?: RemoteIds;
}) {
  const sent: Message[] = [];
  const calls: string[] = [];
  const heard: string[] = [];
  const kept: RemoteIds[] = [];
  const left = [...streams];
  async function* play(): AsyncGenerator<StreamResponse, void, undefined> {
    for (const event of left.shift() ?? []) {
      if (event instanceof Error) throw event;
      yield event;
    }
  }
  const client: RemoteTaskOrder['client'] = {
    sendMessageStream: (params) => {
      if (params.message !== undefined) sent.push(params.message);
      return play();
    },
    sendMessage: async (params) => {
      if (params.message !== undefined) sent.push(params.message);
      return aTask(WORKING);
    },
    getTask: async () => {
      calls.push('look');
      const look = looks.shift() ?? new Error('nothing more to look at');
      if (look instanceof Error) throw look;
      return look;
    },
    cancelTask: async () => {
      calls.push('cancel');
      return aTask(TaskState.TASK_STATE_CANCELED);
    },
    resubscribeTask: () => {
      calls.push('subscribe');
      return play();
    },
  };
  const remote = new RemoteTask({
    client,
    ids,
    onSaid: (text) => heard.push(text),
    onIds: (now) => kept.push(now),
    about: { repository: 'https://example.org/x.git', commit: 'c0ffee' },
    createId: () => `m${sent.length + 1}`,
    wait: async (_, signal) => signal.throwIfAborted(),
  });
  return { remote, sent, calls, heard, kept };
}

const never = new AbortController().signal;
const texts = (message: Message | undefined) =>
  message?.parts.map(({ content }) => (content?.$case === 'data' ? content.value : content?.$case === 'text' ? content.value : null));

it('sends the task with what it is about, and puts together what comes back', async () => {
  const { remote, sent, heard, kept } = aRemote({
    streams: [[task(WORKING), update(WORKING, 'half'), piece('# On', false), piece('e', true), update(COMPLETED, 'done')]],
  });
  expect(await remote.send('Fix it', never)).toEqual({ kind: 'done' });
  expect(texts(sent[0])).toEqual(['Fix it', { repository: 'https://example.org/x.git', commit: 'c0ffee' }]);
  expect(heard).toEqual(['half', 'done']);
  expect(remote.artifacts.all.map(({ name, parts }) => [name, texts({ ...said(''), parts })])).toEqual([['doc', ['# One']]]);
  expect(kept).toEqual([
    { contextId: 'c1', taskId: 't1' },
    { contextId: 'c1', taskId: '' },
  ]);
});

it('takes an answer without a task as the result', async () => {
  const { remote } = aRemote({ streams: [[{ payload: { $case: 'message', value: said('42') } }]] });
  expect(await remote.send('What is it?', never)).toEqual({ kind: 'done' });
  expect(remote.artifacts.all).toMatchObject([{ name: 'answer', parts: [{ content: { value: '42' } }] }]);
});

it('passes a question on, and the answer to the same task', async () => {
  // The stream of the answer begins with the task as it stood.
  const { remote, sent } = aRemote({
    streams: [
      [task(WORKING), update(ASKS, 'Which port?')],
      [task(ASKS, 'Which port?'), update(COMPLETED)],
    ],
  });
  expect(await remote.send('Fix it', never)).toEqual({ kind: 'asks', said: 'Which port?' });
  expect(await remote.send('8080', never)).toEqual({ kind: 'done' });
  expect(sent[1]).toMatchObject({ taskId: 't1', contextId: 'c1', parts: [{ content: { value: '8080' } }] });
});

it('looks after a task whose stream broke, and follows it again', async () => {
  const { remote, calls } = aRemote({
    streams: [[task(WORKING), new Error('socket hang up')], [new Error('still down')], [update(COMPLETED)]],
    looks: [new Error('refused'), aTask(WORKING), aTask(WORKING)],
  });
  expect(await remote.send('Fix it', never)).toEqual({ kind: 'done' });
  expect(calls).toEqual(['look', 'look', 'subscribe', 'look', 'subscribe']);
});

it('gives up where nobody is there any more, and at once where it could not even be told', async () => {
  const gone = aRemote({ streams: [[task(WORKING), new Error('gone')]] });
  await expect(gone.remote.send('Fix it', never)).rejects.toThrow('nothing more');
  expect(gone.calls).toHaveLength(8);
  const unreached = aRemote({ streams: [[new Error('refused')]] });
  await expect(unreached.remote.send('Fix it', never)).rejects.toThrow('refused');
});

it('says why it failed, and takes no more than it can hold', async () => {
  const { remote } = aRemote({ streams: [[task(WORKING), piece('x'.repeat(33 * 1024 * 1024), false), update(FAILED, 'no idea')]] });
  expect(await remote.send('Fix it', never)).toEqual({ kind: 'failed', said: 'no idea' });
  expect(remote.artifacts.isCut).toBe(true);
  expect(remote.artifacts.all[0]?.parts).toEqual([]);
});

function sat(remote: RemoteTask, prompt: string) {
  const told: string[] = [];
  const printed: string[] = [];
  const sitting: Sitting = new Sitting({
    task: remote,
    prompt,
    screen: { print: (text) => void printed.push(text), title: () => undefined, isTerminal: true },
    told: {
      working: () => void told.push('working'),
      question: (text) => {
        told.push(`asks ${text}`);
        sitting.writes('8080');
      },
      answered: () => void told.push('answered'),
      interrupted: () => {
        told.push('interrupted');
        sitting.end();
      },
      idle: () => void told.push('idle'),
    },
    keep: async () => ({ written: ['a.ts'], refused: ['b: no'] }),
    words: (error) => String(error),
  });
  return { sitting, told, printed };
}

it('a sitting: a question is answered, files are kept, and it ends well', async () => {
  const { remote } = aRemote({ streams: [[task(WORKING), update(ASKS, 'Which port?')], [update(COMPLETED)]] });
  const { sitting, told, printed } = sat(remote, 'Fix it');
  expect(await sitting.last()).toBe(0);
  expect(told).toEqual(['working', 'asks Which port?', 'answered', 'working']);
  expect(printed).toEqual(['> 8080', 'wrote a.ts', 'not taken: b: no', 'Done.']);
});

it('a sitting that fails says so with the sign of its end', async () => {
  const { remote } = aRemote({ streams: [[task(WORKING), update(FAILED, 'no idea')]] });
  const { sitting, printed } = sat(remote, 'Fix it');
  expect(await sitting.last()).toBe(1);
  expect(printed.at(-1)).toBe('It stops: no idea');
});

it('an end from outside cancels the task on the other side', async () => {
  const { remote, calls } = aRemote({ streams: [[task(WORKING), update(ASKS, 'x')]] });
  const { sitting } = sat(remote, 'Fix it');
  sitting.writes = () => sitting.end(143);
  expect(await sitting.last()).toBe(143);
  expect(calls).toEqual(['cancel']);
});

it('a task that is not known there any more is not asked for again', async () => {
  const { remote, kept } = aRemote({ looks: [new TaskNotFoundError('gone') as unknown as Error], ids: { contextId: 'c1', taskId: 't1' } });
  const { sitting, printed } = sat(remote, 'Go on.');
  expect(await sitting.last()).toBe(1);
  expect(printed.at(-1)).toContain('It stops: ');
  expect(kept).toEqual([{ contextId: 'c1', taskId: '' }]);
});

it('the loss of the terminal leaves the task to whoever resumes it', async () => {
  const { remote, calls, kept } = aRemote({ streams: [[task(WORKING), update(ASKS, 'x')]] });
  const { sitting } = sat(remote, 'Fix it');
  sitting.writes = () => sitting.end(129);
  expect(await sitting.last()).toBe(129);
  expect(calls).toEqual([]);
  expect(kept).toEqual([{ contextId: 'c1', taskId: 't1' }]);
});

it('a resumed sitting goes on with the task that was under way', async () => {
  const { remote, calls, sent } = aRemote({ looks: [aTask(COMPLETED, 'done meanwhile')], ids: { contextId: 'c1', taskId: 't1' } });
  const { sitting } = sat(remote, 'The interruption is over. Go on.');
  expect(await sitting.last()).toBe(0);
  expect(calls).toEqual(['look']);
  expect(sent).toEqual([]);
});
