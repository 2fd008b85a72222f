// What an agent brings to delegate a task, checked; whether it may, and all that follows, is for whoever delegates.
import type { AgentMethods } from '../../core/model/agent-methods.js';
import { fail, type OrchError, type Result } from '../../core/model/error.js';
import { plainLines } from '../../core/model/plain-text.js';
import { firstError, flagOf, nameOrNull, secondsOf, textOf } from './door-params.js';
import type { DoorCall, DoorWorld } from './door-world.js';

const TASK_BYTES = 32 * 1024;
const COMMAND_BYTES = 2000;

export async function delegateAnswer(
  { delegates }: DoorWorld,
  { agent, params, signal, whenSent }: DoorCall,
): Promise<Result<AgentMethods['agentDelegate']['result']>> {
  const text = textOf(params, 'text', { maxBytes: TASK_BYTES });
  const [role, harness, model] = [nameOrNull(params, 'role'), nameOrNull(params, 'harness'), nameOrNull(params, 'model')];
  const verify = params.verify == null ? null : textOf(params, 'verify', { maxBytes: COMMAND_BYTES });
  const [wait, seconds] = [flagOf(params, 'wait'), secondsOf(params)];
  const wrong = firstError(text, role, harness, model, ...(verify === null ? [] : [verify]), wait, seconds);
  if (wrong !== null || !text.ok || !role.ok || !harness.ok || !model.ok || !wait.ok || !seconds.ok) return fail(wrong as OrchError);
  const order = {
    text: plainLines(text.value, TASK_BYTES).trim(),
    role: role.value,
    harness: harness.value,
    model: model.value,
    wait: wait.value,
    verify: verify?.ok === true ? verify.value : null,
    waitSeconds: seconds.value,
  };
  return delegates.delegate(agent, order, { signal, whenSent });
}
