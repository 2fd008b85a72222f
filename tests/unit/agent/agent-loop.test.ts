// The loop of the built-in agent against a model by a script: how it ends, what it tells the model, what it keeps.

import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type LoopOrder, runLoop } from '../../../src/core/agent/agent-loop.js';
import { type ConversationEntry, conversationFrom } from '../../../src/core/agent/conversation.js';
import { type AgentTool, defineTool, refused } from '../../../src/core/agent/tool.js';
import { finishTool } from '../../../src/core/agent/tools/finish.js';
import type { ChatMessage } from '../../../src/core/model/chat.js';
import { FakeClock } from '../../helpers/fake-clock.js';
import { type ScriptedAnswer, type ScriptedModel, scriptedAgentModel } from '../../helpers/scripted-agent-model.js';

const done: ScriptedAnswer = { calls: [['finish', { outcome: 'done', summary: 'All there.' }]] };

function look(run: (path: string, signal: AbortSignal) => Promise<string> = async (path) => `looked at ${path}`): AgentTool {
  return defineTool({
    name: 'look',
    description: 'Look.',
    schema: z.object({ path: z.string() }),
    run: async ({ path }, signal) => ({ ok: true, text: await run(path, signal), line: `looked at ${path}` }),
  });
}

interface Told {
  readonly kept: ConversationEntry[];
  readonly shown: string[];
}

async function runs(model: ScriptedModel, more: Partial<LoopOrder> & { readonly says?: readonly string[] } = {}) {
  const told: Told = { kept: [], shown: [] };
  const inbox = [...(more.says ?? ['Do it'])];
  const clock = new FakeClock();
  const { end, conversation } = await runLoop({
    model,
    tools: [look(), finishTool(null)],
    system: 'You are an agent.',
    mode: 'task',
    conversation: conversationFrom([]).conversation,
    log: { append: (entry) => told.kept.push(entry) },
    stage: {
      says: (delta) => told.shown.push(delta),
      saidAll: () => undefined,
      note: (text) => told.shown.push(text),
      toolBegins: ({ name }) => told.shown.push(`begins ${name}`),
      toolEnds: (_call, outcome) => told.shown.push(outcome.line),
      turnEnds: (turn) => told.shown.push(`turn ${turn}`),
    },
    inbox: () => inbox.splice(0),
    clean: (text) => text.replaceAll('s3cret', '[a key]'),
    limits: { turns: 10, until: null, usd: null, tokens: null, contextTokens: 50_000 },
    clock,
    signal: new AbortController().signal,
    ...more,
  });
  return { end, conversation, ...told };
}

const results = (messages: readonly ChatMessage[]) => messages.flatMap((message) => (message.role === 'tool' ? [message.content] : []));

describe('a task', () => {
  it('ends by its own word, with what it has used; what it said and did is shown and kept', async () => {
    const model = scriptedAgentModel({ text: 'I look.', calls: [['look', { path: 'a' }]] }, done);
    const { end, conversation, kept, shown } = await runs(model);
    expect(end).toEqual({ kind: 'finished', outcome: 'done', summary: 'All there.' });
    expect(conversation).toMatchObject({ isFinished: true, usage: { inputTokens: 200, outputTokens: 20, costUsd: 0.02 } });
    expect(shown).toEqual(['I look.', 'begins look', 'looked at a', 'turn 1', '', 'begins finish', 'finish: done', 'turn 2']);
    expect(conversationFrom(kept).conversation).toEqual(conversation);
    expect(model.orders[1]?.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool']);
    expect(model.orders[0]).toMatchObject({ use: 'agent', tools: [{ name: 'look' }, { name: 'finish' }] });
  });

  it.each([
    ['a tool that is not there', ['fly', {}], 'there is no tool of that name. There are: look, finish'],
    ['arguments that are no JSON', ['look', '{"path": '], 'the arguments are no JSON object'],
    ['arguments that are no object', ['look', '[1]'], 'arguments:'],
    ['wrong arguments', ['look', { path: 7 }], 'path:'],
  ] as const)('%s is told to the model as an error, and it goes on', async (_what, call, said) => {
    const { end, conversation } = await runs(scriptedAgentModel({ calls: [call] }, done));
    expect(end.kind).toBe('finished');
    expect(results(conversation.messages)[0]).toContain(said);
    // What an API takes back is JSON in any case.
    const asked = conversation.messages.flatMap((message) => (message.role === 'assistant' ? (message.toolCalls ?? []) : []));
    for (const { arguments: given } of asked) expect(() => JSON.parse(given)).not.toThrow();
  });

  it('a tool that throws is an error for the model, too', async () => {
    const broken = look(() => Promise.reject(new Error('it broke')));
    const { conversation } = await runs(scriptedAgentModel({ calls: [['look', { path: 'a' }]] }, done), {
      tools: [broken, finishTool(null)],
    });
    expect(results(conversation.messages)[0]).toBe('Error: it broke');
  });

  it('that says nothing by tools is told to go on; at the third text in a row that is its summary', async () => {
    const model = scriptedAgentModel({ text: 'Well.' }, { text: 'Hm.' }, { text: 'It is done.' });
    const { end } = await runs(model);
    expect(end).toEqual({ kind: 'finished', outcome: 'done', summary: 'It is done.' });
    expect(model.orders[2]?.messages.at(-1)?.content).toContain('call finish');
  });

  it('whose answer was cut off is told so, and that is no text in a row', async () => {
    const model = scriptedAgentModel({ text: 'A long', ended: 'length' }, done);
    await runs(model);
    expect(model.orders[1]?.messages.at(-1)?.content).toContain('cut off');
  });

  it('with a person rests where it has said something', async () => {
    expect((await runs(scriptedAgentModel({ text: 'Hello.' }), { mode: 'talk' })).end).toEqual({ kind: 'rests' });
  });

  it('hears what a person has typed before the next request', async () => {
    const typed: string[] = ['Do it'];
    const tool = look(async () => {
      typed.push('Rather blue');
      return 'looked';
    });
    const model = scriptedAgentModel({ calls: [['look', { path: 'a' }]] }, done);
    await runs(model, { tools: [tool, finishTool(null)], inbox: () => typed.splice(0) });
    expect(model.orders[1]?.messages.at(-1)).toEqual({ role: 'user', content: 'Rather blue' });
  });

  it('keeps and sends no key that a tool has come across', async () => {
    const model = scriptedAgentModel({ text: 's3cret', calls: [['look', { path: 's3cret' }]] }, done);
    const { kept } = await runs(model);
    expect(JSON.stringify([kept, model.orders.at(-1)?.messages])).not.toContain('s3cret');
  });
});

describe('limits', () => {
  it.each([
    ['turns', { turns: 2 }, 'its 2 turns are used up'],
    ['its one turn', { turns: 1 }, 'its only turn is used up'],
    ['money', { usd: 0.02 }, 'its budget of 0.02 US dollars is used up'],
    ['tokens', { tokens: 150 }, 'its budget of 150 tokens is used up'],
  ])('%s', async (_what, limit, said) => {
    const model = scriptedAgentModel({ calls: [['look', { path: 'a' }]] }, { calls: [['look', { path: 'b' }]] });
    const limits = { turns: 10, until: null, usd: null, tokens: null, contextTokens: 50_000, ...limit };
    expect((await runs(model, { limits })).end).toEqual({ kind: 'limit', said });
  });

  it('time, also while the model is silent', async () => {
    const clock = new FakeClock();
    const limits = { turns: 10, until: clock.now() + 1000, usd: null, tokens: null, contextTokens: 50_000 };
    const running = runs(scriptedAgentModel('hangs'), { limits, clock });
    clock.advance(1000);
    expect((await running).end).toEqual({ kind: 'limit', said: 'its time is over' });
    expect(clock.timers).toBe(0);
  });
});

describe('a model that fails', () => {
  it('ends it with the error', async () => {
    const { end } = await runs(scriptedAgentModel({ error: { said: 'no credit' } }));
    expect(end).toMatchObject({ kind: 'failed', error: { said: 'no credit' } });
  });

  it('that takes less than was thought is asked with less', async () => {
    const long = look(async (path) => `${path} ${'word '.repeat(20_000)}`);
    const calls = ['a', 'b', 'c'].map((path): ScriptedAnswer => ({ calls: [['look', { path }]] }));
    const model = scriptedAgentModel(...calls, { error: { said: "This model's maximum context length is 8192 tokens" } }, done);
    const limits = { turns: 10, until: null, usd: null, tokens: null, contextTokens: 1_000_000 };
    const { end } = await runs(model, { tools: [long, finishTool(null)], limits });
    expect(end.kind).toBe('finished');
  });

  it('that takes none of it ends with a context that is full', async () => {
    const error = { said: "This model's maximum context length is 10 tokens" };
    const { end } = await runs(scriptedAgentModel(...Array.from({ length: 9 }, () => ({ error }))));
    expect(end).toMatchObject({ kind: 'failed', error: { failure: 'context', ...error } });
  });

  it('where the conversation can not be kept nothing is done', async () => {
    let looked = 0;
    const tool = look(async () => {
      looked += 1;
      return `${looked}`;
    });
    const log = {
      append(entry: ConversationEntry) {
        if (entry.type === 'message' && entry.message.role === 'assistant') throw new Error('no space left');
      },
    };
    const { end } = await runs(scriptedAgentModel({ calls: [['look', { path: 'a' }]] }), { tools: [tool, finishTool(null)], log });
    expect(end).toMatchObject({ kind: 'failed', error: { kind: 'storage', said: 'no space left' } });
    expect(looked).toBe(0);
  });
});

describe('the same again', () => {
  it('is not done a third time, and the model is told; one that goes on for ever ends it', async () => {
    let looked = 0;
    const tool = look(async () => {
      looked += 1;
      return `${looked}`;
    });
    const same: ScriptedAnswer = { calls: [['look', { path: 'a' }]] };
    const { end, conversation } = await runs(scriptedAgentModel(same, same, same, same, same, same), { tools: [tool, finishTool(null)] });
    expect(end).toMatchObject({ kind: 'failed', error: { said: 'the model makes the same call again and again' } });
    expect(looked).toBe(2);
    expect(results(conversation.messages)[2]).toContain('you have made this very call before');
  });

  it('is noticed also where two calls take turns', async () => {
    const calls = Array.from({ length: 12 }, (_, at): ScriptedAnswer => ({ calls: [['look', { path: at % 2 === 0 ? 'a' : 'b' }]] }));
    const limits = { turns: 20, until: null, usd: null, tokens: null, contextTokens: 50_000 };
    expect((await runs(scriptedAgentModel(...calls), { limits })).end.kind).toBe('failed');
  });

  it('is no repetition where something else was done in between', async () => {
    const paths = ['a', 'b', 'a', 'c', 'a', 'd'];
    const { conversation } = await runs(
      scriptedAgentModel(...paths.map((path): ScriptedAnswer => ({ calls: [['look', { path }]] })), done),
    );
    expect(results(conversation.messages).filter((text) => text.startsWith('looked at'))).toHaveLength(6);
  });
});

describe('an interrupt', () => {
  it('breaks the request off', async () => {
    const stop = new AbortController();
    const running = runs(scriptedAgentModel('hangs'), { signal: stop.signal });
    stop.abort();
    expect((await running).end).toEqual({ kind: 'interrupted' });
  });

  it('breaks a tool off; the calls behind it are not done, and every call has its result', async () => {
    const stop = new AbortController();
    const tool = look(async (path) => {
      stop.abort();
      return `looked at ${path}`;
    });
    const model = scriptedAgentModel({
      calls: [
        ['look', { path: 'a' }],
        ['look', { path: 'b' }],
      ],
    });
    const { end, conversation } = await runs(model, { tools: [tool, finishTool(null)], signal: stop.signal });
    expect(end).toEqual({ kind: 'interrupted' });
    expect(results(conversation.messages)).toEqual(['looked at a', 'Error: not done: interrupted']);
  });

  it('a conversation that was killed in the middle goes on: what has no result is told so, what has one is not done again', async () => {
    const entries: ConversationEntry[] = [
      { type: 'message', message: { role: 'user', content: 'Do it' } },
      {
        type: 'message',
        message: {
          role: 'assistant',
          content: '',
          toolCalls: [
            { id: '1', name: 'look', arguments: '{"path":"a"}' },
            { id: '2', name: 'look', arguments: '{"path":"b"}' },
          ],
        },
      },
      { type: 'message', message: { role: 'tool', toolCallId: '1', content: 'looked at a' } },
    ];
    const { conversation, missing } = conversationFrom(entries);
    expect(missing).toHaveLength(1);
    const model = scriptedAgentModel(done);
    await runs(model, { conversation, says: [] });
    expect(results(model.orders[0]?.messages ?? [])).toEqual(['looked at a', expect.stringContaining('look for yourself')]);
    // And once it is kept, nothing is missing any more.
    expect(conversationFrom([...entries, ...missing]).missing).toEqual([]);
  });
});

it('a refusal is told as an error', () => {
  expect(refused('look', 'no').text).toBe('Error: no');
});
