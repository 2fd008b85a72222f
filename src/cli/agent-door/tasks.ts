// `delegate`, `result`: a part of an agent's task, given to a new agent below it, and what has become of that.
import type { AgentDoorLink } from '../../client/agent-door.js';
import { isOver } from '../../core/model/agent.js';
import type { Result } from '../../core/model/error.js';
import { flag, type Invocation, number, text } from '../invocation.js';
import { done, type Outcome } from '../outcome.js';
import { atDoor } from './at-door.js';
import { givenText } from './given-text.js';
import { endText, resultText } from './words.js';

/** As long as one call is held. */
const HELD_SECONDS = 300;

export function delegate(invocation: Invocation): Promise<Result<Outcome>> {
  return atDoor(invocation, 'run GOAL', async (door) => {
    const wait = flag(invocation, 'wait');
    const given = await givenText(invocation.args);
    if (!given.ok) return given;
    const answer = await door.request('agentDelegate', {
      text: given.value,
      role: text(invocation, 'role'),
      harness: text(invocation, 'agent') ?? text(invocation, 'harness'),
      model: text(invocation, 'model'),
      verify: text(invocation, 'verify'),
      wait,
      waitSeconds: wait ? HELD_SECONDS : 0,
    });
    if (!answer.ok) return answer;
    const { name, result, notes } = answer.value;
    if (result !== null) return done([endText(name, result), ...notes].join('\n'), answer.value);
    if (wait) return waitFor(door, answer.value.agent);
    const told = `${name} works on it; its result comes into your inbox (orch-tui result ${name} --wait 100)`;
    return done([told, ...notes].join('\n'), answer.value);
  });
}

export function result(invocation: Invocation): Promise<Result<Outcome>> {
  return atDoor(invocation, 'show GOAL', async (door) => {
    const answer = await door.request('agentResult', { agent: invocation.args[0] ?? '', waitSeconds: number(invocation, 'wait') ?? 0 });
    return answer.ok ? done(resultText(answer.value), answer.value) : answer;
  });
}

/** As often as it takes: whoever gave --wait can not go on without it. */
async function waitFor(door: AgentDoorLink, agent: string): Promise<Result<Outcome>> {
  for (;;) {
    const answer = await door.request('agentResult', { agent, waitSeconds: HELD_SECONDS });
    if (!answer.ok) return answer;
    if (answer.value.result !== null || isOver(answer.value.state)) return done(resultText(answer.value), answer.value);
  }
}
