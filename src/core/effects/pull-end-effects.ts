// The end of a pull request: conversations answered after a push, merged at its forge, and what is left of it put away.
import { isOver } from '../model/agent.js';
import { saidAndNext } from '../model/error.js';
import { harmlessMarkdown } from '../model/harmless-text.js';
import { OUR_MARK, type PullRequest } from '../model/pull-request.js';
import type { EffectPorts } from './effect-ports.js';
import type { CommandOf, EffectContext, Handlers } from './effect-runner.js';
import { fetchOf } from './pull-worktree.js';
import { removeWorktree } from './remove-effects.js';

type Ports = Pick<EffectPorts, 'repository' | 'forge' | 'folders' | 'worktrees' | 'runtime' | 'clock' | 'commands'>;

export function pullEndEffects(ports: Ports): Pick<Handlers, 'pull.merge' | 'pull.answer' | 'pull.tidy'> {
  return {
    'pull.merge': (command, context) => merge(command, ports, context),
    'pull.answer': (command, context) => answer(command, ports, context),
    'pull.tidy': (command, context) => tidy(command, ports, context),
  };
}

async function merge({ pull: id, head, method, by }: CommandOf<'pull.merge'>, { forge }: Ports, context: EffectContext): Promise<void> {
  const { dispatch } = context;
  const pull = context.state().pulls?.[id];
  if (pull?.state !== 'open') return;
  const merged = await forge.mergePull({ ...placeOf(pull), method, head });
  if (merged.ok) return dispatch({ type: 'pull.merged', pull: id, commit: merged.value.commit });
  const { error } = merged;
  // What the forge says for good is for a person; a head or a base that has just moved is seen at the next look.
  const isStuck = by === 'host' && error.kind === 'needs-person';
  dispatch(isStuck ? { type: 'pull.stuck', pull: id, error, handled: [] } : { type: 'pull.mergeFailed', pull: id, error });
}

async function answer({ pull: id }: CommandOf<'pull.answer'>, { forge }: Ports, context: EffectContext): Promise<void> {
  const pull = context.state().pulls?.[id];
  if (pull?.state !== 'open') return;
  const comments = pull.toAnswer;
  const said = pull.agent === null ? null : context.agent(pull.agent)?.progress;
  const words = harmlessMarkdown(firstSentence(said ?? ''), 300);
  const body = [`Done in ${pull.commit.slice(0, 10)}.${words === '' ? '' : ` ${words}`}`, OUR_MARK].join('\n\n');
  const failed: string[] = [];
  for (const comment of comments) {
    const replied = await forge.replyTo({ ...placeOf(pull), comment, body });
    if (!replied.ok) failed.push(saidAndNext(replied.error));
  }
  context.dispatch({ type: 'pull.answered', pull: id, comments });
  // The work itself is pushed: an answer that is missing holds nothing up.
  if (failed[0] !== undefined)
    context.dispatch({ type: 'notice.raised', text: `a comment on PR #${pull.number} was not answered: ${failed[0]}` });
}

function firstSentence(text: string): string {
  const line = text.trim().split('\n')[0] ?? '';
  return /^.{1,280}?[.!?](?=\s|$)/u.exec(line)?.[0] ?? line;
}

async function tidy(command: CommandOf<'pull.tidy'>, ports: Ports, context: EffectContext): Promise<void> {
  const { repository, forge, runtime } = ports;
  const pull = context.state().pulls?.[command.pull];
  if (pull?.state !== 'merged') return;
  const say = (text: string): void => context.dispatch({ type: 'notice.raised', text: `PR #${pull.number} is merged; ${text}` });
  forge.forgetPull(placeOf(pull));
  if (pull.plan.deleteBranch && pull.head !== pull.base) {
    const deleted = await forge.deleteBranch({ owner: pull.owner, repo: pull.repo, branch: pull.head });
    if (!deleted.ok) say(`its branch is still there: ${saidAndNext(deleted.error)}`);
  }
  const fetched = await fetchOf(pull, pull.base, ports);
  // Only against what the forge has now it can be told that all of it is merged.
  if (!fetched.ok) return say(`its worktree stays: ${saidAndNext(fetched.error)}`);
  const { name: base } = fetched.value;
  const agent = pull.agent === null ? undefined : context.agent(pull.agent);
  // Somebody goes on with it.
  if (agent !== undefined && (!isOver(agent.state) || agent.pending?.order === 'remove')) return;
  if (agent === undefined || agent.worktree === null) {
    if (pull.plan.deleteBranch) await repository.dropMerged({ branch: pull.branch, base });
    return;
  }
  await runtime.stop(agent.id);
  const now = context.agent(agent.id);
  if (now === undefined || !isOver(now.state)) return;
  // Its branch is no result any more that has to outlive the worktree, unless it is wanted.
  const removed = await removeWorktree({ ...now, base, result: pull.plan.deleteBranch ? null : now.result }, ports);
  if (!removed.ok) return say(`the worktree of ${now.name} stays: ${saidAndNext(removed.error)}`);
  const { ref, trash, restore } = removed.value;
  context.dispatch({ type: 'worktree.removed', agent: now.id, rescueRef: ref, trash, restore });
}

function placeOf({ owner, repo, number }: PullRequest) {
  return { owner, repo, number };
}
