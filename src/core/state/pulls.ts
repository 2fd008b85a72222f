// The slice of pull requests: opened, seen, back at their agents, merged, closed. Pure; what is to be done about them is `pull-step.ts`.
import type { EventOf, OrchEvent } from '../model/event.js';
import type { PullEvent } from '../model/pull-event.js';
import type { PullRequest } from '../model/pull-request.js';
import type { AppState } from '../model/state.js';

type Of<Type extends PullEvent['type']> = EventOf<Type>;

/** What a forge said and was dealt with is remembered this far back. */
const MOST_HANDLED = 500;

export function reducePulls(state: AppState, event: OrchEvent): AppState {
  if (!isOfPull(event)) return state;
  if (event.type === 'pull.opened') return opened(state, event);
  const pulls = state.pulls ?? {};
  const pull = Object.hasOwn(pulls, event.pull) ? pulls[event.pull] : undefined;
  if (pull === undefined) return state;
  const next = after(pull, event);
  return next === pull ? state : { ...state, pulls: { ...pulls, [pull.id]: { ...next, sinceSeq: event.seq } } };
}

/** An ended one leaves with the last of those whose work it was. */
export function withoutEndedPulls(state: AppState): AppState {
  const all = Object.entries(state.pulls ?? {});
  const staying = all.filter(([, pull]) => isOpen(pull) || isListed(pull, state));
  return staying.length === all.length ? state : { ...state, pulls: Object.fromEntries(staying) };
}

export function isOpen({ state }: PullRequest): boolean {
  return state === 'open';
}

/** Its forge is asked about it. */
export function isFollowed(pull: PullRequest): boolean {
  return isOpen(pull) && pull.follow === 'on';
}

function isOfPull(event: OrchEvent): event is Extract<OrchEvent, PullEvent> {
  return event.type.startsWith('pull.');
}

function isListed({ agent, goal }: PullRequest, { agents, goals }: AppState): boolean {
  return Object.hasOwn(goals, goal) || (agent !== null && Object.hasOwn(agents, agent));
}

/** One that is open already under the same number is the same: what was done about it stays. */
function opened(state: AppState, { pull: id, opened: made, seq, at }: Of<'pull.opened'>): AppState {
  const { follow, ...rest } = made;
  const before = state.pulls?.[id];
  const pull: PullRequest = {
    ...rest,
    state: 'open',
    follow: follow ?? 'on',
    sight: null,
    rounds: 0,
    isBack: false,
    handled: before?.handled ?? [],
    toAnswer: before?.toAnswer ?? [],
    error: null,
    sinceSeq: seq,
    openedAt: before?.openedAt ?? at,
  };
  const agent = made.agent === null ? undefined : state.agents[made.agent];
  const goal = made.agent === null ? state.goals[made.goal] : undefined;
  return {
    ...state,
    pulls: { ...state.pulls, [id]: pull },
    ...(agent === undefined ? {} : { agents: { ...state.agents, [agent.id]: { ...agent, pull: id } } }),
    ...(goal === undefined ? {} : { goals: { ...state.goals, [goal.id]: { ...goal, pull: id } } }),
  };
}

function after(pull: PullRequest, event: Exclude<Extract<OrchEvent, PullEvent>, { readonly type: 'pull.opened' }>): PullRequest {
  switch (event.type) {
    case 'pull.pushed': {
      const { unverified: _was, ...rest } = pull;
      const written = event.written === undefined ? {} : { written: event.written };
      const unverified = event.unverified === true ? { unverified: true as const } : {};
      // Whoever finishes it again goes on with it.
      const follow = pull.follow === 'paused' ? 'on' : pull.follow;
      return { ...rest, ...written, ...unverified, state: 'open', commit: event.commit, isBack: false, error: null, follow };
    }
    case 'pull.seen':
      return { ...pull, sight: event.sight };
    case 'pull.returned':
      return {
        ...pull,
        rounds: pull.rounds + 1,
        isBack: true,
        error: null,
        handled: dealtWith(pull, event.handled),
        toAnswer: [...new Set([...pull.toAnswer, ...event.toAnswer])],
      };
    case 'pull.answered':
      return { ...pull, toAnswer: pull.toAnswer.filter((id) => !event.comments.includes(id)) };
    case 'pull.stuck':
      return { ...pull, follow: 'paused', isBack: false, error: event.error, handled: dealtWith(pull, event.handled) };
    case 'pull.followed': {
      const { merge = pull.plan.merge, method = pull.plan.method } = event;
      return { ...pull, follow: event.follow, rounds: 0, isBack: false, error: null, plan: { ...pull.plan, merge, method } };
    }
    case 'pull.merged':
      return { ...pull, state: 'merged', isBack: false, error: null };
    case 'pull.closed':
      return { ...pull, state: 'closed', isBack: false };
  }
}

function dealtWith({ handled }: PullRequest, keys: readonly string[]): readonly string[] {
  return keys.length === 0 ? handled : [...new Set([...handled, ...keys])].slice(-MOST_HANDLED);
}
