// Asks the forge about open pull requests that are followed: one question at a time, less and less often while nothing changes. What is to be done is `pull-step.ts`.
import { pullReport, reasonsOf } from '../core/effects/pull-report.js';
import { type OrchError, saidAndNext } from '../core/model/error.js';
import type { EventBody, OrchEvent } from '../core/model/event.js';
import { plainText } from '../core/model/plain-text.js';
import type { PullAnswer, PullFacts, PullRequest } from '../core/model/pull-request.js';
import type { AppState } from '../core/model/state.js';
import type { Forge } from '../core/ports/forge.js';
import type { Repository } from '../core/ports/repository.js';
import type { Clock, Timer } from '../core/ports.js';
import { mayTakeIn } from '../core/state/pull-back.js';
import { type PullStep, pullStep, sightOf, strangersIn } from '../core/state/pull-step.js';
import { isFollowed } from '../core/state/pulls.js';

/** Longest time between two questions about one of which nothing is new. */
export const LONGEST_MS = 10 * 60_000;
/** The same while its checks run. */
export const LONGEST_CHECKING_MS = 60_000;

export interface PullWatchParts {
  readonly clock: Clock;
  readonly pollSeconds: number;
  readonly forge: Pick<Forge, 'pull' | 'forgetPull' | 'jobLog' | 'token'>;
  readonly repository: Pick<Repository, 'fetch'>;
  readonly state: () => AppState;
  readonly dispatch: (event: EventBody) => void;
}

/** One that is asked about. */
interface Watched {
  timer: Timer | null;
  delayMs: number;
  /** Commit that was pushed last: with another one it is asked sooner again. */
  commit: string;
  wasBack: boolean;
  /** Commits of ours before that one: a forge takes a moment to show what was pushed. */
  past: Set<string>;
  facts: PullFacts | null;
  looks: number;
}

export class PullWatch {
  readonly #parts: PullWatchParts;
  readonly #watched = new Map<string, Watched>();
  readonly #due: string[] = [];
  #isAsking = false;
  #isOver = false;

  constructor(parts: PullWatchParts) {
    this.#parts = parts;
  }

  /** Something is asked about: then the host stays (decision 1). */
  get keepsHost(): boolean {
    return !this.#isOver && Object.values(this.#parts.state().pulls ?? {}).some(isFollowed);
  }

  /** To be called after every event. One that a person goes on with is asked about at once. */
  check(event?: Pick<OrchEvent, 'type'> & { readonly pull?: string }): void {
    if (this.#isOver) return;
    if (event?.type === 'pull.followed' && event.pull !== undefined) this.#forget(event.pull);
    const state = this.#parts.state();
    if (state.host.isStopping) {
      this.dispose();
      return;
    }
    const followed = Object.values(state.pulls ?? {}).filter(isFollowed);
    const ids = new Set(followed.map(({ id }) => id));
    for (const id of this.#watched.keys()) if (!ids.has(id)) this.#forget(id);
    for (const pull of followed) this.#follow(pull);
  }

  dispose(): void {
    this.#isOver = true;
    for (const { timer } of this.#watched.values()) timer?.cancel();
    this.#watched.clear();
  }

  #forget(id: string): void {
    const watched = this.#watched.get(id);
    const pull = this.#parts.state().pulls?.[id];
    watched?.timer?.cancel();
    this.#watched.delete(id);
    // Else nothing but "unchanged" would be heard of it when it is asked about again.
    if (watched !== undefined && pull !== undefined) this.#parts.forge.forgetPull(pull);
  }

  get #shortestMs(): number {
    return this.#parts.pollSeconds * 1000;
  }

  #follow({ id, commit, isBack }: PullRequest): void {
    const known = this.#watched.get(id);
    if (known === undefined) {
      this.#watched.set(id, { timer: null, delayMs: this.#shortestMs, commit, wasBack: isBack, past: new Set(), facts: null, looks: 0 });
      this.#ask(id);
      return;
    }
    // Pushed, or back from its agent: checks begin anew.
    if (known.commit === commit && known.wasBack === isBack) return;
    if (known.commit !== commit) known.past.add(known.commit);
    known.past.delete(commit);
    known.commit = commit;
    known.wasBack = isBack;
    known.delayMs = this.#shortestMs;
    if (known.timer !== null) this.#wait(id, known, known.delayMs);
  }

  #wait(id: string, watched: Watched, delayMs: number): void {
    watched.timer?.cancel();
    watched.timer = this.#parts.clock.after(delayMs, () => {
      watched.timer = null;
      this.#ask(id);
    });
  }

  #ask(id: string): void {
    if (!this.#due.includes(id)) this.#due.push(id);
    if (!this.#isAsking) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isAsking = true;
    for (let id = this.#due.shift(); id !== undefined && !this.#isOver; id = this.#due.shift()) await this.#look(id);
    this.#isAsking = false;
  }

  async #look(id: string): Promise<void> {
    const watched = this.#watched.get(id);
    const pull = this.#pull(id);
    if (watched === undefined || pull === null) return;
    const { owner, repo, number, commit } = pull;
    const answer = await this.#parts.forge.pull({ owner, repo, number });
    const now = this.#pull(id);
    if (this.#watched.get(id) !== watched || now === null) return;
    if (!answer.ok) {
      if (answer.error.kind === 'needs-person') return this.#stuck(id, answer.error);
      return this.#again(id, watched, 'later');
    }
    if (answer.value.kind === 'limited')
      return this.#wait(id, watched, Math.max(this.#shortestMs, answer.value.untilMs - this.#parts.clock.now()));
    const isNew = noted(watched, answer.value);
    // What was read before the last push says nothing of it.
    const isStale = now.commit !== commit || (watched.facts?.state === 'open' && watched.past.has(watched.facts.head));
    if (watched.facts !== null && !isStale) await this.#act(now, watched.facts, watched.looks);
    if (this.#watched.get(id) === watched) this.#again(id, watched, isNew ? 'soon' : 'later');
  }

  #again(id: string, watched: Watched, when: 'soon' | 'later'): void {
    // While checks run their end is waited for; else a change may come in days.
    const longest = watched.facts?.checks.some(({ state }) => state === 'pending') === true ? LONGEST_CHECKING_MS : LONGEST_MS;
    watched.delayMs = when === 'soon' ? this.#shortestMs : Math.max(this.#shortestMs, Math.min(longest, watched.delayMs * 2));
    this.#wait(id, watched, watched.delayMs);
  }

  async #act(pull: PullRequest, facts: PullFacts, looks: number): Promise<void> {
    const { dispatch } = this.#parts;
    if (facts.state === 'open') this.#see(pull, facts);
    const step = pullStep({ pull, facts, looks });
    switch (step.type) {
      case 'rest':
        return;
      case 'merged':
        return dispatch({ type: 'pull.merged', pull: pull.id, commit: step.commit });
      case 'closed':
        dispatch({ type: 'pull.closed', pull: pull.id });
        return dispatch({
          type: 'notice.raised',
          text: `PR #${pull.number} was closed without a merge; all of it stays in ${pull.branch}`,
        });
      case 'stuck':
        return this.#stuck(pull.id, step.error, step.handled);
      case 'merge':
        return dispatch({ type: 'pull.mergeRequested', pull: pull.id, head: step.head, method: pull.plan.method, by: 'host' });
      case 'takeIn':
        return this.#takeIn(pull, { of: 'branch', head: step.head });
      case 'update':
        return this.#takeIn(pull, { of: 'base', head: step.head });
      case 'return':
        return this.#return(pull, step);
    }
  }

  /** What is shown, where it is another; and once, that somebody without a say has written. */
  #see(pull: PullRequest, facts: PullFacts): void {
    const { dispatch } = this.#parts;
    const sight = sightOf(facts);
    const strangers = strangersIn(pull, facts);
    const handled = strangers.length === 0 ? {} : { handled: strangers.map(({ key }) => key) };
    if (strangers.length > 0 || JSON.stringify(sight) !== JSON.stringify(pull.sight))
      dispatch({ type: 'pull.seen', pull: pull.id, sight, ...handled });
    if (strangers.length === 0) return;
    const who = [...new Set(strangers.map(({ author }) => plainText(author, 40)))].slice(0, 5).join(', ');
    dispatch({
      type: 'notice.raised',
      text: `${who} wrote on PR #${pull.number} and has no say in the repository: it is left to you, ${pull.url}`,
    });
  }

  /** Never under the hands of an agent at work: it is looked at again when that rests. */
  #takeIn(pull: PullRequest, { of, head }: { readonly of: 'branch' | 'base'; readonly head: string }): void {
    const agent = pull.agent === null ? undefined : this.#parts.state().agents[pull.agent];
    if (agent !== undefined) {
      if (mayTakeIn(agent)) this.#parts.dispatch({ type: 'pull.moved', pull: pull.id, of, head });
      return;
    }
    if (pull.agent !== null) {
      this.#stuck(pull.id, lost(pull));
      return;
    }
    const what = of === 'base' ? `its base ${pull.base} has moved on` : `others have pushed to ${pull.head}`;
    const next = `Fetch and merge that into ${pull.branch}, push it, then \`orch-tui pulls follow ${pull.number}\``;
    this.#stuck(pull.id, { kind: 'needs-person', tried: `go on with PR #${pull.number}`, said: what, next });
  }

  async #return(pull: PullRequest, { work, handled, toAnswer }: Extract<PullStep, { readonly type: 'return' }>): Promise<void> {
    const { forge, repository, dispatch, state } = this.#parts;
    const isThere = pull.agent === null ? state().goals[pull.goal]?.plan !== undefined : state().agents[pull.agent] !== undefined;
    if (!isThere) return this.#stuck(pull.id, lost(pull));
    // The task that mends it starts at once, and merges what was fetched by then.
    if (pull.agent === null && work.hasConflict) {
      const fetched = await repository.fetch({ ...pull, branch: pull.base, token: await forge.token() });
      if (!fetched.ok) return this.#stuck(pull.id, fetched.error);
    }
    const text = await pullReport({ pull, work }, forge);
    const now = this.#pull(pull.id);
    if (now === null || now.isBack || now.commit !== pull.commit) return;
    dispatch({ type: 'pull.returned', pull: pull.id, reasons: reasonsOf(work), text, handled, toAnswer });
  }

  #stuck(id: string, error: OrchError, handled: readonly string[] = []): void {
    this.#parts.dispatch({ type: 'pull.stuck', pull: id, error, handled });
    this.#parts.dispatch({ type: 'notice.raised', text: `PR ${id.slice(id.lastIndexOf('#'))} needs you: ${saidAndNext(error)}` });
  }

  /** As it is now; null where it is not followed any more. */
  #pull(id: string): PullRequest | null {
    const pull = this.#parts.state().pulls?.[id];
    return pull !== undefined && isFollowed(pull) && !this.#isOver ? pull : null;
  }
}

/** Whether it is another than before; counts how often this very head was seen. */
function noted(watched: Watched, answer: Exclude<PullAnswer, { readonly kind: 'limited' }>): boolean {
  if (answer.kind === 'unchanged') {
    watched.looks += 1;
    return false;
  }
  const { facts } = answer;
  const isNew = JSON.stringify(facts) !== JSON.stringify(watched.facts);
  watched.looks = facts.head === watched.facts?.head ? watched.looks + 1 : 1;
  watched.facts = facts;
  return isNew;
}

function lost({ number, branch, url }: PullRequest): OrchError {
  const said = 'the agent that made it is not there any more';
  const next = `Mend it by hand (\`orch-tui run TASK --base ${branch}\`), or merge it: ${url}`;
  return { kind: 'needs-person', tried: `go on with PR #${number}`, said, next };
}
