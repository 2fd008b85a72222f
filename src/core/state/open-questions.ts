// What agents ask a person at the moment: the queue that `orch-tui answer` lists. Pure.
import { type Agent, waitsForAnswer } from '../model/agent.js';
import type { OpenQuestion } from '../model/requests.js';

/** Who has waited longest first. What the policy is about to answer is not among them. */
export function openQuestions(agents: readonly Agent[]): readonly OpenQuestion[] {
  const asking = agents.filter((agent) => waitsForAnswer(agent) && agent.question !== null);
  return [...asking].sort((a, b) => a.since.localeCompare(b.since)).flatMap((agent) => questionOf(agent) ?? []);
}

function questionOf({ id, name, since, question }: Agent): OpenQuestion | null {
  if (question === null) return null;
  const { kind, text, options, digest, tool = null, command = null, path = null } = question;
  return { agent: name, id, since, kind, text, tool, command, path, options, digest };
}
