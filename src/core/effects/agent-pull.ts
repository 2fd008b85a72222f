// The pull request of one agent's work.
import { ok, type Result } from '../model/error.js';
import { launchName } from '../state/launch-name.js';
import type { Committed, Delivered, DeliveryPorts } from './delivery.js';
import type { EffectContext } from './effect-runner.js';
import { deliverPull } from './open-pull.js';
import { codeSpan, subjectOf } from './subject-line.js';
import type { Verified } from './verify-work.js';
import { type PullSource, writePull } from './write-pull.js';

export interface AgentsPull {
  readonly agent: Committed['agent'];
  readonly verified: Verified;
}

export async function deliverAgentsPull(
  { agent, verified }: AgentsPull,
  ports: DeliveryPorts,
  context: EffectContext & { readonly signal: AbortSignal },
): Promise<Result<Delivered>> {
  const { branch, base, finish, goal, id } = agent;
  const source: PullSource = {
    about: { goal, agent: id },
    subject: {
      title: subjectOf(agent),
      asked: { heading: 'Task', text: agent.brief?.text ?? agent.text },
      tasks: [],
      closes: finish.closes,
      madeBy: `Made by the agent ${codeSpan(agent.name)} (${codeSpan(launchName(agent))}) with orch-tui.`,
    },
    ...{ worktree: agent.worktree, baseCommit: agent.baseCommit, litter: ports.litterOf(agent) },
    tasks: [],
    said: [agent.progress ?? '', ports.runtime.shown(id)].join('\n\n').trim(),
    verified,
    reports: [],
  };
  const opened = await deliverPull(
    {
      ...{ goal, agent: id, stored: context.agent(id)?.pull, branch, base, finish },
      again: `press f again, or finish otherwise: \`orch-tui finish ${agent.name} --as merge\``,
      write: ({ place, chooses }) => writePull({ source, choosesAt: chooses ? place : null }, ports, context),
      isWanted: () => !context.signal.aborted,
    },
    ports,
    context,
  );
  if (!opened.ok) return opened;
  const { result, notes } = opened.value;
  const problem = verified.problem === null ? [] : [`opened as it is: ${verified.problem}`];
  return ok({ result, notes: [...problem, ...notes] });
}
