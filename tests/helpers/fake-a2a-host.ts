// A host as the A2A door sees one: goals and agents that a test sets, orders written down, files in memory.
import type { Agent } from '../../src/core/model/agent.js';
import { fail, type OrchError, ok, type Result } from '../../src/core/model/error.js';
import type { Goal } from '../../src/core/model/goal.js';
import type { Method, Requests } from '../../src/core/model/requests.js';
import { emptyState } from '../../src/core/model/state.js';
import type { Status } from '../../src/core/model/status.js';
import { statusOf } from '../../src/core/state/status.js';
import type { A2aHost } from '../../src/servers/a2a/a2a-host.js';
import { NOW } from './view-fixtures.js';

type Answers = { readonly [M in Method]?: (params: Requests[M]['params']) => Requests[M]['result'] | OrchError };

export class FakeA2aHost implements A2aHost {
  /** Orders as they came, looks at the state left out. */
  readonly orders: { readonly method: Method; readonly params: unknown }[] = [];
  readonly kept = new Map<string, string>();
  /** Files that tasks ended in, by path. */
  readonly results = new Map<string, string>();
  readonly files: A2aHost['files'] = {
    readEnd: async (path) => ok(this.kept.get(path) ?? null),
    write: async (path, text) => {
      this.kept.set(path, text);
      return ok(undefined);
    },
  };
  readonly artifacts: A2aHost['artifacts'] = {
    read: async (path) => {
      const text = this.results.get(path);
      return text === undefined ? fail({ kind: 'not-found', tried: `read ${path}`, said: 'it is missing', next: 'Wait' }) : ok(text);
    },
  };
  /** Lines on calls that went wrong. */
  readonly logged: string[] = [];
  nowMs = NOW;
  answers: Answers = {};
  #status: Status = statusOf(emptyState(8), null);
  #seq = 0;
  #waiting: (() => void)[] = [];
  #ids = 0;
  #goals = 0;
  #killedAfter: Method | null = null;
  #whenKilled: () => void = () => undefined;
  #killed = Promise.resolve();

  readonly log = (line: string) => void this.logged.push(line);
  readonly now = () => this.nowMs;
  readonly createId = () => `id-${++this.#ids}`;
  readonly createGoalId = () => `g${++this.#goals}`;

  async facts() {
    return { repository: 'widget', roles: [{ name: 'coder', purpose: 'Changes the code.' }], harnesses: ['claude'] };
  }

  /** What holds from here on; whoever waits for a change hears of it. */
  is(state: { readonly goals?: readonly Goal[]; readonly agents?: readonly Agent[] }): void {
    const goals = Object.fromEntries((state.goals ?? []).map((goal) => [goal.id, goal]));
    const agents = Object.fromEntries((state.agents ?? []).map((agent) => [agent.id, agent]));
    this.#status = statusOf({ ...emptyState(8), goals, agents }, null);
    this.#seq += 1;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Resolves once somebody waits for a change: what it was told until now, it has read. */
  async isWatched(): Promise<void> {
    while (this.#waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
  }

  /** As by `kill -9`: it carries out the next order of this kind, and nobody hears of that. */
  killedAfter(method: Method): void {
    this.#killedAfter = method;
    this.#killed = new Promise((resolve) => {
      this.#whenKilled = resolve;
    });
  }

  isKilled(): Promise<void> {
    return this.#killed;
  }

  /** Another one with the same state. */
  lives(): void {
    this.#killedAfter = null;
  }

  get watchers(): number {
    return this.#waiting.length;
  }

  async request<M extends Method>(method: M, params: Requests[M]['params']): Promise<Result<Requests[M]['result']>> {
    if (method === 'status') return ok(this.#status) as Result<Requests[M]['result']>;
    if (method === 'statusAfter') {
      const { seq } = params as Requests['statusAfter']['params'];
      if (this.#seq <= seq) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      return ok({ seq: this.#seq, status: this.#status }) as Result<Requests[M]['result']>;
    }
    this.orders.push({ method, params });
    const given = this.answers[method]?.(params);
    if (method === this.#killedAfter) {
      this.#whenKilled();
      await new Promise(() => undefined);
    }
    if (given === undefined) return fail({ kind: 'protocol', tried: method, said: 'the test gives no answer', next: 'Give one' });
    return isError(given) ? fail(given) : ok(given);
  }
}

function isError(value: unknown): value is OrchError {
  return typeof value === 'object' && value !== null && 'kind' in value && 'tried' in value;
}
