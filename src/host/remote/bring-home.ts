// Work of another node comes here: saved as it goes on, and at its end on the agent's own branch and in its worktree.
import { take } from '../../core/messaging/carry.js';
import type { Agent } from '../../core/model/agent.js';
import type { Carried } from '../../core/model/carried.js';
import { fail, ok, type Result } from '../../core/model/error.js';
import { clearRemote } from './left-there.js';
import type { RemoteWorld } from './remote-world.js';
import { savedRef } from './saved-ref.js';

/** What has come, and what ends its fetch. */
export interface Coming {
  readonly work: Carried;
  readonly signal: AbortSignal;
}

/** So far: where another node goes on if this one is lost. One that does not come costs nothing but that. */
export async function saveHere(world: RemoteWorld, agent: Agent, { work, signal }: Coming): Promise<void> {
  if (agent.offer?.checkpoint === work.commit) return;
  const taken = await takeWork(world, agent, { work, signal });
  if (taken.ok) world.dispatch({ type: 'agent.checkpointed', agent: agent.id, commit: work.commit });
}

/** The end: nobody else works on that branch. */
export async function bringHome(world: RemoteWorld, agent: Agent, { work, signal }: Coming): Promise<Result<void>> {
  const { worktree, branch, baseCommit } = agent;
  const tried = `bring the work of ${agent.name} here`;
  if (worktree === null || branch === null) {
    return fail({ kind: 'not-found', tried, said: 'its worktree was removed', next: 'Look for it with `orch-tui trash list`' });
  }
  const taken = await takeWork(world, agent, { work, signal });
  if (!taken.ok) return taken;
  world.dispatch({ type: 'agent.checkpointed', agent: agent.id, commit: work.commit });
  // Nothing was changed, or it is here already.
  const moved = work.commit === baseCommit ? ok(undefined) : await world.carrier.advance({ worktree, branch, commit: work.commit });
  if (!moved.ok) return fail({ ...moved.error, said: `${moved.error.said} (it is kept as ${savedRef(agent.id)})` });
  await world.carrier.keep({ ref: savedRef(agent.id), commit: null });
  if (agent.offer?.owed !== undefined) world.dispatch({ type: 'agent.workOwed', agent: agent.id, owed: null });
  const upTo = agent.offer?.fence ?? 0;
  // The first run that is begun has the number two: what was offered anew may have been pushed by others before.
  if (work.ref !== null || upTo > 2) void clearRemote(world, { ...agent, upTo });
  return ok(undefined);
}

async function takeWork({ carrier, broker }: RemoteWorld, agent: Agent, { work, signal }: Coming): Promise<Result<void>> {
  const there = broker();
  const tried = `fetch the work of ${agent.name}`;
  if (there === null)
    return fail({
      kind: 'broker',
      tried,
      said: 'there is no Redis',
      next: 'Name it with --redis URL, or once with `orch-tui config set redis.url URL`',
    });
  return take({ carrier: carrier.until(signal), broker: there }, work, savedRef(agent.id));
}
