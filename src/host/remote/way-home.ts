// The work of a run that has ended elsewhere, on its way here: tried again while that may help, then owed until a person asks for it. Never given up.
import type { Agent } from '../../core/model/agent.js';
import type { Carried } from '../../core/model/carried.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import type { RemoteOrder, RemoteResult } from '../../core/model/remote.js';
import type { Clock } from '../../core/ports.js';
import { GO_ON } from '../../core/state/agent-limit.js';
import { bringHome } from './bring-home.js';
import { isWithin } from './remote-calls.js';
import { exitOf, onItsWay, type RemoteExit } from './remote-state.js';
import type { RemoteWorld, RunOrder } from './remote-world.js';

/** So long whoever brings the end is told to come again, which it does ever more slowly. */
const AGAIN_MS = 300_000;
const FINISH_MS = 120_000;

export class WayHome {
  #since: number | null = null;
  #waits: { readonly by: string; readonly result: RemoteResult; readonly work: Carried } | null = null;

  /** What the run ends with, its work being here or owed. An error: its end is to come again. */
  async end(
    world: RemoteWorld,
    agent: Agent,
    { by, result, signal }: { readonly by: string; readonly result: RemoteResult; readonly signal: AbortSignal },
  ): Promise<Result<RemoteExit>> {
    this.#waits = result.work === null ? null : { by, result, work: result.work };
    const home = result.work === null ? ok(undefined) : await bringHome(world, agent, { work: result.work, signal });
    if (home.ok || result.work === null) {
      this.#waits = null;
      return ok(exitOf(result, ok(undefined), by));
    }
    // Whoever has ended it sees to what is owed.
    if (signal.aborted) return home;
    if (this.#mayComeYet(world, agent, { by, error: home.error })) return home;
    const work = (await this.leave(world, agent.id)) ?? result.work;
    const error = owedError(home.error, { node: by, work });
    if (result.state === 'stopped') world.say(`${agent.name}: ${error.said}. ${error.next}`);
    return ok(exitOf(result, fail(error), by));
  }

  /** It is fetched, or waits for being fetched again. */
  get isUnderWay(): boolean {
    return this.#waits !== null;
  }

  /** Nobody waits for it any more: what there is of it is owed. */
  async leave(world: RemoteWorld, agent: string): Promise<Carried | null> {
    if (this.#waits === null) return null;
    const { by, result } = this.#waits;
    const work = await keptWork(world, agent, this.#waits.work);
    world.dispatch({ type: 'agent.workOwed', agent, owed: { node: by, work, isDone: result.state === 'done' } });
    return work;
  }

  #mayComeYet(world: RemoteWorld, { id, name }: Agent, { by, error }: { readonly by: string; readonly error: OrchError }): boolean {
    const { clock, broker, say, dispatch } = world;
    if (broker()?.condition.state !== 'ready') return true;
    if (error.kind === 'not-found' || error.kind === 'conflict') return false;
    if (this.#since === null) {
      say(`${by} is done with ${name}, and its work can not be fetched yet: ${error.said}. It is tried again for a while`);
      dispatch(onItsWay(id, { node: by, said: error.said }, clock.now()));
    }
    this.#since ??= clock.now();
    return clock.now() - this.#since < AGAIN_MS;
  }
}

/** What is still elsewhere of a run before comes first. `whole`: nothing else is to be done. */
export async function fetchOwed(
  world: RemoteWorld,
  agent: Agent,
  { mode, text, signal }: RunOrder & { readonly signal: AbortSignal },
): Promise<Result<'whole' | 'goes on'>> {
  const owed = agent.offer?.owed;
  // Begun anew it needs nothing of what was.
  if (owed === undefined || mode === 'fresh') return ok('goes on');
  const home = await bringHome(world, agent, { work: owed.work, signal });
  if (!home.ok) return fail(owedError(home.error, owed));
  const isTold = text !== null && text !== GO_ON;
  return ok(owed.isDone && !isTold ? 'whole' : 'goes on');
}

/** With its task the broker forgets what belongs to that: a bundle has to stand under a name of its own. */
async function keptWork({ broker }: RemoteWorld, agent: string, work: Carried): Promise<Carried> {
  const there = broker();
  const data = work.blob === null ? null : await there?.getBlob(work.blob);
  if (there == null || data?.ok !== true || data.value === null) return { ...work, blob: null };
  const blob = `owed-${agent.replaceAll('-', '')}-${work.commit.slice(0, 12)}`;
  const put = await there.putBlob(blob, data.value, 'week');
  return put.ok ? { ...work, blob } : work;
}

function owedError({ kind, said, next }: OrchError, { node, work }: { readonly node: string; readonly work: Carried }): OrchError {
  const also = work.blob !== null ? ', and for a week as a bundle in Redis' : work.ref !== null ? `, and at the remote as ${work.ref}` : '';
  return {
    kind,
    tried: 'bring its work here',
    said: `its work could not be brought here: ${said.replace(/\.$/u, '')}. It is on ${node}${also}`,
    next: `${next.replace(/(?:, then try again)?\.?$/u, '')}, then press r to fetch it`,
  };
}

interface FinishedRun {
  readonly node: string | null;
  readonly over: Promise<void>;
  ask(order: RemoteOrder): Promise<Result<string>>;
}

/** Its work comes here, and its run ends. */
export async function finishThere(run: FinishedRun, clock: Clock): Promise<Result<void>> {
  const asked = await run.ask({ what: 'finish' });
  if (!asked.ok) return asked;
  return (await isWithin(clock, FINISH_MS, run.over)) ? ok(undefined) : fail(notCome(run.node));
}

function notCome(node: string | null): OrchError {
  const said = `its work did not come from ${node ?? 'its node'}`;
  return { kind: 'broker', tried: 'bring its work here', said, next: 'Try again when that node is back' };
}
