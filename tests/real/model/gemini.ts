// Gemini's generateContent and streamGenerateContent, as gemini speaks them.
import { conversationOf, type Part } from './conversation.js';
import { newId } from './ids.js';
import type { Answer, Protocol } from './protocol.js';

interface Body {
  readonly contents: readonly {
    readonly role?: string;
    readonly parts?: readonly { readonly text?: string; readonly functionResponse?: unknown }[];
  }[];
  readonly tools?: readonly { readonly functionDeclarations?: readonly { readonly name: string }[] }[];
  readonly generationConfig?: {
    readonly responseMimeType?: string;
    readonly responseSchema?: unknown;
    readonly responseJsonSchema?: unknown;
  };
}

const USAGE = { promptTokenCount: 1200, candidatesTokenCount: 40, totalTokenCount: 1240 };

export const gemini: Protocol = {
  name: 'gemini',
  speaks: (path) => /:(?:streamG|g)enerateContent$/.test(path),
  read(raw, path) {
    const body = raw as Body;
    const { responseJsonSchema, responseSchema, responseMimeType } = body.generationConfig ?? {};
    const anyJson = responseMimeType === 'application/json' ? { type: 'object' } : null;
    return conversationOf(body.contents.filter(({ role }) => role !== 'model').flatMap(partsOf), body, {
      model: decodeURIComponent(/models\/([^:]+):/.exec(path)?.[1] ?? ''),
      tools: (body.tools ?? []).flatMap((set) => set.functionDeclarations ?? []).map(({ name }) => ({ name, type: 'function' })),
      schema: responseJsonSchema ?? responseSchema ?? anyJson,
      isStreamed: path.endsWith(':streamGenerateContent'),
    });
  },
  whole: ({ text, call }, { model }) => candidate(model, [{ text }, ...callParts(call)], 'STOP'),
  async stream({ text, call }, { model }, events) {
    await events.spell(text, (piece) => events.send(candidate(model, [{ text: piece }])));
    events.send(candidate(model, call === null ? [{ text: '' }] : callParts(call), 'STOP'));
  },
  refusal: (code, message) => ({ error: { code, message, status: code === 401 ? 'UNAUTHENTICATED' : 'RESOURCE_EXHAUSTED' } }),
};

function partsOf({ parts = [] }: Body['contents'][number]): readonly Part[] {
  const results = parts
    .filter(({ functionResponse }) => functionResponse !== undefined)
    .map((part): Part => ({ kind: 'result', text: JSON.stringify(part.functionResponse) }));
  return results.length > 0 ? results : parts.map(({ text = '' }) => ({ kind: 'words', text }));
}

function callParts(call: Answer['call']): readonly object[] {
  if (call === null) return [];
  if (!('args' in call)) throw new Error(`${call.name} takes a text, which this protocol has not`);
  return [{ functionCall: { id: newId('call'), name: call.name, args: call.args } }];
}

function candidate(modelVersion: string, parts: readonly object[], finishReason?: string) {
  const content = { role: 'model', parts };
  return {
    candidates: [{ content, index: 0, ...(finishReason === undefined ? {} : { finishReason }) }],
    usageMetadata: USAGE,
    modelVersion,
    responseId: newId(''),
  };
}
