// An agent's question to the manager: one call of the model, in words. It looks, and changes nothing.
import { AGENT_ASK_PROMPT, type AgentQuestion, agentQuestionDigest, managersAnswer } from '../../core/manager/agent-question.js';
import { callManager, managerThere } from '../../core/manager/manager-call.js';
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
  const there = managerThere({ model, config });
  if (!there.ok) return { why: `the manager can not be asked: ${there.error.said}` };
  const answer = await callManager(
    { model, config, dispatch: (event) => store.dispatch(event) },
    {
      system: AGENT_ASK_PROMPT,
      text: agentQuestionDigest(agent, question, store.state),
      about: { goal: agent.goal, agent: agent.id },
      maxOutputTokens: OUTPUT_TOKENS,
    },
  );
  if (!answer.ok) return { why: `the manager could not be asked: ${answer.error.said}` };
  const said = managersAnswer(answer.value);
  return said === null ? { why: 'the manager leaves it to you' } : { answer: said };
}
