// The flags and the environment every git of the host runs with (decision 22): an agent can write `.git/config` and hooks, so nothing they name may run here.
// What can not be switched off by a flag (filters, merge drivers) is watched by `config-guard.ts`.
import { plainText } from '../../model/plain-text.js';
import type { GitAbsence, GitAnswer, GitCall } from './run-git.js';
import { runGit } from './run-git.js';

/** Read from the main checkout's or a worktree's own folders, never discovered: an agent may rewrite the `.git` file of its worktree. */
export interface GitPlace {
  readonly gitDir: string;
  readonly commonDir: string;
  /** Null for what needs no files, such as refs. */
  readonly workTree: string | null;
}

export interface GitOptions {
  readonly config?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: Buffer | string;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
  /** `run` lets the repository's hooks run, for commits of a person who asked for it. */
  readonly hooks?: 'run';
}

/** Git with the host's flags, at a place or (`null`) wherever `cwd` is discovered to be. Never rejects. */
export type HardenedGit = (
  where: GitPlace | { readonly cwd: string },
  args: readonly string[],
  options?: GitOptions,
) => Promise<GitAnswer | GitAbsence>;

/** Ten minutes: a checkout of a huge repository is silent until it ends. */
const TIMEOUT_MS = 600_000;
const MAX_BYTES = 64 * 1024 * 1024;

const FLAGS = [
  'core.fsmonitor=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'protocol.ext.allow=never',
  'core.quotePath=false',
  'core.askPass=',
  'submodule.recurse=false',
  'push.recurseSubmodules=no',
  'push.followTags=false',
  'push.gpgSign=false',
  'commit.gpgSign=false',
  'rerere.enabled=false',
  'advice.detachedHead=false',
  'color.ui=false',
  // Other gits of agents hold these locks for moments.
  'core.filesRefLockTimeout=2000',
  'core.packedRefsTimeout=5000',
] as const;
const WITHOUT_HOOKS = 'core.hooksPath=/dev/null';

/** GIT_* variables of the person that name no program and no place inside a repository. */
const KEPT_GIT_VARIABLES = new Set([
  'GIT_AUTHOR_NAME',
  'GIT_AUTHOR_EMAIL',
  'GIT_COMMITTER_NAME',
  'GIT_COMMITTER_EMAIL',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_SSL_CAINFO',
  'GIT_SSL_CAPATH',
]);
// Decision 5, and what makes git start a pager, an editor or a prompt.
const WITHHELD =
  /^(?:GIT_.*|GITHUB_TOKEN|GH_TOKEN|GH_ENTERPRISE_TOKEN|GITHUB_ENTERPRISE_TOKEN|OPENAI_.*|OPENROUTER_.*|ORCHESTRATOR_.*|REDIS.*|.*_PASSWORD|ORCH_.*|EDITOR|VISUAL|PAGER|PREFIX|SSH_ASKPASS|DISPLAY|LC_.*|LANG|LANGUAGE)$/iu;

/** `sshCommand`: the person's own (never the repository's), or null for plain ssh. */
export function gitEnvironment(
  person: Readonly<Record<string, string | undefined>>,
  sshCommand: string | null,
): Readonly<Record<string, string>> {
  const env: Record<string, string> = {};
  for (const [key, value] of Object.entries(person)) {
    if (value !== undefined && (!WITHHELD.test(key) || KEPT_GIT_VARIABLES.has(key))) env[key] = value;
  }
  // A relative folder in PATH would be one inside an agent's worktree.
  env.PATH = (env.PATH ?? '/usr/local/bin:/usr/bin:/bin')
    .split(':')
    .filter((folder) => folder.startsWith('/'))
    .join(':');
  return {
    ...env,
    // Messages are read by programs: one language for all.
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    // Empty: no askpass program at all, also not the configured one.
    GIT_ASKPASS: '',
    GIT_EDITOR: ':',
    GIT_SSH_COMMAND: quiet(person.GIT_SSH_COMMAND ?? sshCommand ?? 'ssh'),
    GIT_REFLOG_ACTION: 'orch-tui',
  };
}

/** OpenSSH would ask on the terminal of a host in the foreground. */
function quiet(command: string): string {
  return /^(?:\S*\/)?ssh(?:\s|$)/u.test(command) ? `${command} -oBatchMode=yes` : command;
}

/**
 * These read the administration of every worktree, and git 2.39 fails on one that another git is just making (`failed to read
 * .git/worktrees/X/commondir: Success`, one of twenty when twenty are made at once): one after the other, each is safe.
 */
const READS_ALL_WORKTREES: ReadonlySet<string> = new Set(['worktree', 'branch']);

function turns(): <Value>(task: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const turn = last.then(task, task);
    last = turn;
    return turn;
  };
}

export function hardenedGit(
  person: () => Readonly<Record<string, string | undefined>>,
  sshCommand: () => string | null,
  run: (call: GitCall) => Promise<GitAnswer | GitAbsence> = runGit,
): HardenedGit {
  const inTurn = turns();
  return (where, args, options = {}) => {
    const pinned = 'cwd' in where ? {} : placeVariables(where);
    const call: GitCall = {
      args,
      config: [...FLAGS, ...(options.hooks === 'run' ? [] : [WITHOUT_HOOKS]), ...(options.config ?? [])],
      cwd: 'cwd' in where ? where.cwd : (where.workTree ?? where.commonDir),
      env: { ...gitEnvironment(person(), sshCommand()), ...pinned, ...options.env },
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      maxBytes: options.maxBytes ?? MAX_BYTES,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.input === undefined ? {} : { input: options.input }),
    };
    return READS_ALL_WORKTREES.has(args[0] ?? '') ? inTurn(() => run(call)) : run(call);
  };
}

function placeVariables({ gitDir, commonDir, workTree }: GitPlace): Record<string, string> {
  return { GIT_DIR: gitDir, GIT_COMMON_DIR: commonDir, ...(workTree === null ? {} : { GIT_WORK_TREE: workTree }) };
}

/** Standard output without its last line end; paths may hold line ends of their own. */
export function lineOf(answer: GitAnswer): string {
  return answer.stdout.toString('utf8').replace(/\n$/u, '');
}

/** The fields of `-z` output. */
export function fieldsOf(answer: GitAnswer): string[] {
  const text = answer.stdout.toString('utf8');
  return text === '' ? [] : text.replace(/\0$/u, '').split('\0');
}

/** As `fieldsOf`, one unit per byte: names that are not UTF-8 survive the way back into git. */
export function rawFieldsOf(answer: GitAnswer): string[] {
  const text = answer.stdout.toString('latin1');
  return text === '' ? [] : text.replace(/\0$/u, '').split('\0');
}

/** A raw field as text, and as the name of a file where it is UTF-8. */
export function textOf(raw: string): string {
  return Buffer.from(raw, 'latin1').toString('utf8');
}

/** A path or name from the repository, for a message. */
export function shown(text: string): string {
  return plainText(text, 120);
}
