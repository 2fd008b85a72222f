// An order as the body of `POST /chat/completions`.
import type OpenAI from 'openai';
import type { ChatMessage, ChatOrder } from '../../model/chat.js';

type Body = OpenAI.Chat.Completions.ChatCompletionCreateParams;
type Message = OpenAI.Chat.Completions.ChatCompletionMessageParam;

/** What an endpoint has refused to know: such a field is left out, or goes by its other name. */
export type Quirk = 'response_format' | 'stream_options' | 'max_tokens';

export interface RequestOrder {
  readonly order: ChatOrder;
  readonly model: string;
  readonly quirks: ReadonlySet<Quirk>;
}

export function chatRequest({ order, model, quirks }: RequestOrder): Body {
  const { tools = [], maxOutputTokens } = order;
  const bound = quirks.has('max_tokens') ? 'max_completion_tokens' : 'max_tokens';
  return {
    model,
    messages: order.messages.map(messageOf),
    ...(tools.length === 0
      ? {}
      : {
          tools: tools.map(({ name, description, parameters }) => ({
            type: 'function',
            function: { name, description, parameters: { ...parameters } },
          })),
        }),
    ...(order.json === true && !quirks.has('response_format') ? { response_format: { type: 'json_object' } } : {}),
    ...(maxOutputTokens === undefined ? {} : { [bound]: maxOutputTokens }),
    ...(order.onText === undefined
      ? {}
      : { stream: true, ...(quirks.has('stream_options') ? {} : { stream_options: { include_usage: true } }) }),
  } as Body;
}

/** The field of the request that an endpoint's refusal names, where the request can do without it. */
export function quirkIn(said: string, body: Body): Quirk | null {
  const fields: readonly Quirk[] = ['response_format', 'stream_options', 'max_tokens'];
  // Some say only what they lack: "JSON mode is not supported".
  const named = fields.find((field) => said.includes(field)) ?? (/json[_ ](?:mode|object|schema)/iu.test(said) ? 'response_format' : null);
  return named !== null && Object.hasOwn(body, named) ? named : null;
}

function messageOf(message: ChatMessage): Message {
  switch (message.role) {
    case 'assistant': {
      const calls = message.toolCalls ?? [];
      if (calls.length === 0) return { role: 'assistant', content: message.content };
      return {
        role: 'assistant',
        content: message.content === '' ? null : message.content,
        tool_calls: calls.map(({ id, name, arguments: text }) => ({ id, type: 'function', function: { name, arguments: text } })),
      };
    }
    case 'tool':
      return { role: 'tool', tool_call_id: message.toolCallId, content: message.content };
    default:
      return { role: message.role, content: message.content };
  }
}
