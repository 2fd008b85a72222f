// Ends one agent's processes: TERM, then KILL, until nothing of it is left. Finds and signals; must not know PTYs or states.
import type { AgentProcess } from '../model/agent.js';
import type { Clock } from '../ports.js';
import { isRunning, type ProcStat, type ProcTable } from './proc-table.js';

export interface EndingOrder {
  readonly agent: string;
  readonly process: AgentProcess;
  readonly graceMs: number;
}

export interface EndingPlace {
  readonly table: ProcTable;
  readonly clock: Clock;
  /** The state folder in ORCH_STATE: agents of other repositories may have the same id. */
  readonly stateDir: string;
}

const FIRST_LOOK_MS = 5;
const LAST_LOOK_MS = 250;
/** A process in uninterruptible sleep may outlive KILL for as long as its disk takes; then we stop waiting, not it. */
const GIVE_UP_AFTER_KILL_MS = 10_000;

/** Identity of a process that survives re-use of its number. */
type Key = `${number}@${number}`;

/** Resolves when nothing of the agent runs any more, or `GIVE_UP_AFTER_KILL_MS` after KILL. */
export async function endProcesses(place: EndingPlace, order: EndingOrder): Promise<void> {
  const { clock } = place;
  const begun = clock.now();
  const members = new Map<Key, ProcStat>();
  const signalled = new Map<Key, NodeJS.Signals>();
  let waitMs = FIRST_LOOK_MS;
  for (;;) {
    const elapsed = clock.now() - begun;
    const signal = elapsed >= order.graceMs ? 'SIGKILL' : 'SIGTERM';
    // A look at the whole table costs milliseconds: only to find new ones, when the known ones are gone or KILL is due.
    const known = [...members.values()].filter((member) => isStill(place.table, member));
    const isKillDue = signal === 'SIGKILL' && known.some((member) => signalled.get(keyOf(member)) !== 'SIGKILL');
    if (known.length === 0 || isKillDue || signal === 'SIGKILL') {
      for (const found of membersOf(place, order, known)) members.set(keyOf(found), found);
    }
    const alive = [...members.values()].filter((member) => isStill(place.table, member));
    if (alive.length === 0 || elapsed >= order.graceMs + GIVE_UP_AFTER_KILL_MS) return;
    const due = alive.filter((member) => signalled.get(keyOf(member)) !== signal);
    for (const member of due) {
      signalled.set(keyOf(member), signal);
      // Not ours to end (it changed its user): waiting for it would be for ever.
      if (!send(member, signal)) members.delete(keyOf(member));
    }
    const untilKill = signal === 'SIGTERM' ? order.graceMs - elapsed : LAST_LOOK_MS;
    await pause(clock, Math.max(1, Math.min(waitMs, untilKill)));
    waitMs = Math.min(waitMs * 2, LAST_LOOK_MS);
  }
}

/**
 * The leader if it still is the one we started, everything in its group and session, whatever carries the agent's id in its
 * environment, and the descendants of all these. With the leader gone its number may be anybody's, so that the session counts
 * only as far as members are known from an earlier look.
 */
function membersOf(place: EndingPlace, order: EndingOrder, known: readonly ProcStat[]): readonly ProcStat[] {
  const running = place.table.all().filter((stat) => isRunning(stat) && stat.pid !== process.pid);
  const { pid, startTicks } = order.process;
  const leader = place.table.stat(pid);
  const isLeaderOurs = leader !== null && startTicks !== null && leader.startTicks === startTicks;
  const sessions = new Set(isLeaderOurs ? [pid] : known.map((member) => member.session).filter((session) => session === pid));
  const isMember = (stat: ProcStat): boolean =>
    sessions.has(stat.session) || sessions.has(stat.group) || carries(place, order.agent, stat.pid);
  const found = new Map(running.filter(isMember).map((stat) => [stat.pid, stat]));
  for (let added = true; added; ) {
    added = false;
    for (const stat of running) {
      if (found.has(stat.pid) || !found.has(stat.parent)) continue;
      found.set(stat.pid, stat);
      added = true;
    }
  }
  return [...found.values()];
}

export function carries({ table, stateDir }: Pick<EndingPlace, 'table' | 'stateDir'>, agent: string, pid: number): boolean {
  const values = table.environment(pid, ['ORCH_AGENT', 'ORCH_STATE']);
  return values !== null && values[0] === agent && values[1] === stateDir;
}

function isStill(table: ProcTable, member: ProcStat): boolean {
  const now = table.stat(member.pid);
  return now !== null && now.startTicks === member.startTicks && isRunning(now);
}

/** False when it may not be signalled. One by one rather than by group: each gets TERM once, for a second one means "at once" to many. */
function send(member: ProcStat, signal: NodeJS.Signals): boolean {
  try {
    process.kill(member.pid, signal);
    // A stopped process would keep TERM waiting until somebody continues it.
    if (signal === 'SIGTERM') process.kill(member.pid, 'SIGCONT');
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EPERM';
  }
}

function keyOf(stat: ProcStat): Key {
  return `${stat.pid}@${stat.startTicks}`;
}

function pause(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => clock.after(delayMs, resolve));
}
