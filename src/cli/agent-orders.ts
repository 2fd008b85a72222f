// Orders to one agent: send, interrupt, stop, resume, finish. The host does the work; here are only words in and out.

import type { FinishKind } from '../core/model/agent.js';
import { fail, type Result } from '../core/model/error.js';
import type { Requests } from '../core/model/requests.js';
import { printNotices } from './ending-notices.js';
import { inHost, startingHost } from './host-call.js';
import { flag, type Invocation, text } from './invocation.js';
import { done, type Outcome, usage } from './outcome.js';

export function send(invocation: Invocation): Promise<Result<Outcome>> {
  const [agent = '', ...words] = invocation.args;
  return inHost(invocation, async (connection) => {
    const answer = await connection.request('send', { agent, text: words.join(' '), wait: flag(invocation, 'wait') });
    return answer.ok ? done(sentText(answer.value), answer.value) : answer;
  });
}

/** A host of an older version tells no proof. */
function sentText({ agent, proof, ms }: Requests['send']['result']): string {
  return proof === undefined || ms === undefined ? `sent to ${agent}` : `sent to ${agent}: ${proof} (${(ms / 1000).toFixed(1)} s)`;
}

export function interrupt(invocation: Invocation): Promise<Result<Outcome>> {
  return inHost(invocation, async (connection) => {
    const answer = await connection.request('interrupt', { agent: invocation.args[0] ?? '' });
    return answer.ok ? done(`interrupted ${answer.value.agent}`, answer.value) : answer;
  });
}

export async function stop(invocation: Invocation): Promise<Result<Outcome>> {
  const agent = invocation.args[0] ?? null;
  if ((agent === null) !== flag(invocation, 'all'))
    return fail(usage('stop takes one agent, or --all', 'Name the agent: `orch-tui status` lists them'));
  return inHost(invocation, async (connection) => {
    // One on another machine may be waited for.
    void printNotices(connection);
    const answer = await connection.request('stop', { agent, ...(flag(invocation, 'children') ? { children: 'too' } : {}) });
    if (!answer.ok) return answer;
    const { agents: names, left = [] } = answer.value;
    const goesOn =
      left.length === 0 ? '' : `; below it ${left.join(', ')} ${left.length === 1 ? 'goes' : 'go'} on (--children ends them, too)`;
    return done(`${names.length === 0 ? 'nothing was running' : `stopped ${names.join(', ')}`}${goesOn}`, answer.value);
  });
}

/** The path of a workspace stands for its goal. */
export async function resume(invocation: Invocation): Promise<Result<Outcome>> {
  const typed = invocation.args[0] ?? '';
  const workspace = typed.includes('/') ? await (await import('../core/adapters/workspace-files.js')).workspaceAt(typed) : null;
  return startingHost(invocation, async (connection) => {
    const answer = await connection.request('resume', { agent: workspace?.info.id ?? typed, fresh: flag(invocation, 'fresh') });
    if (!answer.ok) return answer;
    const { agent, goal } = answer.value;
    const told = `resumed ${[goal, agent].filter((name) => name !== null && name !== '').join(': ')}`;
    if (!flag(invocation, 'wait')) return done(told, answer.value);
    process.stderr.write(`${told}\n`);
    const { followGoal } = await import('./follow-goal.js');
    return followGoal(connection, { goal, untilWaiting: false });
  });
}

export function finish(invocation: Invocation): Promise<Result<Outcome>> {
  return startingHost(invocation, async (connection) => {
    const answer = await connection.request('finish', {
      agent: invocation.args[0] ?? '',
      as: text(invocation, 'as') as FinishKind | null,
      removeWorktree: flag(invocation, 'remove'),
      ...(flag(invocation, 'draft') ? { draft: true as const } : {}),
    });
    if (!answer.ok) return answer;
    const { agent, result, notes } = answer.value;
    const told = result === null ? [] : [describe(result)];
    return done(`finished ${agent}: ${[...told, ...notes].join('; ') || 'kept as it is'}`, answer.value);
  });
}

function describe(result: { readonly kind: string; readonly url: string | null; readonly commit: string | null }): string {
  return [result.kind, result.url ?? result.commit?.slice(0, 10)].filter((part) => part !== undefined && part !== null).join(' ');
}
