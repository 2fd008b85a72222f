// Requests about pull requests: how they are, how they are followed, merged.
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import type { PullRequest } from '../../core/model/pull-request.js';
import type { Requests } from '../../core/model/requests.js';
import { findPull, pullsOf } from '../../core/state/find-pull.js';
import type { Answers, AnswerWorld } from './answer-world.js';

export function pullAnswers(world: AnswerWorld): Pick<Answers, 'pulls' | 'pullFollow' | 'pullMerge'> {
  const { store } = world;
  return {
    pulls: async () => ok({ pulls: pullsOf(store.state) }),
    async pullFollow({ pull, follow, merge, method }) {
      const found = findPull(store.state, pull);
      if (!found.ok) return found;
      const { id, number, state } = found.value;
      if (state === 'merged') return fail(isMerged(`follow PR #${number}`));
      const plan = { ...(merge === undefined ? {} : { merge }), ...(method === undefined ? {} : { method }) };
      store.dispatch({ type: 'pull.followed', pull: id, follow, ...plan });
      return ok({ pull: store.state.pulls?.[id] ?? found.value });
    },
    pullMerge: (params) => merge(world, params),
  };
}

async function merge(
  { store, until }: AnswerWorld,
  { pull, method }: Requests['pullMerge']['params'],
): Promise<Result<Requests['pullMerge']['result']>> {
  const found = findPull(store.state, pull);
  if (!found.ok) return found;
  const { id, number, state, sight, commit, plan } = found.value;
  const tried = `merge PR #${number}`;
  if (state === 'merged') return fail(isMerged(tried));
  if (state === 'closed') return fail(isClosed(found.value));
  let merged: { readonly commit: string | null } | null = null;
  let error: OrchError | null = null;
  const forget = store.listen((event) => {
    if (event.type === 'pull.merged' && event.pull === id) merged = { commit: event.commit };
    if (event.type === 'pull.closed' && event.pull === id) error = isClosed(found.value);
    if ((event.type === 'pull.mergeFailed' || event.type === 'pull.stuck') && event.pull === id) error = event.error;
  });
  // A person merges what they have seen: what its forge showed last.
  const head = sight?.head ?? commit;
  store.dispatch({ type: 'pull.mergeRequested', pull: id, head, method: method ?? plan.method, by: 'person' });
  await until(() => merged !== null || error !== null || store.state.host.isStopping || store.state.pulls?.[id] === undefined);
  forget();
  if (merged !== null)
    return ok({ pull: after(store.state.pulls?.[id], found.value), ...(merged as { readonly commit: string | null }), notes: [] });
  return fail(error ?? { kind: 'interrupted', tried, said: 'the host ended meanwhile', next: 'Look at it with `orch-tui pulls`' });
}

function after(now: PullRequest | undefined, before: PullRequest): PullRequest {
  return now ?? { ...before, state: 'merged' };
}

function isClosed({ number, url }: PullRequest): OrchError {
  const next = `Open it again at ${url}, then \`orch-tui pulls follow ${number}\``;
  return { kind: 'usage', tried: `merge PR #${number}`, said: 'it was closed without a merge', next };
}

function isMerged(tried: string): OrchError {
  return { kind: 'usage', tried, said: 'it is merged already', next: 'Nothing is left to do' };
}
