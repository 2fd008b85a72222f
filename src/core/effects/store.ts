// The loop of the control plane: an event is reduced, written, told, and what it decides is run. Owns the state; knows no effect by name.
import type { Command } from '../model/command.js';
import type { OrchError, Result } from '../model/error.js';
import type { EventBody, EventType, OrchEvent } from '../model/event.js';
import type { AppState } from '../model/state.js';
import type { Clock, Storage } from '../ports.js';
import { decide } from '../state/decide.js';
import { reduce } from '../state/reduce.js';
import { createEffectRunner, type Handlers } from './effect-runner.js';
import { JournalWriter } from './journal-writer.js';
import { Snapshots } from './snapshots.js';

/** Events kept in memory for the timeline. */
const RECENT = 2000;

export type StoreListener = (state: AppState, event: OrchEvent) => void;

export interface StoreOptions {
  /** Snapshot and later events already replayed. */
  readonly state: AppState;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly handlers: Handlers;
  /** Stored events of earlier hosts, oldest first, for the timeline alone. */
  readonly history?: readonly OrchEvent[];
  /** Gets one JSON document (without line break) per event, command and `app.settled`. */
  readonly trace?: (line: string) => void;
  readonly onBug?: (error: unknown) => void;
}

export interface Store {
  readonly state: AppState;
  /** The newest events, oldest first. */
  recentEvents(): readonly OrchEvent[];
  /** Queues; the queue is drained before the outermost call returns. Nothing is taken after `close`. */
  dispatch(body: EventBody): void;
  /** Called after every event. Returns the end of it. */
  subscribe(listener: StoreListener): () => void;
  /** Resolves when no event is queued and no command is under way. Timers do not count. */
  whenSettled(): Promise<void>;
  /** Saves now what is unsaved. */
  flush(): Promise<Result<void>>;
  /** Saves and lets go of the files; idempotent. */
  close(): Promise<Result<void>>;
}

export function createStore(options: StoreOptions): Store {
  const { storage, clock, trace } = options;
  const journal = new JournalWriter(storage);
  const listeners = new Set<StoreListener>();
  const queue: EventBody[] = [];
  let recent: OrchEvent[] = (options.history ?? []).slice(-RECENT);
  let state = options.state;
  let isDraining = false;
  let isClosed = false;
  let settledWaiters: (() => void)[] = [];
  const failing: { journal: OrchError | null; snapshot: OrchError | null } = { journal: null, snapshot: null };

  const runner = createEffectRunner({
    handlers: options.handlers,
    context: { state: () => state, agent: (id) => (Object.hasOwn(state.agents, id) ? state.agents[id] : undefined), dispatch },
    onIdle: tellSettled,
    onBug: options.onBug ?? (() => undefined),
  });
  const snapshots = new Snapshots({
    storage,
    clock,
    state: () => state,
    onOutcome: (outcome, seq) => {
      if (outcome.ok) journal.forget(seq);
      noteStorage('snapshot', outcome);
    },
  });

  function dispatch(body: EventBody): void {
    if (isClosed) return;
    queue.push(body);
    if (isDraining) return;
    isDraining = true;
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) take(next);
    } finally {
      isDraining = false;
    }
    if (runner.inFlight === 0) tellSettled();
  }

  function take(body: EventBody): void {
    const event: OrchEvent = { seq: state.seq + 1, at: new Date(clock.now()).toISOString(), ...body };
    state = reduce(state, event);
    const commands = decide(state, event);
    noteStorage('journal', journal.write(event, isDurable(event.type, commands)));
    snapshots.touch();
    recent.push(event);
    if (recent.length > RECENT * 2) recent = recent.slice(-RECENT);
    trace?.(JSON.stringify(event));
    for (const listener of listeners) listener(state, event);
    for (const command of commands) {
      trace?.(JSON.stringify({ type: 'command', seq: event.seq, command }));
      runner.run(command);
    }
  }

  // Told once when saving begins to fail and once when all of it works again; agents go on in between.
  function noteStorage(part: 'journal' | 'snapshot', outcome: Result<void>): void {
    const wasFailing = failing.journal !== null || failing.snapshot !== null;
    failing[part] = outcome.ok ? null : outcome.error;
    const isFailing = failing.journal !== null || failing.snapshot !== null;
    if (!wasFailing && !outcome.ok) dispatch({ type: 'storage.failed', error: outcome.error });
    if (wasFailing && !isFailing) dispatch({ type: 'storage.recovered' });
  }

  function tellSettled(): void {
    if (isDraining || runner.inFlight > 0) return;
    trace?.(JSON.stringify({ type: 'app.settled', seq: state.seq, at: new Date(clock.now()).toISOString() }));
    const waiters = settledWaiters;
    settledWaiters = [];
    for (const tell of waiters) tell();
  }

  return {
    get state() {
      return state;
    },
    recentEvents: () => recent.slice(-RECENT),
    dispatch,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    whenSettled() {
      if (!isDraining && runner.inFlight === 0) return Promise.resolve();
      return new Promise((resolve) => settledWaiters.push(resolve));
    },
    flush: () => snapshots.flush(),
    async close() {
      isClosed = true;
      const saved = await snapshots.flush();
      await storage.close();
      return saved;
    },
  };
}

/** Decision 23: on the disk before its command runs, and before anything relies on a fact that no second look could tell. */
function isDurable(type: EventType, commands: readonly Command[]): boolean {
  return DURABLE_EVENTS.has(type) || commands.some((command) => DURABLE_COMMANDS.has(command.type));
}

const DURABLE_EVENTS: ReadonlySet<EventType> = new Set<EventType>([
  'goal.submitted',
  // Whoever has delegated counts on it.
  'agent.delegated',
  'worktree.created',
  'worktree.removed',
  'agent.started',
  'agent.conversationFound',
  'agent.handedOver',
  'agent.removed',
  'finish.done',
  // Else a pull request would be looked for by its branch, and one of somebody else taken for it.
  'pull.opened',
  'pull.pushed',
  'try.ended',
  'plan.proposed',
  'plan.edited',
  'goal.finished',
  'pull.opened',
  'pull.pushed',
  'pull.returned',
  'pull.merged',
]);

const DURABLE_COMMANDS: ReadonlySet<Command['type']> = new Set<Command['type']>([
  'worktree.create',
  'agent.spawn',
  'work.finish',
  'goal.finish',
  'verify.report',
  'agent.remove',
  'pull.giveBack',
  'pull.takeIn',
  'pull.merge',
]);
