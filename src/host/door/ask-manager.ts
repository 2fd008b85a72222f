// An agent's question to the manager: one call of the model, in words. It looks, and changes nothing.
import { AGENT_ASK_PROMPT, type AgentQuestion, agentQuestionDigest, managersAnswer } from '../../core/manager/agent-question.js';
import type { Agent } from '../../core/model/agent.js';
import type { DoorWorld } from './door-world.js';

const OUTPUT_TOKENS = 500;

/** Why it did not answer, in words for the person who is asked instead; never rejects. */
export type ManagerSaid = { readonly answer: string } | { readonly why: string };

export type AskManager = (agent: Agent, question: AgentQuestion) => Promise<ManagerSaid>;

/** An agent that asks in a circle must not spend without end: what is beyond this is the person's. */
const MOST_QUESTIONS = 10;
const WITHIN_MS = 10 * 60_000;

export function managerAsker(world: DoorWorld): AskManager {
  const asked = new Map<string, readonly number[]>();
  return async (agent, question) => {
    const now = world.clock.now();
    const recent = (asked.get(agent.id) ?? []).filter((at) => now - at < WITHIN_MS);
    if (recent.length >= MOST_QUESTIONS) return { why: `it has asked the manager ${MOST_QUESTIONS} times within ten minutes` };
    asked.set(agent.id, [...recent, now]);
    return ask(world, agent, question);
  };
}

async function ask({ model, config, store }: DoorWorld, agent: Agent, question: AgentQuestion): Promise<ManagerSaid> {
  if (config.manager.watch === 'off') return { why: 'the manager is switched off' };
  const there = model.available('manager');
  if (!there.ok) return { why: `the manager can not be asked: ${there.error.said}` };
  const suffix = config.manager.promptSuffix === null ? '' : `\n\n${config.manager.promptSuffix}`;
  const answer = await model.chat({
    use: 'manager',
    messages: [
      { role: 'system', content: AGENT_ASK_PROMPT },
      { role: 'user', content: `${agentQuestionDigest(agent, question, store.state)}${suffix}` },
    ],
    maxOutputTokens: OUTPUT_TOKENS,
  });
  if (!answer.ok) return { why: `the manager could not be asked: ${answer.error.said}` };
  const about = { goal: agent.goal, agent: agent.id };
  store.dispatch({ type: 'model.called', use: 'manager', about, model: answer.value.model, usage: answer.value.usage });
  const said = managersAnswer(answer.value.text);
  return said === null ? { why: 'the manager leaves it to you' } : { answer: said };
}
