// Tells the host what the agent does: by events in its private folder, else, where nobody reads such a folder, by OSC 7501 to whatever terminal this is.
import { createHookTeller } from '../../core/adapters/hook-teller.js';
import type { Permission } from '../../core/agent/gate.js';
import { HOOKS_VARIABLE } from '../../core/harness/hook-command.js';
import type { FailureKind } from '../../core/model/limit.js';
import { BEL, OSC } from '../../core/model/sequences.js';
import type { Usage } from '../../core/model/usage.js';

export interface ToldHost {
  /** A host reads what is told. */
  readonly isHeard: boolean;
  working(): void;
  toolBegan(name: string): void;
  permission(permission: Permission): void;
  question(text: string, how: { readonly hasOptions: boolean }): void;
  answered(): void;
  interrupted(): void;
  idle(): void;
  usage(usage: Usage): void;
  progress(text: string): void;
  /** Its model can not be asked; to be told last, just before its end. */
  failed(failure: FailureKind, said: string): void;
}

type Mark = 'working' | 'blocked' | 'idle' | 'done' | 'error';

export function createToldHost(env: Readonly<Record<string, string | undefined>>, write: (text: string) => void): ToldHost {
  const folder = env[HOOKS_VARIABLE];
  const tell = folder === undefined || folder === '' ? null : createHookTeller(folder);
  let marked: Mark | null = null;
  const event = (name: string, payload: Readonly<Record<string, unknown>>, mark: Mark | null) => {
    if (tell?.(name, payload) === true || mark === null || mark === marked) return;
    marked = mark;
    write(`${OSC}7501;state=${mark}:app=orch-agent${BEL}`);
  };
  return {
    isHeard: tell !== null,
    working: () => event('Working', {}, 'working'),
    toolBegan: (name) => event('ToolBegan', { name }, 'working'),
    permission: ({ tool, command, path }) => event('PermissionRequest', { tool, command, path }, 'blocked'),
    question: (text, { hasOptions }) => event('Question', { text, hasOptions }, 'blocked'),
    answered: () => event('Answered', {}, 'working'),
    interrupted: () => event('Interrupted', {}, 'blocked'),
    idle: () => event('Idle', {}, 'done'),
    usage: (usage) => event('Usage', { ...usage }, null),
    progress: (text) => event('Progress', { text }, null),
    failed: (failure, said) => event('Failed', { failure, said }, 'error'),
  };
}
