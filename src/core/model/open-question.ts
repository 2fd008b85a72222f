// What an agent asks a person at the moment: on its screen, or by the tool for it while its turn goes on.
import { type Agent, asksByTool, type Question, waitsForAnswer } from './agent.js';

/** Null where it asks nothing. Of a question by its tool `digest` is the id of the message. */
export function openQuestion(agent: Agent): Question | null {
  if (asksOnScreen(agent)) return agent.question;
  if (!asksByTool(agent) || agent.inquiry === undefined) return null;
  const { id, text, options } = agent.inquiry;
  return { kind: options.length === 0 ? 'text' : 'choice', text, options, digest: id };
}

/** It waits in its terminal: whoever types to it sees why. A question by its tool stands on no screen of its own. */
export function asksOnScreen(agent: Agent): boolean {
  const { inquiry: _byTool, ...onScreen } = agent;
  return waitsForAnswer(onScreen);
}

/** ISO 8601: since when it waits for a person. */
export function waitsSince(agent: Agent): string {
  const { inquiry, since } = agent;
  return inquiry === undefined || !asksByTool(agent) || asksOnScreen(agent) ? since : inquiry.at;
}
