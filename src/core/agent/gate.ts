// Whether an act of the built-in agent may be done: by the policy where that decides alone, else by whoever is asked. Paths never leave the worktree for writing.

import type { WorkFiles } from '../agent-ports.js';
import type { BuiltinSettings } from '../model/builtin-settings.js';
import { fail, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import { judge } from '../policy/judge.js';
import { isSecretPath } from '../policy/secret-path.js';

/** Something that is asked for with a dialog. */
export interface Permission {
  /** `shell`, `edit`, `read`, `fetch`, or the whole name of a tool of an MCP server. */
  readonly tool: string;
  readonly command: string | null;
  readonly path: string | null;
  /** All of it in words, over several lines where it needs them. */
  readonly shown: string;
}

/** `nobody`: there is no terminal to ask at. */
export type Allowed = 'yes' | 'no' | 'nobody';

export interface Person {
  allow(permission: Permission, signal: AbortSignal): Promise<Allowed>;
  /** Null where there is nobody to ask, or the question was broken off. */
  ask(question: { readonly text: string; readonly options: readonly string[] }, signal: AbortSignal): Promise<string | null>;
}

export interface Gate {
  /** The real path for reading, or why not. */
  read(path: string, signal: AbortSignal): Promise<Result<{ readonly path: string; readonly name: string }>>;
  /** The same for writing. `shown`: the change, for whoever is asked. */
  write(path: string, shown: string, signal: AbortSignal): Promise<Result<{ readonly path: string; readonly name: string }>>;
  /** Null when it may be done, else why not. */
  act(permission: Permission, signal: AbortSignal): Promise<string | null>;
  /** Whether the name of a file that was only come across may be shown. */
  mayShow(name: string): boolean;
  /** Of files that a search has found those whose lines may be shown; asked for once, where the policy asks for any of them. `shown`: the search. */
  readable(names: ReadonlySet<string>, shown: string, signal: AbortSignal): Promise<ReadonlySet<string>>;
}

export interface GateOrder {
  readonly files: Pick<WorkFiles, 'place'>;
  readonly person: Person;
  readonly settings: Pick<BuiltinSettings, 'security' | 'policy' | 'policyRules'>;
  /** Commands are always asked for: the host judges them, and keeps what it decided. */
  readonly commandsBy: 'host' | 'policy';
}

export function createGate({ files, person, settings, commandsBy }: GateOrder): Gate {
  const { security, policy, policyRules } = settings;
  const order = { policy, configured: policyRules };
  const judged = (tool: string, place: 'inside' | 'outside', name: string) =>
    judge({ tool, command: null, path: { place, name, isSecret: isSecretPath(name) } }, order);

  async function asked(permission: Permission, signal: AbortSignal): Promise<string | null> {
    const answer = await person.allow(permission, signal);
    if (answer === 'yes') return null;
    if (answer === 'nobody') return 'this needs a permission, and nobody can be asked: do it another way';
    return signal.aborted ? 'interrupted' : 'refused. Do not try it again in other words; do it another way, or ask';
  }

  async function mayTouch(tool: 'read' | 'edit', path: string, how: { readonly shown: string; readonly signal: AbortSignal }) {
    const found = await files.place(path);
    const isGit = isGitPath(found.name) || isGitPath(path);
    const isOutside = found.place === 'outside' || isGit;
    const why = whyNot(tool, { path, found, isGit, isOutside });
    if (why !== null) return refusal(tool, path, why);
    const { act, rule } = isOutside ? ({ act: 'allow', rule: '' } as const) : judged(tool, 'inside', found.name);
    if (isOutside && isSecretPath(found.path)) return refusal(tool, path, 'its name says that it holds secrets');
    if (act === 'deny') return refusal(tool, path, `the policy forbids it (${rule})`);
    if (act === 'allow') return ok({ path: found.path, name: found.name });
    const said = await asked({ tool, command: null, path: found.name, shown: how.shown }, how.signal);
    return said === null ? ok({ path: found.path, name: found.name }) : refusal(tool, path, said);
  }

  function whyNot(
    tool: 'read' | 'edit',
    { path, found, isGit, isOutside }: { path: string; found: { name: string }; isGit: boolean; isOutside: boolean },
  ): string | null {
    if (path.includes('\0') || path === '') return 'that is no path';
    if (isGit) return "git's own files are not touched by tools";
    if (isOutside && (tool === 'edit' || security.restrict_file_access)) return 'it is outside of the worktree';
    const endings = security.allowed_file_extensions;
    const isAllowed = endings.length === 0 || endings.some((ending) => found.name.toLowerCase().endsWith(dotted(ending)));
    return tool === 'edit' && !isAllowed ? `only files ending in ${endings.map(dotted).join(', ')} may be written` : null;
  }

  return {
    read: (path, signal) => mayTouch('read', path, { shown: `read ${path}`, signal }),
    write: (path, shown, signal) => mayTouch('edit', path, { shown, signal }),
    async act(permission, signal) {
      const { tool, command } = permission;
      if (tool === 'shell' && commandsBy === 'host') return asked(permission, signal);
      const { act, rule } = judge({ tool, command, path: null }, order);
      if (act === 'allow') return null;
      return act === 'deny' ? `the policy forbids it (${rule})` : asked(permission, signal);
    },
    mayShow: (name) => !isGitPath(name) && judged('read', 'inside', name).act !== 'deny',
    async readable(names, shown, signal) {
      const acts = [...names].filter((name) => !isGitPath(name)).map((name) => ({ name, act: judged('read', 'inside', name).act }));
      const open = new Set(acts.flatMap(({ name, act }) => (act === 'allow' ? [name] : [])));
      const closed = acts.flatMap(({ name, act }) => (act === 'allow' || act === 'deny' ? [] : [name]));
      if (closed.length === 0) return open;
      // No rule about one of several is one about them all.
      const path = closed.length === 1 ? (closed[0] ?? null) : null;
      const said = await asked({ tool: 'read', command: null, path, shown: [shown, ...closed].join('\n') }, signal);
      return said === null ? new Set([...open, ...closed]) : open;
    },
  };
}

function isGitPath(path: string): boolean {
  return path.split(/[/\\]/u).some((part) => part.toLowerCase() === '.git');
}

function dotted(ending: string): string {
  return (ending.startsWith('.') ? ending : `.${ending}`).toLowerCase();
}

function refusal(tool: string, path: string, said: string): Result<never> {
  return fail({ kind: 'usage', tried: `${tool} ${plainText(path, 200)}`, said, next: 'Name a file inside the worktree' });
}
