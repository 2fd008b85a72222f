// Requests about several tries of one task: side by side, and one of them picked.
import { combineText, type OtherTry } from '../../core/effects/combine-text.js';
import { litterOf } from '../../core/harness/registry.js';
import type { Agent } from '../../core/model/agent.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import type { EventBody } from '../../core/model/event.js';
import type { Requests } from '../../core/model/requests.js';
import type { AppState } from '../../core/model/state.js';
import { mayStop } from '../../core/state/agent-orders.js';
import { compared } from '../../core/state/compare.js';
import { findAgent } from '../../core/state/find.js';
import { pickRefusal, stillTrying } from '../../core/state/may-pick.js';
import { hasTryEnded, isTried, type TriedGoal } from '../../core/state/tries.js';
import type { Answers, AnswerWorld } from './answer-world.js';

/** Of one of the others, when what is best of all is brought together. */
const PATCH_BYTES = 24_000;

export function triesAnswers(world: AnswerWorld): Pick<Answers, 'compare' | 'pick'> {
  return {
    compare: async ({ goal }) => compared(world.store.state, goal, world.now()),
    pick: (params) => pick(world, params),
  };
}

/** One of several is finished by being picked. */
export function refusedAsTry({ name, finish, state }: Agent, as: string | null): OrchError | null {
  if (finish.competes !== true || (as === null && !hasTryEnded({ state }))) return null;
  const said = 'it is one of several tries of its task: the one that is picked is finished as it was ordered';
  return {
    kind: 'usage',
    tried: `finish ${name}`,
    said,
    next: `Look at them with \`orch-tui compare ${name}\`, then \`orch-tui pick ${name}\``,
  };
}

async function pick(
  world: AnswerWorld,
  { agent: typed, combine }: Requests['pick']['params'],
): Promise<Result<Requests['pick']['result']>> {
  const { store } = world;
  const found = pickable(store.state, typed, combine);
  if (!found.ok) return found;
  const { agent, goal } = found.value;
  const event: EventBody = combine
    ? { type: 'tries.combined', goal: goal.id, agent: agent.id, text: await textOf(found.value, world) }
    : { type: 'try.picked', goal: goal.id, agent: agent.id, by: 'person' };
  // The others' work was looked at in between.
  const still = pickable(store.state, agent.id, combine);
  if (!still.ok) return still;
  const notes: string[] = [];
  const forget = store.listen((told) => {
    if (told.type === 'finish.done' && told.agent === agent.id) notes.push(...told.notes);
    const other = told.type === 'agent.removeFailed' ? store.state.agents[told.agent] : undefined;
    if (told.type === 'agent.removeFailed' && other?.goal === goal.id) notes.push(`${other.name} stays: ${told.error.said}`);
  });
  store.dispatch(event);
  for (const other of stillTrying(agent, ownOf(store.state, goal)))
    if (mayStop(other)) store.dispatch({ type: 'agent.stopRequested', agent: other.id });
  await world.until(() => isAnswered(store.state, goal.id, agent.id));
  forget();
  const after = store.state.agents[agent.id];
  if (after?.error != null) return fail(after.error);
  if (after !== undefined && after.state !== 'done') return fail(notFinished(after));
  return ok({ agent: agent.name, kept: store.state.goals[goal.id]?.tries?.kept ?? [], notes });
}

interface Found {
  readonly agent: Agent;
  readonly goal: TriedGoal;
  readonly own: readonly Agent[];
}

function pickable(state: AppState, typed: string, combine: boolean): Result<Found> {
  const found = findAgent(state, typed);
  if (!found.ok) return found;
  const agent = found.value;
  const goal = state.goals[agent.goal];
  if (!isTried(goal)) {
    const next = `Finish it: \`orch-tui finish ${agent.name}\``;
    return fail({ kind: 'usage', tried: `pick ${agent.name}`, said: 'nobody else works on its task', next });
  }
  const own = ownOf(state, goal);
  const refused = pickRefusal(goal, { agent, own, how: combine ? 'combined' : 'alone' });
  return refused === null ? ok({ agent, goal, own }) : fail(refused);
}

function ownOf({ agents }: AppState, { id }: TriedGoal): readonly Agent[] {
  return Object.values(agents).filter(({ goal }) => goal === id);
}

/** It is finished and the others are gone, or it does not get further by itself. */
function isAnswered(state: AppState, goal: string, id: string): boolean {
  const agent = state.agents[id];
  if (agent === undefined || state.goals[goal]?.tries?.picked !== id) return true;
  if (agent.state === 'done')
    return Object.values(state.agents).every((other) => other.goal !== goal || other.id === id || other.pending?.order !== 'remove');
  const isStuck = agent.state === 'waiting' && agent.why.source === 'host';
  return hasTryEnded(agent) || agent.state === 'interrupted' || isStuck;
}

function notFinished({ name, state }: Agent): OrchError {
  return {
    kind: 'interrupted',
    tried: `pick ${name}`,
    said: `it is ${state}, and not finished`,
    next: 'Nothing was removed: pick it again, or another one',
  };
}

async function textOf({ agent, goal, own }: Found, { repository }: AnswerWorld): Promise<string> {
  const reasonOf = (id: string) => goal.tries.judgement?.find((one) => one.agent === id)?.reason ?? null;
  const others: OtherTry[] = [];
  for (const other of own) {
    const { worktree, baseCommit } = other;
    if (other.id === agent.id || worktree === null || baseCommit === null) continue;
    const place = { worktree, baseCommit };
    const stat = await repository.look({ ...place, what: 'diff' });
    const diff = await repository.diff({ ...place, maxBytes: PATCH_BYTES, litter: litterOf(other.launch) });
    // What git can not tell is left out: the branch is named.
    others.push({ agent: other, reason: reasonOf(other.id), stat: stat.ok ? stat.value : '', patch: diff.ok ? diff.value.diff : '' });
  }
  return combineText({ reason: reasonOf(agent.id) }, others);
}
