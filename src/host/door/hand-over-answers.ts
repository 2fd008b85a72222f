// An agent gives its whole task to another harness or model, in the same worktree, with words of its own. Refused where that can not be done.
import { type Agent, type AgentLaunch, isLive } from '../../core/model/agent.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import { plainLines, plainText } from '../../core/model/plain-text.js';
import { MOST_HAND_OVERS, mayHandOver } from '../../core/state/asked-hand-over.js';
import { launchWords, nextOfChain } from '../../core/state/chain.js';
import { firstError, nameOrNull, textOf } from './door-params.js';
import type { DoorAnswers, DoorWorld } from './door-world.js';

const TEXT_BYTES = 16 * 1024;

export function handOverAnswers({ store, runtime }: DoorWorld): Pick<DoorAnswers, 'agentHandOver'> {
  return {
    async agentHandOver({ agent, params }) {
      const [harness, model] = [nameOrNull(params, 'harness'), nameOrNull(params, 'model')];
      const text = textOf(params, 'text', { maxBytes: TEXT_BYTES });
      const wrong = firstError(harness, model, text);
      if (wrong !== null || !harness.ok || !model.ok || !text.ok) return fail(wrong as OrchError);
      const to = launchFor(agent, { harness: harness.value, model: model.value });
      if (!to.ok) return to;
      const problem = problemOf(agent);
      if (problem !== null) return fail(refused(problem, 'Go on yourself, or tell the person what keeps you from it'));
      const there = runtime.canStart(agent, to.value);
      if (!there.ok) return fail({ ...there.error, tried: TRIED, ...(there.error.kind === 'usage' ? { next: NAME_ANOTHER } : {}) });
      store.dispatch({ type: 'agent.handOverAsked', agent: agent.id, to: to.value, text: plainLines(text.value, TEXT_BYTES).trim() });
      return ok({ to: plainText(launchWords(to.value), 100) });
    },
  };
}

const TRIED = 'hand the task over';
/** A command, or a configuration, is not for an agent to give. */
const NAME_ANOTHER = 'Name one of these, or another model';

/** Neither is named: the next of its chain. */
function launchFor(agent: Agent, wanted: Pick<AgentLaunch, 'model'> & { readonly harness: string | null }): Result<AgentLaunch> {
  const { launch } = agent;
  if (wanted.harness === null && wanted.model === null) {
    const next = nextOfChain(agent);
    return next === null
      ? fail(refused('no other harness is configured to follow this one', 'Name a harness or a model'))
      : ok(next.launch);
  }
  const harness = wanted.harness ?? launch.harness;
  const isOther = harness !== launch.harness;
  const model = wanted.model ?? (isOther ? null : launch.model);
  if (!isOther && model === launch.model) return fail(refused('that is what runs already', 'Name another harness or model'));
  // An ad-hoc command has words of its own instead of a model, and extra arguments are words of one CLI.
  if (!isOther && launch.command !== null) return fail(refused('a command of its own takes no model', 'Name a harness'));
  return ok({ harness, command: null, args: isOther ? [] : launch.args, model });
}

function problemOf(agent: Agent): string | null {
  if (!isLive(agent) || !mayHandOver(agent)) return `it is ${agent.state}`;
  if (agent.finish.competes === true) return 'several are at this task to be compared: each does its own';
  if ((agent.handOvers ?? 0) >= MOST_HAND_OVERS) return `it was handed over ${MOST_HAND_OVERS} times already`;
  return null;
}

function refused(said: string, next: string): OrchError {
  return { kind: 'denied', tried: TRIED, said, next };
}
