// OpenAI Chat Completions, as opencode speaks it.
import { conversationOf, type Part, textOf } from './conversation.js';
import { newId } from './ids.js';
import type { Answer, Protocol } from './protocol.js';

interface Body {
  readonly model: string;
  readonly stream?: boolean;
  readonly messages: readonly { readonly role: string; readonly content?: unknown }[];
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
  readonly response_format?: { readonly json_schema?: { readonly schema?: unknown } };
}

const USAGE = { prompt_tokens: 1200, completion_tokens: 40, total_tokens: 1240 };

export const chat: Protocol = {
  name: 'chat',
  speaks: (path) => path.endsWith('/chat/completions'),
  read(raw) {
    const body = raw as Body;
    return conversationOf(body.messages.flatMap(partsOf), body, {
      model: body.model,
      tools: (body.tools ?? []).map((tool) => ({ name: tool.function.name, type: 'function' })),
      schema: body.response_format?.json_schema?.schema ?? null,
      isStreamed: body.stream === true,
    });
  },
  whole({ text, call }, { model }) {
    const message = { role: 'assistant', content: text, ...(call === null ? {} : { tool_calls: [toolCallOf(call)] }) };
    return completion(model, 'chat.completion', [{ index: 0, message, finish_reason: reasonOf(call) }], USAGE);
  },
  async stream({ text, call }, { model }, events) {
    const send = (delta: object, finish_reason: string | null = null) =>
      events.send(completion(model, 'chat.completion.chunk', [{ index: 0, delta, finish_reason }]));
    send({ role: 'assistant', content: '' });
    await events.spell(text, (content) => send({ content }));
    if (call !== null) send({ tool_calls: [{ index: 0, ...toolCallOf(call) }] });
    send({}, reasonOf(call));
    events.send(completion(model, 'chat.completion.chunk', [], USAGE));
    events.send('[DONE]');
  },
  refusal: (status, message) => ({
    error: { type: status === 401 ? 'invalid_request_error' : 'rate_limit_exceeded', code: String(status), message },
  }),
};

function partsOf({ role, content }: Body['messages'][number]): readonly Part[] {
  if (role === 'tool') return [{ kind: 'result', text: textOf(content) }];
  return role === 'user' ? [{ kind: 'words', text: textOf(content) }] : [];
}

function toolCallOf(call: NonNullable<Answer['call']>) {
  if (!('args' in call)) throw new Error(`${call.name} takes a text, which this protocol has not`);
  return { id: newId('call_'), type: 'function', function: { name: call.name, arguments: JSON.stringify(call.args) } };
}

function reasonOf(call: Answer['call']): string {
  return call === null ? 'stop' : 'tool_calls';
}

function completion(model: string, object: string, choices: readonly object[], usage?: object) {
  return { id: newId('chatcmpl-'), object, created: 0, model, choices, ...(usage === undefined ? {} : { usage }) };
}
