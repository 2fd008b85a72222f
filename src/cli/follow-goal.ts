// `run --wait`: what a goal's agents do goes to standard error as it happens; how it ended becomes the exit code of the contract.
import type { Connection } from '../client/connection.js';
import { errorLine, type Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import type { AgentStatus, GoalStatus } from '../core/model/status.js';
import { done, type Outcome } from './outcome.js';
import { noteOf } from './status-text.js';

export interface FollowOrder {
  readonly goal: string;
  /** Nobody answers questions: the first one ends the waiting. */
  readonly untilWaiting: boolean;
}

export async function followGoal(connection: Connection, { goal, untilWaiting }: FollowOrder): Promise<Result<Outcome>> {
  const told = new Map<string, string>();
  void progress(connection, goal, told);
  const ended = await connection.request('waitGoal', { goal, untilWaiting });
  if (!ended.ok) return ended;
  const status = await connection.request('status', {});
  if (!status.ok) return status;
  const agents = agentsOf(status.value.agents, goal);
  tell(agents, told);
  for (const { name, error, question } of agents) {
    if (error !== null) process.stderr.write(`orch-tui: ${errorLine(error)}\n`);
    else if (question !== null)
      process.stderr.write(`orch-tui: ${name} asks: ${plainText(question.text, 500)}. Answer it in \`orch-tui attach ${name}\`.\n`);
  }
  tellPlan(ended.value);
  return done(`${goal} ${ended.value.state}`, ended.value, exitCodeOf(ended.value, agents));
}

/** What ended a planned goal, or what it waits for. */
function tellPlan({ id, plan, finish, tasks }: GoalStatus): void {
  const say = (text: string) => process.stderr.write(`orch-tui: ${text}\n`);
  if (plan?.state === 'proposed')
    say(`the plan of ${id} waits for a person: look at it with \`orch-tui show ${id}\`, then press t on the screen`);
  if (finish?.state === 'asked') say(`the finish of ${id} waits for a person: agree to it in the tasks of the screen (t)`);
  for (const error of [plan?.error, finish?.error, ...tasks.map((task) => (task.agent === null ? task.error : null))]) {
    if (error != null) say(errorLine(error));
  }
}

function exitCodeOf({ state, limit, plan, finish }: GoalStatus, agents: readonly AgentStatus[]): number {
  if (limit !== undefined) return 5;
  if (state === 'done') return 0;
  // Held, not ended: a person may let it go on.
  if (state === 'waiting' && agents.some((agent) => agent.state === 'waiting' && agent.why.rule === 'budget.hit')) return 5;
  if (state === 'waiting' && (plan?.state === 'proposed' || finish?.state === 'asked')) return 4;
  // Exit 4 is for approvals and questions only: a conflict or a failed check is work that failed (decision 25).
  return state === 'waiting' &&
    agents.some((agent) => agent.state === 'waiting' && (agent.error === null || agent.error.kind === 'needs-person'))
    ? 4
    : 1;
}

/** Until the connection closes. */
async function progress(connection: Connection, goal: string, told: Map<string, string>): Promise<void> {
  for (let seq = -1; ; ) {
    const answer = await connection.request('statusAfter', { seq });
    if (!answer.ok) return;
    seq = answer.value.seq;
    tell(agentsOf(answer.value.status.agents, goal), told);
  }
}

/** A line for each agent whose state is another than it was told last. */
function tell(agents: readonly AgentStatus[], told: Map<string, string>): void {
  for (const agent of agents) {
    if (told.get(agent.id) === agent.state) continue;
    told.set(agent.id, agent.state);
    const note = agent.error === null && (agent.state === 'done' || agent.state === 'waiting') ? `  ${plainText(noteOf(agent), 300)}` : '';
    process.stderr.write(`${agent.name}  ${agent.state}${note}\n`);
  }
}

function agentsOf(agents: readonly AgentStatus[], goal: string): readonly AgentStatus[] {
  return agents.filter((agent) => agent.goal === goal);
}
