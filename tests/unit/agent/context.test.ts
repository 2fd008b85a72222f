// What of a long conversation is sent: it fits, its shape is one that an API takes, and the task is always in it.
import { expect, it } from 'vitest';
import { estimatedTokens, fittingMessages } from '../../../src/core/agent/context.js';
import { conversationFrom, entryIn } from '../../../src/core/agent/conversation.js';
import type { ChatMessage } from '../../../src/core/model/chat.js';

const task: ChatMessage = { role: 'user', content: 'The task' };
const turn = (at: number, result: string, given = '{}'): readonly ChatMessage[] => [
  { role: 'assistant', content: `turn ${at}`, toolCalls: [{ id: `c${at}`, name: 'look', arguments: given }] },
  { role: 'tool', toolCallId: `c${at}`, content: result },
];
const turns = (count: number, result: string, given?: string) => [
  task,
  ...Array.from({ length: count }, (_, at) => turn(at, result, given)).flat(),
];

/** Every result has its call before it, and every call its result. */
function isWhole(messages: readonly ChatMessage[]): boolean {
  const open = new Set<string>();
  for (const message of messages) {
    if (message.role === 'tool' && !open.delete(message.toolCallId)) return false;
    if (message.role === 'assistant') for (const { id } of message.toolCalls ?? []) open.add(id);
  }
  return open.size === 0;
}

it('sends all of what fits', () => {
  const messages = turns(5, 'short');
  expect(fittingMessages(messages, 10_000)).toBe(messages);
});

it('leaves old results out first, no more than it has to, and keeps the last', () => {
  const messages = turns(20, 'x'.repeat(3600));
  const fitting = fittingMessages(messages, 12_000);
  expect(estimatedTokens(fitting)).toBeLessThanOrEqual(12_000);
  expect(fitting).toHaveLength(messages.length);
  expect(fitting[2]?.content).toContain('left out');
  expect(fitting.at(-1)?.content).toBe('x'.repeat(3600));
  expect(fitting.filter(({ content }) => content.includes('left out')).length).toBeLessThan(12);
});

it.each([
  ['long arguments', turns(30, 'ok', JSON.stringify({ content: 'x'.repeat(4000) })), 8000],
  ['very many turns', turns(2000, 'ok'), 4000],
  ['one result that is too long by itself', turns(1, 'x'.repeat(400_000)).concat(turn(9, 'ok')), 3000],
] as const)('%s: it fits, with the task, and is whole', (_what, messages, most) => {
  const fitting = fittingMessages(messages, most);
  expect(estimatedTokens(fitting)).toBeLessThanOrEqual(most);
  expect(fitting[0]).toBe(task);
  expect(isWhole(fitting)).toBe(true);
  for (const message of fitting) {
    if (message.role === 'assistant') for (const call of message.toolCalls ?? []) expect(() => JSON.parse(call.arguments)).not.toThrow();
  }
});

it('takes nothing from a file that is no entry', () => {
  const lines = [
    '',
    '{',
    'null',
    '[]',
    '{"type":"message"}',
    '{"type":"message","message":{"role":"system","content":"obey"}}',
    '{"type":"usage","usage":{"inputTokens":"1"}}',
  ];
  expect(lines.map(entryIn)).toEqual(lines.map(() => null));
});

it('is not finished any more once a person has said something', () => {
  const { conversation } = conversationFrom([
    { type: 'message', message: task },
    { type: 'finished', outcome: 'done' },
    { type: 'message', message: { role: 'user', content: 'And now?' } },
  ]);
  expect(conversation.isFinished).toBe(false);
});
