// Writes the documents of each goal's workspace as the work goes on, together after half a second, at once at the end. Never fails the work.
import type { Agent } from '../model/agent.js';
import { errorLine, type Result } from '../model/error.js';
import type { OrchEvent } from '../model/event.js';
import type { Goal } from '../model/goal.js';
import type { AppState } from '../model/state.js';
import { timeOfDay, WORKSPACE_FILES, type WorkflowState } from '../model/workspace.js';
import type { Clock, TextFiles, Timer } from '../ports.js';
import { agentOf, goalOf, hasGoalEnded, historyEntry, seqOfEntry, workflowState, workspaceInfo } from '../state/workspace-documents.js';
import { contextText, summaryText } from '../state/workspace-texts.js';

/** Long enough to take a burst of events as one write of each document. */
const DELAY_MS = 500;
const HISTORY_BYTES = 10 * 1024 * 1024;
const STATE_BYTES = 32 * 1024 * 1024;
/** Of the history, for its last entry. */
const END_BYTES = 64 * 1024;

export interface WorkspaceWriterOptions {
  readonly clock: Clock;
  readonly files: TextFiles;
  readonly state: () => AppState;
  /** The newest events, oldest first: those of a goal that an earlier host did not write are written by this one. */
  readonly recentEvents: () => readonly OrchEvent[];
  /** Common git directory. */
  readonly repository: string;
  /** The end of what an agent has printed, plain; null keeps none of it. */
  readonly readOutput: ((agent: Agent) => Promise<string>) | null;
  readonly onNotice: (text: string) => void;
}

/** What is known of one goal that has a workspace. */
interface Watched {
  readonly folder: string;
  /** As it was told last; null until the first write. */
  told: WorkflowState | null;
  readonly events: OrchEvent[];
  readonly ended: Agent[];
  /** Last text of each document: one that is the same is not written again. */
  readonly written: Map<string, string>;
  readonly outputs: Set<string>;
  isBegun: boolean;
}

export class WorkspaceWriter {
  readonly #options: WorkspaceWriterOptions;
  readonly #goals = new Map<string, Watched>();
  readonly #dirty = new Set<string>();
  #timer: Timer | null = null;
  #writing: Promise<void> = Promise.resolve();
  #isFailing = false;

  constructor(options: WorkspaceWriterOptions) {
    this.#options = options;
  }

  /** To be called after every event. */
  update(event: OrchEvent): void {
    const state = this.#options.state();
    const touched = event.type === 'host.started' ? Object.keys(state.goals) : [this.#goalOf(state, event)];
    for (const id of touched) if (id !== null) this.#touch(id, event);
  }

  /** Writes what is not written yet; resolves when it is. */
  async flush(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = null;
    const due = [...this.#dirty];
    this.#dirty.clear();
    if (due.length > 0) this.#writing = this.#writing.then(() => this.#writeAll(due));
    await this.#writing;
  }

  #goalOf(state: AppState, event: OrchEvent): string | null {
    if (IGNORED.has(event.type)) return null;
    const named = goalOf(event);
    const agent = agentOf(event);
    if (named !== null || agent === null) return named;
    const now = Object.hasOwn(state.agents, agent) ? state.agents[agent]?.goal : undefined;
    return now ?? [...this.#goals].find(([, { told }]) => told?.agents.some(({ id }) => id === agent))?.[0] ?? null;
  }

  #touch(id: string, event: OrchEvent): void {
    const state = this.#options.state();
    const goal = Object.hasOwn(state.goals, id) ? state.goals[id] : undefined;
    const watched = this.#goals.get(id) ?? this.#watch(goal);
    if (watched === null) return;
    watched.events.push(event);
    if (event.type === 'agent.exited') {
      const agent = Object.hasOwn(state.agents, event.agent) ? state.agents[event.agent] : undefined;
      if (agent !== undefined) watched.ended.push(agent);
    }
    this.#dirty.add(id);
    if (goal === undefined || hasGoalEnded(goal)) void this.flush();
    else this.#timer ??= this.#options.clock.after(DELAY_MS, () => void this.flush());
  }

  #watch(goal: Goal | undefined): Watched | null {
    if (goal === undefined || goal.workspace === null) return null;
    const watched: Watched = {
      folder: goal.workspace,
      told: null,
      events: [],
      ended: [],
      written: new Map(),
      outputs: new Set(),
      isBegun: false,
    };
    this.#goals.set(goal.id, watched);
    return watched;
  }

  async #writeAll(due: readonly string[]): Promise<void> {
    for (const id of due) {
      const watched = this.#goals.get(id);
      if (watched === undefined) continue;
      const written = await this.#write(id, watched);
      if (!written.ok && !this.#isFailing) this.#options.onNotice(errorLine(written.error));
      this.#isFailing = !written.ok;
    }
    // A goal that is gone is never heard of again.
    for (const id of this.#goals.keys())
      if (!Object.hasOwn(this.#options.state().goals, id) && !this.#dirty.has(id)) this.#goals.delete(id);
  }

  /** The first failure; what was not written is tried again with the next change. */
  async #write(id: string, watched: Watched): Promise<Result<void>> {
    const { repository } = this.#options;
    if (!watched.isBegun) await this.#begin(id, watched);
    const workflow = workflowState(this.#options.state(), id, watched.told);
    if (workflow === null) return { ok: true, value: undefined };
    watched.told = workflow;
    const results = [
      await this.#document(watched, WORKSPACE_FILES.info, json(workspaceInfo(workflow, repository))),
      await this.#document(watched, WORKSPACE_FILES.state, json(workflow)),
      await this.#document(watched, WORKSPACE_FILES.context, contextText(workflow)),
      ...(hasGoalEnded(workflow.goal) ? [await this.#document(watched, WORKSPACE_FILES.summary, summaryText(workflow))] : []),
      await this.#history(watched, workflow),
      ...(await this.#links(watched, workflow)),
      ...(await this.#outputs(watched)),
    ];
    return results.find((result) => !result.ok) ?? { ok: true, value: undefined };
  }

  /** What an earlier host has written is gone on with: agents that were removed, the place in the history. */
  async #begin(id: string, watched: Watched): Promise<void> {
    const { files } = this.#options;
    const [state, history] = await Promise.all([
      files.readEnd(`${watched.folder}/${WORKSPACE_FILES.state}`, STATE_BYTES),
      files.readEnd(`${watched.folder}/${WORKSPACE_FILES.history}`, END_BYTES),
    ]);
    watched.isBegun = true;
    watched.told ??= state.ok && state.value !== null ? parsed(state.value, id) : null;
    const lines = history.ok && history.value !== null ? history.value.split('\n') : [];
    const last = lines.map(seqOfEntry).findLast((seq) => seq !== null) ?? 0;
    const first = watched.events[0]?.seq ?? 0;
    const missed = this.#options.recentEvents().filter((event) => event.seq > last && event.seq < first && this.#isAbout(event, id));
    watched.events.unshift(...missed);
  }

  #isAbout(event: OrchEvent, id: string): boolean {
    return this.#goalOf(this.#options.state(), event) === id;
  }

  async #document(watched: Watched, name: string, text: string): Promise<Result<void>> {
    if (watched.written.get(name) === text) return { ok: true, value: undefined };
    const written = await this.#options.files.write(`${watched.folder}/${name}`, text);
    if (written.ok) watched.written.set(name, text);
    return written;
  }

  async #history(watched: Watched, { agents }: WorkflowState): Promise<Result<void>> {
    const names = new Map(agents.map(({ id, name }) => [id, name]));
    const events = watched.events.splice(0);
    const entries = events.flatMap((event) => historyEntry(event, names.get(agentOf(event) ?? '') ?? null) ?? []);
    if (entries.length === 0) return { ok: true, value: undefined };
    const added = await this.#options.files.appendEntries(`${watched.folder}/${WORKSPACE_FILES.history}`, entries, HISTORY_BYTES);
    // Bounded: a disk that stays full is told of once, and must not fill the memory.
    if (!added.ok) watched.events.unshift(...events.slice(-MOST_KEPT));
    return added;
  }

  async #links(watched: Watched, { agents }: WorkflowState): Promise<readonly Result<void>[]> {
    const results: Result<void>[] = [];
    for (const { name, worktree, baseCommit } of agents) {
      const path = `${WORKSPACE_FILES.worktrees}/${name}`;
      const target = baseCommit === null ? null : worktree;
      if ((watched.written.get(path) ?? '') === (target ?? '')) continue;
      const linked = await this.#options.files.link(`${watched.folder}/${path}`, target);
      if (linked.ok) watched.written.set(path, target ?? '');
      results.push(linked);
    }
    return results;
  }

  async #outputs(watched: Watched): Promise<readonly Result<void>[]> {
    const { files, readOutput, clock } = this.#options;
    const results: Result<void>[] = [];
    for (const agent of watched.ended.splice(0)) {
      const text = readOutput === null ? '' : await readOutput(agent);
      if (text === '') continue;
      const startedAt = agent.run.startedAt === null ? clock.now() : Date.parse(agent.run.startedAt);
      const name = `${agent.role?.replace(/[^a-z0-9-]/gu, '-').slice(0, 40) ?? 'agent'}_${timeOfDay(startedAt)}`;
      const path = await this.#freePath(watched, `${watched.folder}/${WORKSPACE_FILES.outputs}/${name}`);
      watched.outputs.add(path);
      results.push(await files.write(path, text));
    }
    return results;
  }

  /** Several agents of one role may begin in the same second. */
  async #freePath(watched: Watched, stem: string): Promise<string> {
    for (let number = 1; ; number += 1) {
      const path = number === 1 ? `${stem}.log` : `${stem}-${number}.log`;
      if (!watched.outputs.has(path) && !(await this.#options.files.exists(path))) return path;
    }
  }
}

const MOST_KEPT = 2000;

/** They change nothing that a document tells. */
const IGNORED: ReadonlySet<OrchEvent['type']> = new Set(['agent.titleChanged', 'agent.diffChanged', 'agent.seen']);

/** What another program, or a torn disk, left there is not gone on with. */
function parsed(text: string, id: string): WorkflowState | null {
  try {
    const value = JSON.parse(text) as Partial<WorkflowState> | null;
    return value?.goal?.id === id && Array.isArray(value.agents) ? (value as WorkflowState) : null;
  } catch {
    return null;
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
