// What Claude Code's hooks say: its turns, its tools word by word, and its permissions at the moment they are asked for. Seen on 2.1.197. Pure.
import type { HookEvent } from '../model/hook-event.js';
import type { FailureKind } from '../model/limit.js';
import { failureKindIn, resetWordsIn } from './failure-words.js';
import type { Reading, ToolAct } from './harness.js';
import { hookCommand } from './hook-command.js';
import { closingQuestion, objectIn, textIn } from './hook-text.js';

/** Only events that say something of the state or the conversation: each costs the CLI a moment. */
const EVENTS = [
  'SessionStart',
  'UserPromptSubmit',
  'PreToolUse',
  'PermissionRequest',
  'PostToolUse',
  'Notification',
  'Stop',
  'StopFailure',
] as const;
/** Seconds; a hook that hangs must not hold the agent up. */
const TIMEOUT_S = 5;

/** For its `--settings`. Those of the person run beside them. */
export const CLAUDE_HOOKS = Object.fromEntries(
  EVENTS.map((event) => [event, [{ hooks: [{ type: 'command', command: hookCommand(event), timeout: TIMEOUT_S }] }]]),
);

const TOOLS: Readonly<Record<string, string>> = {
  Bash: 'shell',
  Write: 'edit',
  Edit: 'edit',
  MultiEdit: 'edit',
  NotebookEdit: 'edit',
  Read: 'read',
  NotebookRead: 'read',
  Glob: 'read',
  Grep: 'read',
  LS: 'read',
  WebFetch: 'fetch',
  WebSearch: 'fetch',
};
const FAILURES: Readonly<Record<string, FailureKind>> = {
  authentication_failed: 'auth',
  oauth_org_not_allowed: 'auth',
  billing_error: 'credit',
  rate_limit: 'rate-limit',
  overloaded: 'network',
  server_error: 'network',
};
/** It asks its own question with this tool. */
const ASKS_THE_PERSON = 'AskUserQuestion';

/**
 * The conversation that is open: `/clear` and `/resume` change it. One that `/clear` has begun is not saved before its first prompt: until
 * then the one before is all that can be resumed.
 */
export function claudeConversation({ name, payload }: HookEvent): string | null {
  if (name === 'SessionStart' && textIn(payload, 'source') !== 'resume') return null;
  const id = textIn(payload, 'session_id');
  return id !== null && CONVERSATION.test(id) ? id : null;
}

/** It becomes an argument. */
const CONVERSATION = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function readClaudeHook({ name, payload }: HookEvent): Reading | null {
  const tool = textIn(payload, 'tool_name');
  const read = (state: Reading['state'], evidence: string, more: Partial<Reading> = {}): Reading => ({
    state,
    source: 'structured',
    rule: `claude.hook.${name}`,
    evidence,
    ...more,
  });
  switch (name) {
    case 'UserPromptSubmit':
      return read('working', 'it was given a prompt');
    case 'PreToolUse':
      return read('working', `${name} ${tool ?? 'a tool'}`, { act: actOf(payload), runsTool: true });
    case 'PostToolUse':
      return read('working', `${name} ${tool ?? 'a tool'}`, { act: actOf(payload) });
    case 'PermissionRequest':
      if (tool === ASKS_THE_PERSON) return read('waiting', 'it asks for a choice', { asks: 'choice' });
      return read('waiting', `PermissionRequest ${tool ?? 'a tool'}${detail(payload)}`, {
        asks: 'permission',
        act: actOf(payload),
        // Once it is allowed no hook tells that it begins.
        runsTool: true,
      });
    case 'Notification':
      return notified(textIn(payload, 'notification_type'), read);
    case 'Stop': {
      const question = closingQuestion(textIn(payload, 'last_assistant_message') ?? '');
      return question === null ? read('idle', 'its turn is over') : read('waiting', question, { asks: 'text' });
    }
    case 'StopFailure':
      return failed(textIn(payload, 'error'), textIn(payload, 'last_assistant_message') ?? textIn(payload, 'error_details') ?? '', read);
    default:
      return null;
  }
}

/** Its turn ended by an error of the provider: `error` names the kind, the words are those on its screen. */
function failed(
  error: string | null,
  said: string,
  read: (state: Reading['state'], evidence: string, more?: Partial<Reading>) => Reading,
): Reading {
  const evidence = said === '' ? (error ?? 'a request failed') : said;
  const named = FAILURES[error ?? ''] ?? null;
  // What it calls a rate limit may be a usage limit, and a wrong request one that is too long or comes without credit.
  const kind = named === 'rate-limit' || named === null ? (failureKindIn(said) ?? named) : named;
  // Nothing that passes by itself: a model that is not there, a refusal, an answer that was cut. It must never look like finished work.
  if (kind === null) return read('waiting', evidence);
  return read('limited', evidence, { failure: { kind, retries: 'not', resets: kind === 'usage-limit' ? resetWordsIn(said) : null } });
}

/** They come 6 s after a permission was asked for, and 60 s after a turn has ended or was broken off. */
function notified(
  type: string | null,
  read: (state: Reading['state'], evidence: string, more?: Partial<Reading>) => Reading,
): Reading | null {
  if (type === 'permission_prompt') return read('waiting', 'it needs a permission', { asks: 'permission' });
  if (type === 'idle_prompt') return read('idle', 'it waits for input', { settleMs: 0 });
  return null;
}

/** Null where its tool is not told. */
function actOf(payload: HookEvent['payload']): ToolAct | null {
  const name = textIn(payload, 'tool_name');
  if (name === null) return null;
  const given = objectIn(payload, 'tool_input');
  const tool = TOOLS[name] ?? null;
  return {
    tool,
    command: tool === 'shell' ? textIn(given, 'command') : null,
    path:
      tool === 'edit' || tool === 'read' ? (textIn(given, 'file_path') ?? textIn(given, 'notebook_path') ?? textIn(given, 'path')) : null,
  };
}

function detail(payload: HookEvent['payload']): string {
  const act = actOf(payload);
  const text = act?.command ?? act?.path ?? null;
  return text === null ? '' : `: ${text}`;
}
