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
      // What it was not told yet, it is told next: that push was of earlier work.
      if (pull.back !== undefined && pull.back.isTold !== true) return { ...pull, commit: event.commit };
      const { unverified: _was, ...rest } = withoutBack(pull);
      const written = event.written === undefined ? {} : { written: event.written };
      const unverified = event.unverified === true ? { unverified: true as const } : {};
      // Whoever finishes it again goes on with it.
      const follow = pull.follow === 'paused' ? 'on' : pull.follow;
      // Nothing new was pushed: there is nothing to answer with.
      const toAnswer = event.commit === pull.commit ? [] : pull.toAnswer;
      return { ...rest, ...written, ...unverified, state: 'open', commit: event.commit, toAnswer, error: null, follow };
    }
    case 'pull.seen':
      return { ...pull, sight: event.sight, handled: dealtWith(pull, event.handled ?? []) };
    case 'pull.returned':
      return {
        ...pull,
        rounds: pull.rounds + 1,
        isBack: true,
        back: { reasons: event.reasons, text: event.text },
        error: null,
        handled: dealtWith(pull, event.handled),
        toAnswer: [...new Set([...pull.toAnswer, ...event.toAnswer])],
      };
    case 'pull.told':
      return pull.back === undefined ? pull : { ...pull, back: { ...pull.back, isTold: true } };
    case 'pull.tookIn':
      return { ...pull, commit: event.head };
    case 'pull.moved':
    case 'pull.mergeRequested':
    case 'pull.mergeFailed':
      return pull;
    case 'pull.answered':
      return { ...pull, toAnswer: pull.toAnswer.filter((id) => !event.comments.includes(id)) };
    case 'pull.stuck':
      return { ...withoutBack(pull), follow: 'paused', error: event.error, handled: dealtWith(pull, event.handled) };
    case 'pull.followed': {
      const { merge = pull.plan.merge, method = pull.plan.method } = event;
      const plan = { ...pull.plan, merge, method };
      if (event.follow !== 'on') return { ...withoutBack(pull), follow: event.follow, error: null, plan };
      // Whoever goes on with one that rested begins anew, also with what failed before. Of one that is at its agent only the plan is another.
      if (pull.isBack) return { ...pull, follow: 'on', rounds: 0, error: null, plan };
      const handled = pull.handled.filter((key) => key.startsWith('review:') || key.startsWith('comment:'));
      // A closed one may have been opened again: the next look tells.
      const state = pull.state === 'closed' ? 'open' : pull.state;
      return { ...pull, state, follow: 'on', rounds: 0, error: null, plan, handled };
    }
    case 'pull.merged':
      return { ...withoutBack(pull), state: 'merged', error: null };
    case 'pull.closed':
      return { ...withoutBack(pull), state: 'closed' };
  }
}

function withoutBack({ back: _past, ...rest }: PullRequest): PullRequest {
  return { ...rest, isBack: false };
}

function dealtWith({ handled }: PullRequest, keys: readonly string[]): readonly string[] {
  return keys.length === 0 ? handled : [...new Set([...handled, ...keys])].slice(-MOST_HANDLED);
}
