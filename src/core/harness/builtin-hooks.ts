// What the built-in agent tells: its turns, its tools, what it asks and what it has used. Written by `src/cli/agent/told-host.ts`. Pure.
import type { HookEvent } from '../model/hook-event.js';
import { FAILURE_KINDS } from '../model/limit.js';
import { plainText } from '../model/plain-text.js';
import type { Usage } from '../model/usage.js';
import type { Reading, ToolAct } from './harness.js';
import { textIn } from './hook-text.js';

export function readBuiltinHook({ name, payload }: HookEvent): Reading | null {
  const read = (state: Reading['state'], evidence: string, more: Partial<Reading> = {}): Reading => ({
    state,
    source: 'structured',
    rule: `builtin.hook.${name}`,
    evidence,
    ...more,
  });
  switch (name) {
    case 'Working':
      return read('working', 'it asks its model');
    case 'ToolBegan':
      return read('working', `tool ${textIn(payload, 'name') ?? ''}`, { runsTool: true });
    case 'PermissionRequest': {
      const act = actOf(payload);
      const detail = act?.command ?? act?.path ?? act?.tool ?? 'a tool';
      return read('waiting', `it asks to use ${detail}`, { asks: 'permission', act });
    }
    case 'Answered':
      return read('working', 'it was answered');
    case 'Question': {
      const text = textIn(payload, 'text') ?? 'a question';
      return read('waiting', text, { asks: payload?.hasOptions === true ? 'choice' : 'text' });
    }
    // A person broke it off, or it was opened without anything to do: never the end of its work.
    case 'Interrupted':
      return read('waiting', 'it was interrupted: what next?', { asks: 'text' });
    case 'Failed': {
      const failure = FAILURE_KINDS.find((kind) => kind === payload?.failure);
      if (failure === undefined) return null;
      return read('limited', textIn(payload, 'said') ?? failure, { failure: { kind: failure, retries: 'not', resets: null } });
    }
    case 'Idle':
      return read('idle', 'it waits for a message');
    default:
      return null;
  }
}

/** Since the conversation began. */
export function builtinUsage({ name, payload }: HookEvent): Usage | null {
  if (name !== 'Usage') return null;
  const [inputTokens, outputTokens, costUsd] = ['inputTokens', 'outputTokens', 'costUsd'].map((key) => numberIn(payload, key));
  if (inputTokens === undefined || outputTokens === undefined || costUsd === undefined) return null;
  if (inputTokens === null || outputTokens === null || costUsd === null) return null;
  return { inputTokens, outputTokens, costUsd, estimated: payload?.estimated === true };
}

export function builtinProgress({ name, payload }: HookEvent): string | null {
  const text = name === 'Progress' ? textIn(payload, 'text') : null;
  return text === null ? null : plainText(text, 200);
}

function numberIn(payload: HookEvent['payload'], name: string): number | null {
  const value = payload?.[name];
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

/** Null where its payload was too large to be read: then nobody knows what it would do. */
function actOf(payload: HookEvent['payload']): ToolAct | null {
  const tool = textIn(payload, 'tool');
  return tool === null ? null : { tool, command: textIn(payload, 'command'), path: textIn(payload, 'path') };
}
