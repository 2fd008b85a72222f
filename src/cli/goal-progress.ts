// A planned goal, or one with several tries, as lines for who follows it: where it is, what it waits for, what ended it. Its agents are told by themselves. Pure.
import { errorLine } from '../core/model/error.js';
import type { GoalLimit } from '../core/model/goal.js';
import { plainText } from '../core/model/plain-text.js';
import type { AgentStatus, GoalStatus } from '../core/model/status.js';
import { resultText } from '../core/state/result-text.js';

/** Where it is, in the manner of the lines of agents; null where there is nothing to tell that they do not tell. */
export function phaseLine({ id, state, plan, finish, tasks, branch, base, tries }: GoalStatus): string | null {
  if (tries?.state === 'judging') return `${id}  its tries are compared`;
  if (tries?.state === 'choosing') return `${id}  its tries wait for you: \`orch-tui compare ${id}\``;
  if (plan === undefined || state === 'stopped') return null;
  if (finish?.state === 'running') return `${id}  finishing`;
  if (finish?.state === 'done') {
    const of = branch === undefined || base === undefined ? null : { branch, base };
    // No result where nothing was changed, or all was to be kept.
    return finish.result === null ? `${id}  finished` : `${id}  finished  ${resultText(finish.result, of)}`;
  }
  if (finish !== undefined) return null;
  if (plan.state === 'asked') return `${id}  planning`;
  if (plan.state === 'proposed') return `${id}  its plan waits for your yes: \`orch-tui approve ${id}\``;
  return plan.state === 'approved' ? `${id}  planned  ${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}` : null;
}

/** Why it ended or waits, one sentence each; empty where all is well. */
export function endSentences({ id, limit, plan, finish, tasks, tries }: GoalStatus): readonly string[] {
  const errors = [plan?.error, finish?.error, ...tasks.map((task) => (task.agent === null ? task.error : null))];
  return [
    ...(limit === undefined ? [] : [`${id} has ended: ${LIMITS[limit]}; \`orch-tui resume ${id}\` lets it go on`]),
    ...(plan?.state === 'proposed'
      ? [`the plan of ${id} waits for a person: ${asked(id)}, change it there or with \`orch-tui replan\``]
      : []),
    ...(finish?.state === 'asked' ? [`the finish of ${id} waits for a person: ${asked(id)}`] : []),
    ...(tries?.state === 'choosing'
      ? [`the tries of ${id} wait for a person: see \`orch-tui compare ${id}\`, then \`orch-tui pick NAME\`, or on the screen (C, then p)`]
      : []),
    ...errors.flatMap((error) => (error == null ? [] : [errorLine(error)])),
  ];
}

const LIMITS: Readonly<Record<GoalLimit, string>> = {
  timeout: 'its time is over',
  budget: 'its budget is used up',
  turns: 'its turns are used up',
};

function asked(id: string): string {
  return `see \`orch-tui show ${id}\`, agree with \`orch-tui approve ${id}\` or on the screen (t, then A)`;
}

export function questionSentence({ name, question }: AgentStatus): string {
  const text = plainText(question?.text ?? '', 500).replace(/[.,;:\s]+$/u, '');
  return `${name} asks: ${text}${/[!?…]$/u.test(text) ? '' : '.'} Answer it with \`orch-tui answer ${name}\`, or in \`orch-tui attach ${name}\`.`;
}
