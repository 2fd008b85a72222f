// Anthropic Messages, as claude speaks it.
import { conversationOf, type Part, textOf } from './conversation.js';
import { newId } from './ids.js';
import type { Answer, Protocol } from './protocol.js';

interface Block {
  readonly type: string;
  readonly text?: string;
  readonly content?: unknown;
}

interface Body {
  readonly model: string;
  readonly stream?: boolean;
  readonly messages: readonly { readonly role: string; readonly content: string | readonly Block[] }[];
  readonly tools?: readonly { readonly name: string; readonly type?: string }[];
  readonly output_config?: { readonly format?: { readonly schema?: unknown } };
  readonly output_format?: { readonly schema?: unknown };
}

const USAGE = { input_tokens: 1200, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 40 };

export const messages: Protocol = {
  name: 'messages',
  speaks: (path) => path.endsWith('/messages'),
  read(raw) {
    const body = raw as Body;
    return conversationOf(body.messages.filter(({ role }) => role === 'user').flatMap(partsOf), body, {
      model: body.model,
      tools: (body.tools ?? []).map(({ name, type = 'function' }) => ({ name, type })),
      schema: body.output_config?.format?.schema ?? body.output_format?.schema ?? null,
      isStreamed: body.stream === true,
    });
  },
  whole: (answer, { model }) => ({ ...message(model), content: blocksOf(answer), stop_reason: stopOf(answer) }),
  async stream(answer, { model }, events) {
    const send = (type: string, rest: object) => events.send({ type, ...rest }, type);
    send('message_start', { message: { ...message(model), content: [], stop_reason: null } });
    for (const [index, block] of blocksOf(answer).entries()) {
      if (block.type === 'text') {
        send('content_block_start', { index, content_block: { ...block, text: '' } });
        await events.spell(block.text, (text) => send('content_block_delta', { index, delta: { type: 'text_delta', text } }));
      } else {
        send('content_block_start', { index, content_block: { ...block, input: {} } });
        send('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json: JSON.stringify(block.input) } });
      }
      send('content_block_stop', { index });
    }
    send('message_delta', { delta: { stop_reason: stopOf(answer), stop_sequence: null }, usage: USAGE });
    send('message_stop', {});
  },
  refusal: (status, text) => ({
    type: 'error',
    error: { type: status === 401 ? 'authentication_error' : 'rate_limit_error', message: text },
  }),
};

function partsOf({ content }: Body['messages'][number]): readonly Part[] {
  if (typeof content === 'string') return [{ kind: 'words', text: content }];
  const results = content
    .filter(({ type }) => type === 'tool_result')
    .map((block): Part => ({ kind: 'result', text: textOf(block.content) }));
  if (results.length > 0) return results;
  return content.filter(({ type }) => type === 'text').map((block) => ({ kind: 'words', text: textOf([block]) }));
}

function message(model: string) {
  return { id: newId('msg_'), type: 'message', role: 'assistant', model, stop_sequence: null, usage: USAGE };
}

function blocksOf({ text, call }: Answer) {
  const said = { type: 'text', text } as const;
  if (call === null) return [said];
  if (!('args' in call)) throw new Error(`${call.name} takes a text, which this protocol has not`);
  return [said, { type: 'tool_use', id: newId('toolu_'), name: call.name, input: call.args } as const];
}

function stopOf({ call }: Answer): string {
  return call === null ? 'end_turn' : 'tool_use';
}
