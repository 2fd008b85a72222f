// The document that `status --json` prints, from the state and what the host knows of itself. Keys are a contract: `model/status.ts`.
import { type Agent, asksByTool } from '../model/agent.js';
import type { Goal } from '../model/goal.js';
import { openQuestion } from '../model/open-question.js';
import { type Overlap, pathsOf } from '../model/overlap.js';
import { plainText } from '../model/plain-text.js';
import { runsElsewhere } from '../model/remote.js';
import { NO_CALLS, NOTHING_SPENT } from '../model/spending.js';
import type { AppState } from '../model/state.js';
import type { AgentStatus, GoalStatus, HostStatus, OverlapStatus, Status } from '../model/status.js';

/** `host: null` where none runs. `limitUsd`: what may be spent on a day, where that is known. */
export function statusOf(state: AppState, host: HostStatus | null, limitUsd: number | null = null): Status {
  const { byUse, day, savedTokens } = state.spending ?? NOTHING_SPENT;
  const { calls, inputTokens, outputTokens, costUsd } = byUse.manager ?? NO_CALLS;
  return {
    host,
    goals: Object.values(state.goals).map((goal) => goalStatus(goal, state)),
    manager: { calls, inputTokens, outputTokens, costUsd, savedTokens },
    budget: { dayUsd: day.usd, limitUsd },
    overlaps: (state.overlaps ?? []).map(overlapStatus),
    agents: Object.values(state.agents).map((agent) => agentStatus(agent, state)),
  };
}

function overlapStatus(overlap: Overlap): OverlapStatus {
  const { agents, base, files } = overlap;
  return { agents, files: files.map(({ path }) => path), lines: pathsOf(overlap, 'lines'), base };
}

export function goalStatus(goal: Goal, { pulls = {} }: Pick<AppState, 'pulls'>): GoalStatus {
  const { id, text, state, limit, workspace, createdAt, tasks, plan, finish, order, modelUsage, issue, tries } = goal;
  const pull = goal.pull === undefined ? undefined : pulls[goal.pull];
  const planned = { ...(plan === undefined ? {} : { plan }), ...(finish === undefined ? {} : { finish }) };
  return {
    id,
    text,
    state,
    ...(limit === undefined ? {} : { limit }),
    workspace,
    createdAt,
    tasks,
    ...planned,
    ...(order === undefined ? {} : { branch: order.branch, base: order.base }),
    ...(modelUsage === undefined ? {} : { modelUsage }),
    ...(issue === undefined ? {} : { issue }),
    ...(tries === undefined ? {} : { tries }),
    ...(pull === undefined ? {} : { pull }),
  };
}

export function agentStatus(agent: Agent, { goals, pulls = {} }: Pick<AppState, 'goals' | 'pulls'>): AgentStatus {
  const goal = goals[agent.goal];
  return {
    id: agent.id,
    name: agent.name,
    number: agent.number,
    goal: agent.goal,
    task: agent.task,
    taskTitle: plainText(agent.brief?.title ?? agent.text),
    harness: agent.launch.harness,
    model: agent.launch.model,
    role: agent.role,
    parent: agent.parent,
    node: agent.node ?? null,
    // Scripts ask by its state who waits for a person: its turn goes on as if at work.
    state: asksByTool(agent) ? 'waiting' : agent.state,
    since: agent.since,
    why: agent.why,
    question: agent.question ?? openQuestion(agent),
    pid: runsElsewhere(agent) ? null : (agent.process?.pid ?? null),
    branch: agent.branch,
    base: agent.base,
    worktree: agent.worktree,
    workspace: goal?.workspace ?? null,
    conversation: agent.conversation,
    progress: agent.progress,
    thought: agent.thought,
    usage: agent.usage,
    attempts: agent.attempts,
    manager: agent.manager === undefined ? null : { state: agent.manager.state, decisions: agent.manager.decisions },
    seen: agent.seen,
    result: agent.result,
    pull: agent.pull === undefined ? null : (pulls[agent.pull] ?? null),
    port: agent.port ?? null,
    setup: agent.setup ?? null,
    error: agent.error,
    undelivered: agent.undelivered ?? null,
    limit: agent.limit === undefined ? null : { kind: agent.limit.kind, until: agent.limit.until, next: agent.limit.next },
    delegation: agent.delegation ?? null,
    waitsForChildren: agent.waitsForChildren === true,
    report: agent.report ?? null,
    inquiry: agent.inquiry ?? null,
    staleSince: agent.staleSince ?? null,
  };
}
