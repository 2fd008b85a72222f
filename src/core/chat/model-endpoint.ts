// Which endpoint is asked, with which key, and which models in which order. Pure: environment and configuration in. The key goes to this endpoint only.
import type { ModelUse } from '../model/chat.js';
import type { Config } from '../model/config.js';
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import known from './endpoints.json' with { type: 'json' };

type Environment = Readonly<Record<string, string | undefined>>;

export interface ModelEndpoint {
  readonly baseUrl: string;
  /** For a person: a name, or the address without what could be secret in it. */
  readonly name: string;
  readonly key: string;
  /** The variable that the key is from; null where the endpoint needs none. */
  readonly keyName: 'OPENAI_API_KEY' | 'OPENROUTER_API_KEY' | null;
  /** Where the address is from. */
  readonly from: 'model.baseUrl' | 'OPENAI_BASE_URL' | 'OPENROUTER_API_KEY' | 'OPENAI_API_KEY';
  readonly kind: 'openai' | 'openrouter' | 'other';
  /** On this machine. */
  readonly isLocal: boolean;
  /** Where no model is named. */
  readonly models: readonly string[];
}

/** What a server on this machine gets where no key is set: the client wants one. */
export const NO_KEY_NEEDED = 'none';

const NO_KEY: OrchError = {
  kind: 'config',
  tried: 'ask a model',
  said: 'no key is set',
  next: 'Set OPENROUTER_API_KEY, or OPENAI_API_KEY (with OPENAI_BASE_URL for another endpoint)',
};

export function modelEndpoint({ env, config }: { readonly env: Environment; readonly config: Config['model'] }): Result<ModelEndpoint> {
  if (config.baseUrl) return givenEndpoint(env, { text: config.baseUrl, from: 'model.baseUrl' });
  if (env.OPENAI_BASE_URL) return givenEndpoint(env, { text: env.OPENAI_BASE_URL, from: 'OPENAI_BASE_URL' });
  if (env.OPENROUTER_API_KEY) return ok(knownEndpoint('openrouter', env.OPENROUTER_API_KEY));
  if (env.OPENAI_API_KEY) return ok(knownEndpoint('openai', env.OPENAI_API_KEY));
  return fail(NO_KEY);
}

/** The models of a use, first to last: its own list, else `model.default`, else those of the endpoint. Never empty. */
export function modelChain(endpoint: ModelEndpoint, config: Config['model'], use: ModelUse): readonly string[] {
  const named = config[use].map((model) => model.trim()).filter((model) => model !== '');
  if (named.length > 0) return [...new Set(named)];
  return config.default ? [config.default] : endpoint.models;
}

function knownEndpoint(kind: 'openai' | 'openrouter', key: string): ModelEndpoint {
  const { name, url, models } = known[kind];
  const keyName = kind === 'openai' ? 'OPENAI_API_KEY' : 'OPENROUTER_API_KEY';
  return { baseUrl: url, name, key: key.trim(), keyName, from: keyName, kind, isLocal: false, models };
}

/** The key of OpenRouter goes to OpenRouter only; any other address gets OPENAI_API_KEY, which is how such servers are used everywhere. */
function givenEndpoint(
  env: Environment,
  { text, from }: { readonly text: string; readonly from: 'model.baseUrl' | 'OPENAI_BASE_URL' },
): Result<ModelEndpoint> {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return fail(wrongAddress(from, 'it is no http or https address'));
  if (url.username !== '' || url.password !== '') return fail(wrongAddress(from, 'it holds a name or a password'));
  if (url.search !== '' || url.hash !== '') return fail(wrongAddress(from, 'it holds more than a path'));
  const isLocal = isLoopback(url.hostname);
  const kind = url.hostname === 'openrouter.ai' ? 'openrouter' : url.hostname === 'api.openai.com' ? 'openai' : 'other';
  const keyName = kind === 'openrouter' && env.OPENROUTER_API_KEY ? 'OPENROUTER_API_KEY' : 'OPENAI_API_KEY';
  const key = env[keyName]?.trim() ?? '';
  if (key === '' && !isLocal)
    return fail({
      ...NO_KEY,
      said: `no key is set for ${plainText(url.origin, 200)}`,
      next: `Set ${kind === 'openrouter' ? 'OPENROUTER_API_KEY' : 'OPENAI_API_KEY'}`,
    });
  const address = plainText(`${url.origin}${url.pathname}`, 200).replace(/\/+$/u, '');
  return ok({
    baseUrl: `${url.origin}${url.pathname}`.replace(/\/+$/u, ''),
    name: kind === 'other' ? address : known[kind].name,
    key: key === '' ? NO_KEY_NEEDED : key,
    keyName: key === '' ? null : keyName,
    from,
    kind,
    isLocal,
    // Servers of one's own mostly know the names of OpenAI's models; one that does not says so, and the error names model.default.
    models: known[kind === 'openrouter' ? 'openrouter' : 'openai'].models,
  });
}

function wrongAddress(from: string, said: string): OrchError {
  return {
    kind: 'config',
    tried: 'ask a model',
    said: `${from} can not be used: ${said}`,
    next: `Set ${from} to an address such as https://host/v1`,
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/u.test(host);
}
