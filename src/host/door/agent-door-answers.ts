// All that an agent may ask: a method's name and parameters in, its answer or refusal out. Never rejects.
import type { AgentMethod } from '../../core/model/agent-methods.js';
import { fail, type OrchError, type Result } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';
import type { AgentCall } from './agent-door.js';
import { askAnswers } from './ask-answers.js';
import { CallRate } from './call-rate.js';
import { delegateAnswer } from './delegate-answer.js';
import type { DoorAnswers, DoorWorld } from './door-world.js';
import { handOverAnswers } from './hand-over-answers.js';
import { letterAnswers } from './letter-answers.js';
import { progressAnswers } from './progress-answers.js';
import { resultAnswers } from './result-answers.js';
import { selfAnswers } from './self-answers.js';

export function createDoorAnswers(world: DoorWorld): (call: AgentCall) => Promise<Result<unknown>> {
  const answers: DoorAnswers = {
    ...selfAnswers(world),
    ...letterAnswers(world),
    ...askAnswers(world),
    ...progressAnswers(world),
    ...resultAnswers(world),
    ...handOverAnswers(world),
    agentDelegate: (call) => delegateAnswer(world, call),
  };
  const rate = new CallRate();
  return async ({ agent: id, method, params, signal, whenSent }) => {
    if (!Object.hasOwn(answers, method)) return fail(unknownMethod(method));
    const agent = world.store.state.agents[id];
    if (agent === undefined) return fail(GONE);
    const begun = rate.begin(id, world.clock.now());
    if (!begun.ok) return begun;
    const given = typeof params === 'object' && params !== null && !Array.isArray(params) ? (params as Record<string, unknown>) : {};
    try {
      return await answers[method as AgentMethod]({ agent, params: given, signal, whenSent });
    } catch (error) {
      // A bug of ours must not leave the asker without an answer.
      return fail({
        kind: 'internal',
        tried: method,
        said: plainText(String(error), 300),
        next: 'Go on without it, and tell the person',
      });
    } finally {
      // Whoever does not read what it is answered fills our memory.
      whenSent(() => begun.value());
    }
  };
}

function unknownMethod(method: unknown): OrchError {
  const tried = `call ${plainText(String(method), 40)}`;
  return { kind: 'denied', tried, said: 'agents can not ask that', next: 'Use what agents may: their own messages, tasks and results' };
}

const GONE: OrchError = {
  kind: 'denied',
  tried: 'speak for an agent',
  said: 'that agent was removed',
  next: 'End: nobody waits for this work any more',
};
