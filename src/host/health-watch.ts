// Signs of life of agents at work: what they print, what they call, every change of their state. Nobody is asked and no token is spent;
// one timer per agent at work, set to the moment at which its silence is too long. Then its process is looked at, once.
import { afterStale, givesSigns, hasGoneOn, MOST_RESTARTS } from '../core/messaging/registry.js';
import type { Agent, AgentProcess } from '../core/model/agent.js';
import type { Config } from '../core/model/config.js';
import type { EventBody, EventType, OrchEvent } from '../core/model/event.js';
import type { AgentRuntime, Clock, Timer } from '../core/ports.js';
import { GO_ON } from '../core/state/agent-limit.js';

export interface HealthOptions {
  readonly clock: Clock;
  readonly config: Config['registry'];
  readonly agents: () => Readonly<Record<string, Agent>>;
  readonly isAlive: (process: AgentProcess) => boolean;
  readonly runtime: Pick<AgentRuntime, 'stop'>;
  readonly dispatch: (event: EventBody) => void;
}

/** What is found out or asked of an agent is no sign of its life. */
const OF_OURS: ReadonlySet<EventType> = new Set<EventType>([
  'agent.staleFound',
  'agent.seenAgain',
  'agent.stopRequested',
  'agent.interrupted',
  'agent.resumeRequested',
  'agent.interruptSent',
]);

export class HealthWatch {
  readonly #options: HealthOptions;
  readonly #seen = new Map<string, number>();
  readonly #timers = new Map<string, Timer>();
  readonly #restarts = new Map<string, number>();

  constructor(options: HealthOptions) {
    this.#options = options;
  }

  /** Called often: with each output. */
  seen(id: string): void {
    this.#seen.set(id, this.#options.clock.now());
    if (this.#options.agents()[id]?.staleSince !== undefined) this.#options.dispatch({ type: 'agent.seenAgain', agent: id });
  }

  /** ISO 8601. */
  seenAt(id: string): string {
    return new Date(this.#seen.get(id) ?? this.#options.clock.now()).toISOString();
  }

  /** After each event. */
  check(event: OrchEvent): void {
    if (event.type === 'host.stopping') this.dispose();
    if (!('agent' in event) || typeof event.agent !== 'string') return;
    const { agent: id } = event;
    if (event.type === 'agent.removed') {
      this.#seen.delete(id);
      this.#restarts.delete(id);
      this.#cancel(id);
      return;
    }
    if (!OF_OURS.has(event.type)) this.seen(id);
    const agent = this.#options.agents()[id];
    if (agent !== undefined && hasGoneOn(agent)) this.#restarts.delete(id);
    if (agent === undefined || !givesSigns(agent)) this.#cancel(id);
    else if (agent.staleSince === undefined && !this.#timers.has(id)) this.#await(id);
  }

  dispose(): void {
    for (const id of [...this.#timers.keys()]) this.#cancel(id);
  }

  #await(id: string): void {
    const { clock, config } = this.#options;
    // From the first time it was heard of, where it gave no sign yet.
    const seen = this.#seen.get(id) ?? clock.now();
    this.#seen.set(id, seen);
    const due = seen + config.staleSeconds * 1000;
    const timer = clock.after(Math.max(0, due - clock.now()), () => {
      this.#timers.delete(id);
      this.#look(id);
    });
    this.#timers.set(id, timer);
  }

  #look(id: string): void {
    const { clock, config, agents, isAlive, dispatch } = this.#options;
    const agent = agents()[id];
    if (agent?.process == null || !givesSigns(agent)) return;
    if ((this.#seen.get(id) ?? 0) + config.staleSeconds * 1000 > clock.now()) {
      this.#await(id);
      return;
    }
    const found = isAlive(agent.process) ? 'alive' : 'gone';
    dispatch({ type: 'agent.staleFound', agent: id, lastSeen: this.seenAt(id), found });
    const restarts = this.#restarts.get(id) ?? 0;
    const next = afterStale({ found, onStale: config.onStale, restarts });
    if (next === 'restart') this.#restarts.set(id, restarts + 1);
    const reason = reasonOf(found, config.staleSeconds);
    const again = restarts < MOST_RESTARTS ? '' : `; it was started again ${restarts} times`;
    dispatch({ type: 'notice.raised', text: `${agent.name}: ${reason}${again}; ${NEXT[next]}` });
    if (next !== 'tell') void this.#end(agent, { next, evidence: reason });
  }

  /** A stop is told the way of every end. One that goes on with its conversation is only interrupted: to its parent that is no end. */
  async #end({ id }: Agent, { next, evidence }: { readonly next: 'restart' | 'stop'; readonly evidence: string }): Promise<void> {
    const { dispatch, runtime, agents } = this.#options;
    dispatch(next === 'stop' ? { type: 'agent.stopRequested', agent: id } : { type: 'agent.interrupted', agent: id, evidence });
    await runtime.stop(id);
    // Its end was never heard of here.
    if (agents()[id]?.process != null)
      dispatch({ type: 'agent.exited', agent: id, exitCode: null, signal: null, tail: '', attended: false });
    if (next === 'restart') dispatch({ type: 'agent.resumeRequested', agent: id, fresh: false, by: 'host', text: GO_ON });
  }

  #cancel(id: string): void {
    this.#timers.get(id)?.cancel();
    this.#timers.delete(id);
  }
}

const NEXT = { tell: 'look at its screen', restart: 'it is started again', stop: 'it is stopped' } as const;

function reasonOf(found: 'alive' | 'gone', seconds: number): string {
  return found === 'gone' ? 'its process is gone' : `it lives and gave no sign of life for ${seconds} seconds`;
}
