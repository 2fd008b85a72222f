// Requests about the lines of a diff: comments to the agent, and hunks staged or taken back.
import { litterOf } from '../../core/harness/registry.js';
import { type Agent, isLive } from '../../core/model/agent.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';
import type { Requests } from '../../core/model/requests.js';
import { asksToChoose, hasLostWorktree, mayResume } from '../../core/state/agent-orders.js';
import { findAgent } from '../../core/state/find.js';
import { workThere } from '../../core/state/work-there.js';
import type { Answers, AnswerWorld } from './answer-world.js';
import { MOST_COMMENTS, reviewText } from './review-text.js';

export function reviewAnswers(world: AnswerWorld): Pick<Answers, 'comment' | 'hunk'> {
  return {
    comment: (params) => comment(world, params),
    hunk: (params) => hunk(world, params),
  };
}

async function comment(
  world: AnswerWorld,
  { agent, comments }: Requests['comment']['params'],
): Promise<Result<Requests['comment']['result']>> {
  const { store, runtime } = world;
  const found = findAgent(store.state, agent);
  if (!found.ok) return found;
  const { id, name } = found.value;
  const tried = `send ${name} the comments`;
  const refusal = refused(found.value, comments.length);
  if (refusal !== null) return fail({ ...refusal, tried });
  const text = reviewText(comments);
  if (!isLive(found.value)) {
    // How it is to finish stays as it was ordered: one that works unattended finishes again by itself.
    store.dispatch({ type: 'agent.resumeRequested', agent: id, fresh: false, text });
    return ok({ agent: name });
  }
  const sent = await runtime.send(id, text, {
    goal: 'delivered',
    onLost: (error) => store.dispatch({ type: 'message.failed', agent: id, text, error: { ...error, tried } }),
  });
  if (!sent.ok) return fail({ ...sent.error, tried });
  store.dispatch({ type: 'message.sent', agent: id, text });
  return ok({ agent: name });
}

function refused(agent: Agent, comments: number): Omit<OrchError, 'tried'> | null {
  const { name, state, question } = agent;
  if (comments === 0) return { kind: 'usage', said: 'there is none', next: 'Write one first' };
  if (comments > MOST_COMMENTS) {
    return { kind: 'usage', said: `there are ${comments}; at most ${MOST_COMMENTS} go at once`, next: 'Send some of them first' };
  }
  if (hasLostWorktree(agent)) {
    return {
      kind: 'usage',
      said: `the worktree of ${name} was removed, and nothing can work on it`,
      next: 'Start a new task from its branch',
    };
  }
  if (asksToChoose(agent)) {
    return {
      kind: 'needs-person',
      said: `it asks: ${question?.text ?? ''}`,
      next: 'Answer first, with `a` or `orch-tui answer`, then send again',
    };
  }
  return isLive(agent) || mayResume(agent) ? null : { kind: 'usage', said: `it is ${state}`, next: 'Wait until it works, then send again' };
}

async function hunk(
  { store, repository, now }: AnswerWorld,
  { agent, what, hunk }: Requests['hunk']['params'],
): Promise<Result<Requests['hunk']['result']>> {
  const found = findAgent(store.state, agent);
  if (!found.ok) return found;
  const { name, worktree, baseCommit, branch, base, launch } = found.value;
  if (worktree === null || baseCommit === null || branch === null) {
    const said = hasLostWorktree(found.value) ? 'its worktree was removed' : 'it has no worktree yet';
    return fail({ kind: 'usage', tried: `${what} a hunk of ${name}`, said, next: 'Use git on its branch instead' });
  }
  const there = workThere(found.value);
  if (there !== null) {
    const said = `it works on ${plainText(there.node ?? 'another node', 60)}, and its lines are there`;
    return fail({
      kind: 'usage',
      tried: `${what} a hunk of ${name}`,
      said,
      next: 'Comment on them, or finish it first: then they are here',
    });
  }
  const at = new Date(now()).toISOString();
  const done = await repository.applyHunk({ worktree, baseCommit, branch, base, name, at, what, hunk, litter: litterOf(launch) });
  return done.ok ? ok({ agent: name, ...done.value }) : done;
}
