// What a task's owner gets of the work: saved while it goes on, whole at its end, and only as long as this machine holds the task.
import { give } from '../../core/messaging/carry.js';
import type { Carried } from '../../core/model/carried.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import type { RemoteResult, RemoteRun, RemoteTask } from '../../core/model/remote.js';
import type { AgentStatus } from '../../core/model/status.js';
import type { HeldTask } from '../../core/ports/broker.js';
import { givenRef } from './kept-refs.js';
import { localName } from './local-agent.js';
import type { WorkerWorld, WorkRepository } from './worker-world.js';

/** A broker that has come back may not be told of at once. */
const AGAIN_MS = 2000;

export interface GivenWorkOptions {
  readonly world: WorkerWorld;
  readonly repository: WorkRepository;
  readonly task: RemoteTask;
  readonly run: RemoteRun;
}

export interface Delivery {
  readonly held: () => HeldTask;
  readonly resultWith: (work: Carried | null) => RemoteResult;
  /** That it ended in. */
  readonly commit: string | null;
  /** Why this machine does no more of it; null while it does. */
  readonly leaves: () => OrchError | null;
}

export class GivenWork {
  readonly #options: GivenWorkOptions;
  #newest: string;
  #count = 0;
  #last: Promise<unknown> = Promise.resolve();
  /** Aborted once all of it is given: what was saved on the way counts no more. */
  readonly #onTheWay = new AbortController();

  constructor(options: GivenWorkOptions) {
    this.#options = options;
    this.#newest = options.run.base.commit;
  }

  /** The newest commit that its owner was given, or gave. */
  get newest(): string {
    return this.#newest;
  }

  /** All that stands in a worktree, as a commit of its own. */
  snapshot(worktree: string | null): Promise<Result<string>> {
    const { repository, task } = this.#options;
    if (worktree === null) return Promise.resolve(fail(NO_FOLDER));
    return repository.carrier.snapshot({ worktree, message: `Work so far on ${task.name}` });
  }

  /**
   * Null where nothing is new, or nobody can be given anything at the moment. One after the other: each has what stands there when it is asked for,
   * and none is given twice.
   */
  checkpoint(worktree: string | null): Promise<Result<Carried | null>> {
    const checkpoint = () => this.#checkpoint(worktree);
    const saved = this.#last.then(checkpoint, checkpoint);
    this.#last = saved;
    return saved;
  }

  async #checkpoint(worktree: string | null): Promise<Result<Carried | null>> {
    const { signal } = this.#onTheWay;
    if (signal.aborted || this.#options.world.broker.condition.state !== 'ready') return ok(null);
    const commit = await this.snapshot(worktree);
    if (!commit.ok) return commit;
    if (commit.value === this.#newest || signal.aborted) return ok(null);
    const given = await this.#give(commit.value, 'hour', signal);
    if (given.ok) this.#newest = commit.value;
    return given;
  }

  /** The commit that it ended in; null where it never had a worktree. */
  async whole({ state, result, worktree }: AgentStatus): Promise<Result<string | null>> {
    if (state === 'done' && result?.commit != null) return ok(result.commit);
    return worktree === null && state !== 'done' ? ok(null) : this.snapshot(worktree);
  }

  /**
   * Cut off it waits: an end that nobody hears of is none. Until this machine is to do no more of it. Both ways of giving use one ref: what is being
   * saved still would take it away from under this, or be pushed over it.
   */
  async deliver({ commit, leaves, ...end }: Delivery): Promise<Result<void>> {
    this.#onTheWay.abort();
    await this.#last.catch(() => undefined);
    for (;;) {
      const given = await this.#deliver(commit, end);
      if (given !== null) return given;
      const why = leaves();
      if (why !== null) return fail(why);
      await new Promise<void>((resolve) => this.#options.world.clock.after(AGAIN_MS, resolve));
    }
  }

  /** Asked before each step that others see whether the task is still ours. Null: nobody can say, or takes it, at the moment. */
  async #deliver(commit: string | null, { held, resultWith }: Pick<Delivery, 'held' | 'resultWith'>): Promise<Result<void> | null> {
    const before = await held().holds();
    if (!before.ok) return null;
    if (!before.value) return fail(LOST);
    const work = commit === null ? ok(null) : await this.#give(commit, 'week');
    if (!work.ok && !this.#isReached()) return null;
    const after = await held().holds();
    if (after.ok && !after.value) return fail(LOST);
    const result = resultWith(work.ok ? work.value : null);
    const told = work.ok ? result : { ...result, state: 'failed' as const, error: work.error };
    const completed = after.ok ? await held().complete(told) : after;
    return completed.ok ? ok(undefined) : completed.error.kind === 'conflict' ? completed : null;
  }

  /** Its end waits for an owner that may be off for the night; of what is saved meanwhile the newest counts. */
  async #give(commit: string, keep: 'hour' | 'week', until?: AbortSignal): Promise<Result<Carried>> {
    const { world, repository, task, run } = this.#options;
    this.#count += 1;
    const blob = `work-${task.agent}-${run.fence}-${this.#count}`;
    const ref = `refs/orch/tasks/${task.agent}/${run.fence}`;
    const carrier = until === undefined ? repository.carrier : repository.carrier.until(until);
    const carry = { carrier, broker: world.broker };
    const given = await give(carry, { commit, ref, blob, known: [run.base.commit], by: 'remote', keep });
    if (given.ok) await repository.carrier.keep({ ref: givenRef(localName(task, run.fence)), commit });
    return given;
  }

  #isReached(): boolean {
    return this.#options.world.broker.condition.state === 'ready';
  }
}

const NO_FOLDER: OrchError = { kind: 'not-found', tried: 'save the work', said: 'it has no worktree', next: 'Look at the agent there' };
export const LOST: OrchError = {
  kind: 'conflict',
  tried: 'give the work back',
  said: 'another node has the task now',
  next: 'Look at what was done',
};
