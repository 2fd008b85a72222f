// What a host finds that starts after another was killed: processes that outlived it, and folders nobody knows. Runs before any event.
import { basename } from 'node:path';
import type { AgentProcess } from '../model/agent.js';
import type { EventBody } from '../model/event.js';
import { runsElsewhere } from '../model/remote.js';
import type { AppState } from '../model/state.js';
import type { Processes, TextFiles } from '../ports.js';

/** Time between TERM and KILL for what is left of an old host's agents. */
const GRACE_MS = 3000;

export interface RecoveryOptions {
  /** As loaded, before `host.started`: it still has the processes of the old host. */
  readonly state: AppState;
  readonly processes: Processes;
  readonly files: TextFiles;
  /** `<state>/wt` */
  readonly worktrees: string;
}

interface Found {
  readonly agent: string;
  readonly process: AgentProcess;
}

/** Ends survivors; resolves when nothing of them is left. The events tell of them: dispatch them right after `host.started`. */
export async function recover({ state, processes, files, worktrees }: RecoveryOptions): Promise<readonly EventBody[]> {
  const { survivors, doubtful } = findSurvivors(state, processes);
  await Promise.all(survivors.map((found) => processes.end(found, GRACE_MS)));
  const ended = survivors.map((found): EventBody => {
    const evidence = `process ${found.process.pid} of the old host still ran and was ended`;
    return { type: 'agent.interrupted', agent: found.agent, evidence };
  });
  const doubts = doubtful.map(({ agent, process }): EventBody => {
    const name = state.agents[agent]?.name ?? agent;
    return {
      type: 'notice.raised',
      text: `process ${process.pid} may be left of ${name}: look at it, and end it before you resume ${name}`,
    };
  });
  const strays = await strayFolders(state, files, worktrees);
  const told = strays.map((name): EventBody => {
    return { type: 'notice.raised', text: `the worktree ${name} belongs to no agent known here and was left alone: ${worktrees}/${name}` };
  });
  return [...ended, ...doubts, ...told];
}

interface Finds {
  /** One per agent: ending it ends all of its group and mark. */
  readonly survivors: readonly Found[];
  readonly doubtful: readonly Found[];
}

function findSurvivors(state: AppState, processes: Processes): Finds {
  const agents = Object.values(state.agents);
  // Pids of another boot mean nothing.
  const isSameBoot = state.host.bootId === processes.bootId();
  const recorded = agents.flatMap((agent): readonly Found[] => {
    const process = isSameBoot && !runsElsewhere(agent) ? agent.process : null;
    return process !== null && processes.isAlive(process) ? [{ agent: agent.id, process }] : [];
  });
  // Without its start time a pid may be anybody's by now: told, never killed.
  const sure = recorded.filter((found) => found.process.startTicks !== null);
  const byMark = processes.survivors(agents.map((agent) => agent.id));
  const byAgent = new Map([...byMark, ...sure].map((found) => [found.agent, found]));
  const survivors = [...byAgent.values()];
  return { survivors, doubtful: recorded.filter((found) => found.process.startTicks === null && !byAgent.has(found.agent)) };
}

async function strayFolders(state: AppState, files: TextFiles, worktrees: string): Promise<readonly string[]> {
  const known = new Set(Object.values(state.agents).flatMap(({ name, worktree }) => (worktree === null ? [] : [name, basename(worktree)])));
  const names = await files.list(worktrees);
  return names.filter((name) => !name.startsWith('.') && !known.has(name));
}
