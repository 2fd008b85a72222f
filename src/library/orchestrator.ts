// The library's one class: orders goals of the host of a repository and tells what became of them. A client like every other: the host
// outlives this process, and a person may look at the same agents with `orch-tui`.
import { resolve } from 'node:path';
import { findPlace } from '../client/place.js';
import { hello, reachHost } from '../client/reach-host.js';
import type { Result } from '../core/model/error.js';
import type { RunParams } from '../core/model/requests.js';
import type { Status } from '../core/model/status.js';
import { followEvents, type OrchestratorEvent } from './follow-events.js';
import { type AgentOrder, agentParams, type GoalOptions, goalParams, type Setting } from './goal-order.js';
import { type GoalResult, type GoalSummary, goalResult, type TaskResult, type WaitsFor } from './goal-result.js';
import { HostLink } from './host-link.js';
import { OrchestratorError, unwrapped } from './orchestrator-error.js';

/** Of which repository, and how its goals are run. */
export interface OrchestratorOptions {
  /** A folder inside the git repository; the current folder where left out. */
  repo?: string | undefined;
  /** Whether a person is there to be asked, on a screen of `orch-tui`. False where left out: then nobody is asked, ever. */
  interactive?: boolean | undefined;
  /** Folder of the dated workspaces of the goals; as configured where left out. */
  baseDir?: string | undefined;
  /** A configuration file instead of the person's own. It counts where this Orchestrator starts the host. */
  configFile?: string | undefined;
}

/** How an order may be ended. */
export interface Cancellation {
  /** Aborted, it stops the agents of the goal; its result then has the state `stopped`. */
  signal?: AbortSignal | undefined;
}

/** What became of one agent. */
export interface SpawnResult extends Omit<TaskResult, 'state'> {
  /** `done` once its work is delivered. */
  readonly state: GoalResult['state'];
  /** Id of the goal that it was. */
  readonly goal: string;
  /** The dated folder of that goal. */
  readonly workspace: string | null;
  /** The file it ended in; null where it ends in commits, or is not done. */
  readonly outputPath: string | null;
  /** What the whole ended in. */
  readonly delivery: GoalResult['delivery'];
  /** With the state `waiting`: what a person has to say or mend. */
  readonly waitsFor: readonly WaitsFor[];
  /** Figures of the whole. */
  readonly summary: GoalSummary;
}

/**
 * Goals and agents of one repository. Nothing is started before the first call; `close` it at the end, else the process stays.
 * Every method rejects with an {@link OrchestratorError}, and with nothing else.
 */
export class Orchestrator {
  readonly #link: HostLink;
  readonly #setting: Setting;

  /** Nothing is looked up, started or opened by this. */
  constructor({ repo = process.cwd(), interactive = false, baseDir, configFile }: OrchestratorOptions = {}) {
    this.#setting = { interactive, baseDir: baseDir === undefined ? null : resolve(baseDir) };
    this.#link = new HostLink(async () => {
      const place = await findPlace({ repo, configFile: configFile ?? null });
      return place.ok ? reachHost(place.value, hello(null)) : place;
    });
  }

  /**
   * Starts a goal and follows it to its end. Work that fails is no exception: look at `state`. With `interactive: false` a question of an
   * agent ends the following too, with the state `waiting`: `answer` it, then `waitFor` the goal.
   */
  async executeGoal(text: string, { signal, ...options }: GoalOptions & Cancellation = {}): Promise<GoalResult> {
    return this.#run(goalParams(text, options, this.#setting), signal);
  }

  /** Starts one agent on one task and follows it to its end. With `outputFile` the task ends in that file, else in commits. */
  async spawnAgent({ signal, ...order }: AgentOrder & Cancellation): Promise<SpawnResult> {
    const { results, ...whole } = await this.#run(agentParams(order, this.#setting), signal);
    const { goal, workspace, delivery, waitsFor, summary, state } = whole;
    const blank = { task: 't1', title: order.task, agent: null, branch: null, worktree: null, result: null, usage: null };
    const task = results[0] ?? { ...blank, role: order.role ?? null, error: null };
    const error = task.error ?? whole.error;
    return { ...task, state, error, goal, workspace, delivery, outputPath: task.result?.path ?? null, waitsFor, summary };
  }

  /** Follows a goal that was started before, by its id, to its end. */
  async waitFor(goal: string): Promise<GoalResult> {
    const ended = unwrapped(await this.#link.request('waitGoal', { goal, untilWaiting: !this.#setting.interactive }));
    const nowMs = Date.now();
    const { agents } = await this.status();
    return goalResult(ended, { agents, nowMs });
  }

  /** Answers what an agent asks: a number, the words of an option, `allow`, `deny`, or any text for a question in words. */
  async answer(agent: string, choice: string): Promise<void> {
    unwrapped(await this.#link.request('answer', { agent, choice, digest: null }));
  }

  /** Ends a goal and its agents. Their worktrees and branches stay. */
  async stop(goal: string): Promise<void> {
    unwrapped(await this.#link.request('goalStop', { goal }));
  }

  /**
   * What happens from this call on, of all goals of the repository: read it with `for await`. It ends with `close`, or with the host.
   * A reader that falls far behind gets an event `events.missed` in place of those that are not kept any more.
   */
  events(): AsyncIterableIterator<OrchestratorEvent> {
    return followEvents(this.#link);
  }

  /** Goals and agents as they are now: what `orch-tui status --json` prints. */
  async status(): Promise<Status> {
    return unwrapped(await this.#link.request('status', {}));
  }

  /** Lets go of the host, which goes on as long as its agents do. What is followed at the moment is not followed any more. */
  async close(): Promise<void> {
    await this.#link.close();
  }

  async #run(params: Result<RunParams>, signal: AbortSignal | undefined): Promise<GoalResult> {
    const order = unwrapped(params);
    if (signal?.aborted) throw new OrchestratorError(ABORTED);
    const { goal } = unwrapped(await this.#link.request('run', order));
    const stop = () => void this.#link.request('goalStop', { goal });
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      return await this.waitFor(goal);
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }
}

const ABORTED = {
  kind: 'interrupted',
  tried: 'start a goal',
  said: 'its signal was aborted before it began',
  next: 'Give a signal that is not',
} as const;
