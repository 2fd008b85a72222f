// What Claude Code's hooks say: its turns, its tools word by word, and its permissions at the moment they are asked for. Seen on 2.1.197. Pure.
import type { HookEvent } from '../model/hook-event.js';
import type { Reading, ToolAct } from './harness.js';
import { hookCommand } from './hook-command.js';
import { closingQuestion, objectIn, textIn } from './hook-text.js';

/** Only events that say something of the state: each costs the CLI a moment. */
const EVENTS = ['UserPromptSubmit', 'PreToolUse', 'PermissionRequest', 'PostToolUse', 'Notification', 'Stop'] as const;
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
/** It asks its own question with this tool. */
const ASKS_THE_PERSON = 'AskUserQuestion';

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
    case 'PostToolUse':
      return read('working', `${name} ${tool ?? 'a tool'}`, { act: actOf(payload) });
    case 'PermissionRequest':
      if (tool === ASKS_THE_PERSON) return read('waiting', 'it asks for a choice', { asks: 'choice' });
      return read('waiting', `PermissionRequest ${tool ?? 'a tool'}${detail(payload)}`, { asks: 'permission', act: actOf(payload) });
    case 'Notification':
      return notified(textIn(payload, 'notification_type'), read);
    case 'Stop': {
      const question = closingQuestion(textIn(payload, 'last_assistant_message') ?? '');
      return question === null ? read('idle', 'its turn is over') : read('waiting', question, { asks: 'text' });
    }
    default:
      return null;
  }
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
