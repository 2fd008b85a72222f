// What commands tell of a repository whose host does not run: read from its state folder, never written, no lock taken.
import { join } from 'node:path';
import type { Agent } from '../../model/agent.js';
import { fail, ok, type Result } from '../../model/error.js';
import type { Litter } from '../../model/repository.js';
import type { Requests } from '../../model/requests.js';
import { type AppState, emptyState } from '../../model/state.js';
import type { Status } from '../../model/status.js';
import { compared } from '../../state/compare.js';
import { findAgent } from '../../state/find.js';
import { replay } from '../../state/reduce.js';
import { statusOf } from '../../state/status.js';
import { timelineOf } from '../../state/timeline.js';
import { withoutHost } from '../../state/without-host.js';
import { awayAt } from '../../state/work-there.js';
import { agentDiff } from '../agent-diff.js';
import { readJournal, readRecentEvents } from './journal-read.js';
import { readNewestState } from './state-file.js';

/** History shown with `why`. */
const HISTORY = 50;
const RECENT_EVENTS = 2000;
/** More than anybody reads, and half of the largest frame of the socket that carries the host's own answer. */
const DIFF_BYTES = 2 * 1024 * 1024;

export interface StoredStatus {
  /** `limitUsd`: what may be spent on a day; null, or left out, where that is not known or has no limit. */
  status(limitUsd?: number | null): Promise<Result<Status>>;
  agent(typed: string): Promise<Result<Agent>>;
  why(typed: string): Promise<Result<Requests['why']['result']>>;
  compare(typed: string): Promise<Result<Requests['compare']['result']>>;
  diff(typed: string, order: DiffOrder): Promise<Result<Requests['diff']['result']>>;
  timeline(order: Requests['timeline']['params']): Promise<Result<Requests['timeline']['result']>>;
}

interface DiffOrder {
  /** A folder in the repository. */
  readonly repo: string;
  /** What its CLI leaves in the worktree that is no work of its task. */
  readonly litterOf: (agent: Agent) => Litter;
}

/** A folder that does not exist is a repository without agents. */
export function openStoredStatus(folder: string): StoredStatus {
  const load = () => readStoredState(folder);
  return {
    async status(limitUsd) {
      return ok(statusOf(await load(), null, limitUsd));
    },
    async agent(typed) {
      return findAgent(await load(), typed);
    },
    async why(typed) {
      const state = await load();
      const found = findAgent(state, typed);
      if (!found.ok) return found;
      const { id, name, state: agentState, why } = found.value;
      const history = timelineOf(await readRecentEvents(folder, RECENT_EVENTS), state, { agent: id, limit: HISTORY });
      const away = awayAt(found.value);
      return ok({ agent: name, state: agentState, why, history, ...(away === null ? {} : { away }) });
    },
    async compare(typed) {
      return compared(await load(), typed, Date.now());
    },
    async diff(typed, order) {
      const found = findAgent(await load(), typed);
      return found.ok ? diffOf(found.value, folder, order) : found;
    },
    async timeline({ agent, limit }) {
      const state = await load();
      const found = agent === null ? null : findAgent(state, agent);
      if (found !== null && !found.ok) return fail(found.error);
      const events = await readRecentEvents(folder, RECENT_EVENTS);
      return ok({ entries: timelineOf(events, state, { agent: found?.value.id ?? null, limit }) });
    },
  };
}

// Git is asked as the host would ask it; its temporary index is the one thing written, and it goes again.
async function diffOf(agent: Agent, folder: string, { repo, litterOf }: DiffOrder): Promise<Result<Requests['diff']['result']>> {
  const { openRepository } = await import('../git/open-repository.js');
  const temporary = join(folder, 'tmp');
  const opened = await openRepository(repo, { environment: () => process.env, temporary, commitHooks: 'off', forgeHosts: 'github.com' });
  if (!opened.ok) return opened;
  return agentDiff(opened.value, agent, { litter: litterOf(agent), maxBytes: DIFF_BYTES });
}

/** The stored state as it is true without a host: what ran then does not run now. */
export async function readStoredState(folder: string): Promise<AppState> {
  const snapshot = await readNewestState(folder);
  const { events } = await readJournal(folder, snapshot?.seq ?? 0);
  const { state } = replay(snapshot ?? emptyState(1), events);
  const ages = Object.values(state.agents).map((agent) => agent.since);
  return withoutHost(state, events.at(-1)?.at ?? ages.sort().at(-1) ?? '');
}
