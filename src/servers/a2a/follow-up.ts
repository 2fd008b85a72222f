// A message to a task that goes on: an answer where somebody of it asks, else words for the agent at its top.
import { UnsupportedOperationError } from '@a2a-js/sdk/errors';
import type { Result } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';
import type { AgentStatus } from '../../core/model/status.js';
import type { A2aHost } from './a2a-host.js';
import { failure } from './host-failure.js';
import { asksByTool, asksPerson, isLost, isTerminal, type SeenTask, taskState } from './task-view.js';

const RESUME = /^\s*resume\W*$/iu;

export interface FollowUp {
  /** What it is called as a message of the host: so it is there once, also where a host is killed that has just taken it. */
  readonly id: string;
  readonly text: string;
  /** Name or id of the agent that is meant; null: whoever asks, else the one at the top. */
  readonly agent: string | null;
}

export async function followUp(host: Pick<A2aHost, 'request'>, seen: SeenTask, message: FollowUp): Promise<void> {
  if (isTerminal(taskState(seen)))
    throw new UnsupportedOperationError(`task ${seen.goal.id} has ended: a new message without its id begins another`);
  const passed = await passOn(host, seen, message);
  if (!passed.ok) throw failure(passed.error);
}

function passOn(host: Pick<A2aHost, 'request'>, seen: SeenTask, { id: called, text, agent }: FollowUp): Promise<Result<unknown>> {
  const { goal, agents } = seen;
  if (isLost(seen)) {
    if (!RESUME.test(text)) throw new UnsupportedOperationError(`task ${goal.id} stands still: answer \`resume\` first`);
    return host.request('resume', { agent: goal.id, fresh: false });
  }
  const isYes = /^\s*approve\W*$/iu.test(text);
  if (agent === null && goal.plan?.state === 'proposed') {
    const { revision } = goal.plan;
    return isYes ? host.request('planApprove', { goal: goal.id, revision }) : host.request('planAgain', { goal: goal.id, wish: text });
  }
  if (agent === null && goal.finish?.state === 'asked' && isYes) return host.request('goalApprove', { goal: goal.id });
  const meant = agent === null ? agents : agents.filter(({ id, name }) => id === agent || name === agent);
  if (agent !== null && meant.length === 0) throw new UnsupportedOperationError(`task ${goal.id} has no agent ${plainText(agent, 60)}`);
  return toAgent(host, { goal: goal.id, agents: meant, text, called });
}

function toAgent(
  host: Pick<A2aHost, 'request'>,
  order: { readonly goal: string; readonly agents: readonly AgentStatus[]; readonly text: string; readonly called: string },
): Promise<Result<unknown>> {
  const { goal, agents, text, called } = order;
  const inquiry = agents.find(asksByTool)?.inquiry ?? null;
  if (inquiry !== null) return host.request('messageReply', { message: inquiry.id, text, id: called });
  const asks = agents.find((agent) => asksPerson(agent) && agent.question !== null);
  if (asks?.question) return host.request('answer', { agent: asks.id, choice: text, digest: asks.question.digest });
  // It waits for somebody to mend something: what is said to it goes in at once, and begins its next turn.
  const stuck = agents.find((agent) => asksPerson(agent) && agent.question === null);
  if (stuck !== undefined && stuck.pid !== null) return host.request('send', { agent: stuck.id, text });
  if (stuck !== undefined && RESUME.test(text)) return host.request('resume', { agent: stuck.id, fresh: false });
  const live = agents.filter(({ pid }) => pid !== null);
  const top = live.find(({ parent }) => parent === null) ?? live[0];
  if (top === undefined) throw new UnsupportedOperationError(`no agent of task ${goal} runs at the moment, and none asks anything`);
  return host.request('messageSend', { to: top.name, text, wantsReply: false, id: called });
}
