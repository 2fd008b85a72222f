// Fakes of what effects need, each with working defaults, a record of its calls in one list, and answers a test may replace.
import type { EffectPorts } from '../../src/core/effects/effect-ports.js';
import { createLanes } from '../../src/core/effects/lanes.js';
import type { Agent, AgentProcess } from '../../src/core/model/agent.js';
import { DEFAULT_CONFIG } from '../../src/core/model/default-config.js';
import { fail, type OrchError, ok, type Result } from '../../src/core/model/error.js';
import type { OrchEvent } from '../../src/core/model/event.js';
import type { AppState } from '../../src/core/model/state.js';
import type { Repository } from '../../src/core/ports/repository.js';
import type { Storage, TextFiles } from '../../src/core/ports.js';
import { FakeClock } from './fake-clock.js';
import { newAgent } from './fold-events.js';
import { ROLES } from './roles.js';

export function refusal(said: string): { readonly ok: false; readonly error: OrchError } {
  return fail({ kind: 'git', tried: 'try', said, next: 'do' });
}

export class FakeStorage implements Storage {
  readonly appended: { readonly event: OrchEvent; readonly durable: boolean }[] = [];
  readonly saved: AppState[] = [];
  appendAnswer: Result<void> = ok(undefined);
  saveAnswer: () => Promise<Result<void>> = async () => ok(undefined);
  isClosed = false;

  async load() {
    return { snapshot: null, events: [], notices: [] };
  }

  append(event: OrchEvent, durable: boolean): Result<void> {
    if (this.appendAnswer.ok) this.appended.push({ event, durable });
    return this.appendAnswer;
  }

  async save(state: AppState): Promise<Result<void>> {
    const answer = await this.saveAnswer();
    if (answer.ok) this.saved.push(state);
    return answer;
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

export class FakeTextFiles implements TextFiles {
  readonly texts = new Map<string, string>();
  readonly folders = new Map<string, readonly string[]>();
  readonly links = new Map<string, string>();
  answer: Result<void> = ok(undefined);

  async exists(path: string): Promise<boolean> {
    return this.folders.has(path) || this.texts.has(path);
  }

  async list(folder: string): Promise<readonly string[]> {
    return this.folders.get(folder) ?? [];
  }

  async write(path: string, text: string): Promise<Result<void>> {
    if (this.answer.ok) this.texts.set(path, text);
    return this.answer;
  }

  async append(path: string, text: string): Promise<Result<void>> {
    if (this.answer.ok) this.texts.set(path, (this.texts.get(path) ?? '') + text);
    return this.answer;
  }

  async readEnd(path: string, maxBytes: number): Promise<Result<string | null>> {
    return ok(this.texts.get(path)?.slice(-maxBytes) ?? null);
  }

  async appendEntries(path: string, entries: readonly string[]): Promise<Result<void>> {
    const before = this.texts.get(path)?.slice(0, -'\n]\n'.length);
    if (this.answer.ok) this.texts.set(path, `${before === undefined ? '[' : `${before},`}\n${entries.join(',\n')}\n]\n`);
    return this.answer;
  }

  async link(path: string, target: string | null): Promise<Result<void>> {
    if (this.answer.ok && target === null) this.links.delete(path);
    if (this.answer.ok && target !== null) this.links.set(path, target);
    return this.answer;
  }
}

export interface FakePorts extends EffectPorts {
  /** `name(argument)` of every call, in order. */
  readonly calls: string[];
  readonly files: FakeTextFiles;
  readonly clock: FakeClock;
  readonly repository: Repository;
}

const unused = (name: string) => async (): Promise<never> => {
  throw new Error(`unexpected call: ${name}`);
};

const PROCESS: AgentProcess = { pid: 100, startTicks: 7 };

/** `changes` replaces single methods; every call is recorded either way. */
export function fakePorts(
  changes: {
    readonly repository?: Partial<Repository>;
    readonly forge?: Partial<EffectPorts['forge']>;
    readonly commands?: EffectPorts['commands']['run'];
    readonly runtime?: Partial<EffectPorts['runtime']>;
    readonly policy?: EffectPorts['policy'];
    readonly model?: Partial<EffectPorts['model']>;
    readonly artifacts?: Partial<EffectPorts['artifacts']>;
    readonly taskAgent?: EffectPorts['taskAgent'];
    readonly output?: EffectPorts['output'];
    readonly manager?: Partial<EffectPorts['manager']>;
    readonly tries?: Partial<EffectPorts['tries']>;
    readonly pulls?: Partial<EffectPorts['pulls']>;
    readonly worktrees?: Partial<EffectPorts['worktrees']>;
    readonly post?: EffectPorts['post'];
    readonly elsewhere?: EffectPorts['elsewhere'];
  } = {},
): FakePorts {
  const calls: string[] = [];
  const recorded = <Port extends object>(port: Port, describe: (argument: unknown) => string): Port =>
    new Proxy(port, {
      get(target, name: string) {
        const value = Reflect.get(target, name) as unknown;
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          calls.push(`${name}(${describe(args[0])})`);
          return value.apply(target, args);
        };
      },
    });
  const files = new FakeTextFiles();
  const repository: Repository = {
    info: { commonDir: '/r/.git', toplevel: '/r', name: 'r', hash: 'h' },
    headLine: async () => ({ branch: 'main', ahead: 0, behind: 0 }),
    watchHead: () => () => undefined,
    branches: async () => ok(['main']),
    defaultBase: unused('defaultBase'),
    resolveBase: unused('resolveBase'),
    branchOnForge: async (base) => ok(base),
    createWorktree: async ({ branch, path }) => {
      files.folders.set(path, []);
      return ok({ branch, worktree: path, baseCommit: 'c0', notes: [] });
    },
    bringFiles: async () => ok([]),
    heldIn: async () => ok('nothing'),
    ensureBranch: async () => ok({ commit: 'c0' }),
    dropMerged: async () => ok(true),
    trackedFiles: async () => ok({ files: ['README.md'], total: 1 }),
    namesAt: async () => ok([]),
    fileAt: async () => ok(null),
    withCheckout: (order, use) => use({ worktree: order.path, commit: 'c1', baseCommit: 'c0' }),
    measureDiff: async () => ok({ files: 1, additions: 2, deletions: 3 }),
    measureChanges: async () => ok({ size: { files: 1, additions: 2, deletions: 3 }, files: [], isCut: false }),
    changesBetween: async () => ok({ size: { files: 0, additions: 0, deletions: 0 }, files: [], isCut: false }),
    tips: async () => ok(new Map()),
    diff: async () => ok({ diff: 'diff --git a/x b/x', truncated: false }),
    stagedDiff: async () => ok({ diff: '', truncated: false }),
    deliveredDiff: async () => ok({ diff: 'diff --git a/y b/y', truncated: false }),
    commitSubjects: async () => ok(['fix it']),
    look: async ({ what }) => ok(`${what} of the worktree`),
    commitAll: async () => ok({ commit: 'c1', made: true, notes: [] }),
    takeInBase: async () => ok({ conflicts: [] }),
    applyHunk: async () => ok({ rescueRef: null, back: 'restore' as const }),
    merge: async () => ok({ commit: 'm1', how: 'merge', notes: [] }),
    clearScratch: async () => {},
    mergeSeries: async ({ branches, check }) => {
      const names = branches.map(({ branch }) => branch);
      const checked = await check({ worktree: '/scratch', commit: 'm1', branches: names, isAsBranch: false });
      if (!checked.ok) return checked;
      return ok({ commit: 'm1', taken: names.map((branch) => ({ branch, how: 'merge' as const })), left: [], notes: [] });
    },
    push: async () => ok({ commit: 'c1' }),
    fetch: async ({ remote, branch }) => ok({ commit: 'b1', name: `${remote}/${branch}` }),
    reopenWorktree: async ({ path }) => ok({ worktree: path, notes: [] }),
    forgeRemote: async () => ok({ remote: 'origin', host: 'github.com', owner: 'o', repo: 'r' }),
    isMerged: unused('isMerged'),
    hasUnsavedWork: unused('hasUnsavedWork'),
    removeWorktree: async ({ beforeMove }) => {
      await beforeMove?.();
      return ok({ ref: 'refs/orch/rescue/x', trash: '/trash/x', restore: 'git branch x refs/orch/rescue/x' });
    },
    listTrash: unused('listTrash'),
    restoreTrash: unused('restoreTrash'),
    emptyTrash: unused('emptyTrash'),
    ...changes.repository,
  };
  return {
    calls,
    files,
    merge: { how: 'merge', verify: true, batch: 8 },
    clock: new FakeClock(),
    repository: recorded(repository, (order) => (order as { branch?: string } | undefined)?.branch ?? ''),
    forge: recorded(
      {
        token: async () => 'secret-token',
        listIssues: unused('listIssues'),
        pull: async () => ok({ kind: 'unchanged' }),
        pullPage: unused('pullPage'),
        jobLog: unused('jobLog'),
        updatePull: unused('updatePull'),
        readyForReview: unused('readyForReview'),
        mergePull: unused('mergePull'),
        deleteBranch: unused('deleteBranch'),
        replyTo: unused('replyTo'),
        commentOn: unused('commentOn'),
        labels: async () => ok([]),
        reviewers: async () => ok([]),
        openIssues: unused('openIssues'),
        issue: unused('issue'),
        forgetPull: () => {},
        openPullRequest: async () => ok({ url: 'https://github.com/o/r/pull/12', number: 12, notes: [] }),
        ...changes.forge,
      },
      () => '',
    ),
    commands: recorded(
      { run: changes.commands ?? (async () => ({ exitCode: 0, timedOut: false, tail: '' })) },
      (order) => (order as { command: string }).command,
    ),
    runtime: recorded(
      {
        findConversation: async () => null,
        shown: () => '',
        drawsScreen: () => false,
        whenStill: async () => undefined,
        canStart: () => ok(undefined),
        canResume: (agent: Agent) => agent.conversation !== null,
        start: async () => ok({ process: PROCESS, conversation: null }),
        stop: async () => undefined,
        send: async () => ok({ proof: 'left the input line' as const, ms: 1 }),
        answer: async (_agent: string, _digest: string, choice: string) => ok(choice),
        isAttended: () => false,
        ...changes.runtime,
      },
      (argument) => (typeof argument === 'string' ? argument : (argument as Agent).id),
    ),
    model: recorded(
      {
        // What ends well is not summed up, unless a test is about that.
        available: (use) => (use === 'summary' ? refusal('no key') : ok({ model: 'm', endpoint: 'http://model' })),
        chat: unused('chat'),
        ...changes.model,
      },
      (order) => (order as { use?: string } | undefined)?.use ?? String(order),
    ),
    folders: { worktrees: '/wt', scratch: '/scratch', trash: '/trash', results: '/results' },
    litterOf: ({ name }) => [`.litter-of-${name}*`],
    policy: changes.policy ?? [],
    placeOfPath: async (worktree, path) =>
      path.startsWith('/') ? { place: 'outside', name: path } : { place: 'inside', name: path.replace(`${worktree}/`, '') },
    verifyEnv: () => ({ PATH: '/bin' }),
    verifyTimeoutMs: 1000,
    planner: { maxTasks: 12, promptSuffix: null },
    roles: async () => ok(ROLES),
    prompt: async (name) => ok(name === 'planner' ? 'Plan at most {{maxTasks}} tasks.\n{{roles}}' : 'You are the manager.'),
    artifacts: {
      prepare: async () => undefined,
      take: async ({ name, folder }) => ok({ path: `${folder}/${name}`, text: 'verdict: pass' }),
      read: async (path) => ok(`content of ${path}`),
      ...changes.artifacts,
    },
    whileNaming: (task) => task(),
    taskAgent:
      changes.taskAgent ??
      (async ({ task, text, goal }) => ok(newAgent(task.id, { task: task.id, text, base: goal.order.branch, plan: goal.order.finish }))),
    output: changes.output ?? { since: async () => ({ text: '', mark: null }) },
    manager: { ...DEFAULT_CONFIG.manager, ...changes.manager },
    tries: { ...DEFAULT_CONFIG.tries, ...changes.tries },
    pulls: { ...DEFAULT_CONFIG.pulls, ...changes.pulls },
    post: changes.post ?? (() => null),
    ...(changes.elsewhere === undefined ? {} : { elsewhere: changes.elsewhere }),
    worktrees: {
      config: DEFAULT_CONFIG.worktree,
      blocks: { claim: async () => ok(41_000), release: async () => undefined },
      installs: { keyOf: unused('keyOf'), place: unused('place'), keep: unused('keep'), trim: unused('trim') },
      installing: createLanes(),
      setupEnv: () => ({ PATH: '/bin' }),
      openLog: () => ({ write: () => undefined, close: async () => undefined }),
      hostEnds: new AbortController().signal,
      say: (text) => calls.push(`say(${text})`),
      ...changes.worktrees,
    },
  };
}
