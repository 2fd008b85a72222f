// `progress`, `ask`, `hand-over`, `done`: what an agent tells of its own way, and what it asks.
import type { Result } from '../../core/model/error.js';
import { flag, type Invocation, list, number, text } from '../invocation.js';
import { done, type Outcome } from '../outcome.js';
import { atDoor } from './at-door.js';
import { givenText } from './given-text.js';

/** The shells of agent CLIs give a command up after two minutes, as they come. */
const ASK_SECONDS = 100;

export function progress(invocation: Invocation): Promise<Result<Outcome>> {
  return atDoor(invocation, 'status', async (door) => {
    const answer = await door.request('agentProgress', { text: invocation.args.join(' ') });
    return answer.ok ? done('', answer.value) : answer;
  });
}

export function ask(invocation: Invocation): Promise<Result<Outcome>> {
  return atDoor(invocation, 'answer', async (door) => {
    const given = await givenText(invocation.args);
    if (!given.ok) return given;
    const answer = await door.request('agentAsk', {
      of: flag(invocation, 'manager') ? 'manager' : 'person',
      text: given.value,
      options: list(invocation, 'option'),
      waitSeconds: number(invocation, 'wait') ?? ASK_SECONDS,
    });
    if (!answer.ok) return answer;
    const { id, answer: words, by } = answer.value;
    const open = `not answered yet; question ${id} stands with the ${by}, and its answer comes into your inbox (orch-tui inbox --wait 100)`;
    return done(words ?? open, answer.value);
  });
}

export function handOver(invocation: Invocation): Promise<Result<Outcome>> {
  return atDoor(invocation, 'stop AGENT` and `orch-tui run GOAL', async (door) => {
    const given = await givenText(invocation.args);
    if (!given.ok) return given;
    const answer = await door.request('agentHandOver', {
      text: given.value,
      harness: text(invocation, 'agent') ?? text(invocation, 'harness'),
      model: text(invocation, 'model'),
    });
    return answer.ok ? done(`handed over to ${answer.value.to}; stop working now`, answer.value) : answer;
  });
}

export function finished(invocation: Invocation): Promise<Result<Outcome>> {
  return atDoor(invocation, 'finish AGENT', async (door) => {
    const given = await givenText(invocation.args);
    if (!given.ok) return given;
    const answer = await door.request('agentFinish', { summary: given.value, artifacts: list(invocation, 'artifact') });
    return answer.ok ? done(['noted; end your turn now', ...answer.value.notes].join('\n'), answer.value) : answer;
  });
}
