// What the scripted model answers, told by the words of the prompt alone. Knows no protocol and keeps no conversation.
import type { Conversation } from './conversation.js';
import { furtherTurn, isCompaction } from './further-script.js';
import { ownTurn } from './own-calls.js';
import { laterTurn } from './told-later.js';

export type Act =
  | { readonly kind: 'write'; readonly path: string; readonly content: string }
  | { readonly kind: 'shell'; readonly command: string }
  | { readonly kind: 'asks'; readonly question: string; readonly answers: readonly string[] }
  | { readonly kind: 'lists'; readonly items: readonly string[] }
  | { readonly kind: 'plans'; readonly plan: string }
  /** A tool of our own MCP server. */
  | { readonly kind: 'calls'; readonly tool: string; readonly args: Readonly<Record<string, unknown>> };

export type Turn =
  | { readonly kind: 'says'; readonly text: string; readonly pauseMs: number; readonly act: Act | null }
  /** Answers nothing until the CLI closes the connection. */
  | { readonly kind: 'hangs' }
  | { readonly kind: 'refuses'; readonly status: number; readonly message: string };

const PAUSE_MS = 5;
const SLOW_PAUSE_MS = 250;
/** Long enough to be seen at work, by whoever looks at it. */
const SLOW_COMMAND_SECONDS = 4;
const SENTENCE = 'A widget turns, and while it turns it hums a little. ';

/** Titles, summaries and classifiers: requests that CLIs make beside the conversation, told by their schema or by having no tools. */
export function isAside({ tools, schema }: Conversation): boolean {
  return tools.length === 0 || schema !== null;
}

export function turnFor(conversation: Conversation): Turn {
  const { prompt, earlier, results } = conversation;
  const later = laterTurn(conversation);
  if (later !== null) return later;
  const own = ownTurn(conversation);
  if (own !== null) return own;
  const further = furtherTurn(conversation);
  if (further !== null) return further;
  // All of that conversation: whoever takes the task over in a new one has another provider, and is answered.
  if ([...earlier, prompt].some((words) => words.startsWith('ratelimit')))
    return { kind: 'refuses', status: 429, message: 'Rate limit reached: too many requests' };
  if ([...earlier, prompt].some((words) => words.startsWith('logged out')))
    return { kind: 'refuses', status: 401, message: 'Invalid API key' };
  if (/\bhang\b/.test(prompt)) return { kind: 'hangs' };
  if (/\btell at length\b/.test(prompt)) return says(SENTENCE.repeat(8), null, SLOW_PAUSE_MS);
  const question = /\bask: ([^\n]*)/.exec(prompt)?.[1];
  if (question !== undefined) return says(`Before I start: ${question}?`);
  const [, path, content, how] = /\bwrite ([\w./-]+) with "([^"]*)"( slowly| and leave it)?/.exec(prompt) ?? [];
  if (path === undefined || content === undefined) return says(`Understood, ${prompt.length} characters.`);
  if (results.length === 0) return says(`I create ${path} first.`, { kind: 'write', path, content: `${content}\n` });
  if (how === ' and leave it') return says(`I wrote ${path}.`);
  if (results.length > 1) return says(`I wrote ${path} and committed it.`);
  const commit = `git add ${path} && git commit --quiet --message 'Add ${path}'`;
  return says('Now I commit it.', {
    kind: 'shell',
    command: how === undefined ? commit : `sleep ${SLOW_COMMAND_SECONDS} && ${commit}`,
  });
}

export function aside({ schema, prompt }: Conversation): Turn {
  if (isCompaction(prompt)) return { kind: 'hangs' };
  return says(schema === null ? 'Widget work' : JSON.stringify(sampleOf(schema)), null, 0);
}

function says(text: string, act: Act | null = null, pauseMs = PAUSE_MS): Turn {
  return { kind: 'says', text, pauseMs, act };
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly minimum?: number;
}

/** Something small that the schema allows. */
function sampleOf(schema: unknown): unknown {
  const { type, enum: values, const: only, anyOf, properties, minimum = 1 } = (schema ?? {}) as Schema;
  if (only !== undefined) return only;
  if (values !== undefined) return values[0];
  if (anyOf !== undefined) return sampleOf(anyOf[0]);
  const kind = (Array.isArray(type) ? type[0] : (type ?? (properties === undefined ? 'string' : 'object'))) as string;
  switch (kind.toLowerCase()) {
    case 'object':
      return Object.fromEntries(Object.entries(properties ?? {}).map(([key, value]) => [key, sampleOf(value)]));
    case 'array':
      return [];
    case 'boolean':
      return false;
    case 'number':
    case 'integer':
      return minimum;
    case 'null':
      return null;
    default:
      return 'Widget work';
  }
}
