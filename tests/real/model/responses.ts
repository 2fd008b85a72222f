// OpenAI Responses, as codex speaks it. Its newer models get their tools in an input item, and calls are texts of one custom tool.
import { conversationOf, type Part, type Tool, textOf } from './conversation.js';
import { newId } from './ids.js';
import type { Answer, EventStream, Protocol } from './protocol.js';

interface RawTool {
  readonly name?: string;
  readonly type: string;
  /** A name space of tools. */
  readonly tools?: readonly RawTool[];
}

interface Item {
  readonly type?: string;
  readonly role?: string;
  readonly content?: unknown;
  readonly output?: unknown;
  readonly tools?: readonly RawTool[];
}

interface Body {
  readonly model: string;
  readonly stream?: boolean;
  readonly input: string | readonly Item[];
  readonly tools?: readonly RawTool[];
  readonly text?: { readonly format?: { readonly schema?: unknown } };
}

const USAGE = {
  input_tokens: 1200,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 40,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 1240,
};

export const responses: Protocol = {
  name: 'responses',
  speaks: (path) => path.endsWith('/responses'),
  read(raw) {
    const body = raw as Body;
    const items: readonly Item[] = typeof body.input === 'string' ? [{ role: 'user', content: body.input }] : body.input;
    const tools = [body.tools ?? [], ...items.filter(({ type }) => type === 'additional_tools').map((item) => item.tools ?? [])].flat();
    return conversationOf(items.flatMap(partsOf), body, {
      model: body.model,
      tools: tools.flatMap(toolsIn),
      schema: body.text?.format?.schema ?? null,
      isStreamed: body.stream === true,
    });
  },
  whole: (answer, { model }) => response(newId('resp_'), model, 'completed', itemsOf(answer)),
  async stream(answer, { model }, events) {
    const id = newId('resp_');
    let sequence = 0;
    const send = (type: string, rest: object) => events.send({ type, sequence_number: sequence++, ...rest }, type);
    send('response.created', { response: response(id, model, 'in_progress', []) });
    const items = itemsOf(answer);
    for (const [index, item] of items.entries()) await streamItem(item, index, send, events);
    send('response.completed', { response: response(id, model, 'completed', items) });
  },
  refusal: (status, message) => ({
    error: { type: status === 401 ? 'invalid_request_error' : 'rate_limit_exceeded', code: String(status), message },
  }),
};

function partsOf({ type = 'message', role, content, output }: Item): readonly Part[] {
  if (type.endsWith('_call_output')) return [{ kind: 'result', text: typeof output === 'string' ? output : JSON.stringify(output) }];
  if (type !== 'message' || role !== 'user') return [];
  // Each piece by itself: codex sends its own context as pieces beside the person's.
  const pieces = Array.isArray(content) ? content : [content];
  return pieces.map((piece) => ({ kind: 'words', text: textOf(typeof piece === 'string' ? piece : [piece]) }));
}

function toolsIn({ name, type, tools }: RawTool): readonly Tool[] {
  return tools === undefined ? [{ name: name ?? type, type }] : tools.flatMap(toolsIn);
}

function response(id: string, model: string, status: string, output: readonly object[]) {
  return { id, object: 'response', created_at: 0, status, model, output, ...(status === 'completed' ? { usage: USAGE } : {}) };
}

type OutputItem =
  | { readonly type: 'message'; readonly id: string; readonly content: readonly { readonly text: string }[] }
  | { readonly type: 'function_call'; readonly id: string; readonly arguments: string }
  | { readonly type: 'custom_tool_call'; readonly id: string; readonly input: string };

function itemsOf({ text, call }: Answer): readonly OutputItem[] {
  const content = [{ type: 'output_text', text, annotations: [] }];
  const message = { type: 'message', id: newId('msg_'), role: 'assistant', status: 'completed', content } as const;
  if (call === null) return [message];
  const { name } = call;
  const rest = { call_id: newId('call_'), name, status: 'completed' };
  if ('input' in call) return [message, { type: 'custom_tool_call', id: newId('ctc_'), input: call.input, ...rest }];
  return [message, { type: 'function_call', id: newId('fc_'), arguments: JSON.stringify(call.args), ...rest }];
}

async function streamItem(
  item: OutputItem,
  output_index: number,
  send: (type: string, rest: object) => void,
  events: EventStream,
): Promise<void> {
  const place = { item_id: item.id, output_index };
  const added = { message: { content: [] }, function_call: { arguments: '' }, custom_tool_call: { input: '' } }[item.type];
  send('response.output_item.added', { output_index, item: { ...item, status: 'in_progress', ...added } });
  if (item.type === 'message') {
    const text = item.content[0]?.text ?? '';
    const part = { type: 'output_text', annotations: [] };
    send('response.content_part.added', { ...place, content_index: 0, part: { ...part, text: '' } });
    await events.spell(text, (delta) => send('response.output_text.delta', { ...place, content_index: 0, delta }));
    send('response.output_text.done', { ...place, content_index: 0, text });
    send('response.content_part.done', { ...place, content_index: 0, part: { ...part, text } });
  } else if (item.type === 'function_call') {
    send('response.function_call_arguments.delta', { ...place, delta: item.arguments });
    send('response.function_call_arguments.done', { ...place, arguments: item.arguments });
  } else {
    send('response.custom_tool_call_input.delta', { ...place, delta: item.input });
    send('response.custom_tool_call_input.done', { ...place, input: item.input });
  }
  send('response.output_item.done', { output_index, item });
}
