// Several tries of one task side by side, and which of them is the best by what is known. Pure; the screen, the command and the host read the same rows.
import { type Agent, isOver } from '../model/agent.js';
import type { Tries, TryRow } from '../model/tries.js';
import { launchName } from './launch-name.js';
import { candidates } from './tries.js';

/** In order of creation. Of one that has not ended, what is known so far. */
export function tryRows(tries: Tries, own: readonly Agent[], now: number): readonly TryRow[] {
  return own.map((agent): TryRow => {
    const facts = tries.facts.find((one) => one.agent === agent.id);
    const judged = tries.judgement?.find((one) => one.agent === agent.id);
    return {
      agent: agent.id,
      verify: facts?.verify ?? 'none',
      commit: facts?.commit ?? null,
      name: agent.name,
      harness: launchName(agent),
      model: agent.launch.model,
      state: agent.state,
      files: agent.diff?.files ?? 0,
      additions: agent.diff?.additions ?? 0,
      deletions: agent.diff?.deletions ?? 0,
      seconds: secondsOf(agent, now),
      costUsd: agent.usage?.costUsd ?? null,
      score: judged?.score ?? null,
      reason: judged?.reason ?? null,
      isPicked: tries.picked === agent.id,
    };
  });
}

/** Who passed its check comes first, then the better judged, then the smaller change, then the faster. Null where none can be taken. */
export function bestTry(tries: Tries, agents: readonly Agent[], now: number): string | null {
  const able = new Set(candidates(tries).map(({ agent }) => agent));
  const rows = tryRows(
    tries,
    agents.filter(({ id }) => able.has(id)),
    now,
  );
  return [...rows].sort(byWorth)[0]?.agent ?? null;
}

const VERIFY_ORDER = { passed: 0, none: 1, failed: 2 } as const;

function byWorth(one: TryRow, other: TryRow): number {
  return (
    VERIFY_ORDER[one.verify] - VERIFY_ORDER[other.verify] ||
    (other.score ?? 0) - (one.score ?? 0) ||
    sizeOf(one) - sizeOf(other) ||
    one.seconds - other.seconds
  );
}

function sizeOf({ additions, deletions }: TryRow): number {
  return additions + deletions;
}

function secondsOf(agent: Agent, now: number): number {
  const from = agent.startedAt ?? null;
  if (from === null) return 0;
  const to = isOver(agent.state) ? Date.parse(agent.since) : now;
  return Math.max(0, Math.round((to - Date.parse(from)) / 1000));
}
