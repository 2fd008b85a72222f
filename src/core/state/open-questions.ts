// What agents ask a person at the moment: the queue that `orch-tui answer` lists. Pure.
import type { Agent } from '../model/agent.js';
import { openQuestion, waitsSince } from '../model/open-question.js';
import type { OpenQuestion } from '../model/requests.js';

/** Who has waited longest first. What the policy is about to answer is not among them. */
export function openQuestions(agents: readonly Agent[]): readonly OpenQuestion[] {
  return agents.flatMap((agent) => questionOf(agent) ?? []).sort((a, b) => a.since.localeCompare(b.since));
}

function questionOf(agent: Agent): OpenQuestion | null {
  const question = openQuestion(agent);
  if (question === null) return null;
  const { kind, text, options, digest, tool = null, command = null, path = null } = question;
  return { agent: agent.name, id: agent.id, since: waitsSince(agent), kind, text, tool, command, path, options, digest };
}
