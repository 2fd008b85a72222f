// Runs commands by their handlers, what belongs together in order, and holds the one catch: a bug in a handler becomes an event.
import type { Agent } from '../model/agent.js';
import type { Command } from '../model/command.js';
import { type OrchError, saidAndNext } from '../model/error.js';
import type { EventBody } from '../model/event.js';
import { plainText } from '../model/plain-text.js';
import type { AppState } from '../model/state.js';
import { createLanes } from './lanes.js';

export interface EffectContext {
  state(): AppState;
  /** As it is now: handlers ask again after every wait. */
  agent(id: string): Agent | undefined;
  dispatch(body: EventBody): void;
}

export type CommandOf<Type extends Command['type']> = Extract<Command, { readonly type: Type }>;

/** Expected failures are dispatched as events by the handler itself; a rejection is a bug. */
export type Handlers = {
  readonly [Type in Command['type']]: (command: CommandOf<Type>, context: EffectContext) => Promise<void>;
};

export interface EffectRunner {
  run(command: Command): void;
  /** Commands that are under way or wait for their turn. */
  readonly inFlight: number;
}

export interface EffectRunnerOptions {
  readonly handlers: Handlers;
  readonly context: EffectContext;
  /** Called whenever the last command in flight has ended. */
  readonly onIdle: () => void;
  /** The throw itself, for the host's own log. */
  readonly onBug: (error: unknown) => void;
}

export function createEffectRunner({ handlers, context, onIdle, onBug }: EffectRunnerOptions): EffectRunner {
  const lanes = createLanes();
  const waiting = new Set<string>();
  let inFlight = 0;
  let plans = 0;

  const carryOut = async (command: Command): Promise<void> => {
    waiting.delete(lookKey(command));
    try {
      // Handler and command belong together by their type; the compiler does not follow that through the index.
      await handlers[command.type](command as never, context);
    } catch (error) {
      onBug(error);
      context.dispatch(failureOf(command, internalError(command, error)));
    }
  };

  return {
    get inFlight() {
      return inFlight;
    },
    run(command) {
      const key = lookKey(command);
      // A look that has not begun yet will see what this one would.
      if (key !== '' && waiting.has(key)) return;
      if (key !== '') waiting.add(key);
      inFlight += 1;
      const lane = laneOf(command);
      const inLane = () => (lane === null ? carryOut(command) : lanes.run(lane, () => carryOut(command)));
      const done = command.type === 'plan.make' ? lanes.run(`plans:${plans++ % PLANS_AT_ONCE}`, inLane) : inLane();
      void done.then(() => {
        inFlight -= 1;
        if (inFlight === 0) onIdle();
      });
    },
  };
}

/** A file of goals has them all planned: no endpoint bears hundreds of requests in one moment. */
const PLANS_AT_ONCE = 3;

/** What changes an agent's worktree or process takes turns; a stop never waits; looks take turns among themselves. */
function laneOf(command: Command): string | null {
  switch (command.type) {
    case 'agent.stop':
    case 'goal.halt':
    case 'question.judge':
    case 'limit.wait':
    case 'manager.wait':
    // What it ended as is read at once: it may be removed in the next moment.
    case 'child.report':
      return null;
    case 'plan.make':
    case 'goal.finish':
    case 'tries.judge':
      return `goal:${command.goal}`;
    // Names are chosen one after another.
    case 'task.start':
      return 'tasks';
    case 'manager.consult':
      return `manager:${command.agent}`;
    case 'diff.measure':
    case 'result.write':
      return `look:${command.agent}`;
    case 'pull.merge':
    case 'pull.answer':
      return `pull:${command.pull}`;
    case 'pull.tidy':
      return command.agent === null ? `pull:${command.pull}` : `work:${command.agent}`;
    default:
      return `work:${command.agent}`;
  }
}

function lookKey(command: Command): string {
  return command.type === 'diff.measure' || command.type === 'result.write' ? `${command.type}:${command.agent}` : '';
}

function internalError(command: Command, error: unknown): OrchError {
  const said = plainText(error instanceof Error ? error.message : String(error), 300);
  return {
    kind: 'internal',
    tried: `${command.type} for ${subjectOf(command)}`,
    said,
    next: 'This is a bug of orch-tui: report it with the host log that `orch-tui doctor` names',
  };
}

function subjectOf(command: Command): string {
  if ('pull' in command) return command.pull;
  return 'agent' in command ? command.agent : command.goal;
}

function failureOf(command: Command, error: OrchError): EventBody {
  switch (command.type) {
    case 'pull.giveBack':
    case 'pull.takeIn':
    case 'pull.merge':
      return { type: 'pull.stuck', pull: command.pull, error, handled: [] };
    case 'plan.make':
      return { type: 'plan.failed', goal: command.goal, error };
    case 'task.start':
      return { type: 'task.failed', goal: command.goal, task: command.task, error };
    case 'goal.finish':
      return { type: 'goal.finishFailed', goal: command.goal, error };
    // Whoever is to pick does so without it.
    case 'tries.judge':
      return { type: 'tries.judged', goal: command.goal, judgement: null, unjudged: `${error.tried} failed: ${error.said}` };
    case 'goal.halt':
    case 'pull.answer':
    case 'pull.tidy':
      return { type: 'notice.raised', text: `${error.tried} failed: ${error.said}. ${error.next}` };
    default:
      return failureOfAgent(command, error);
  }
}

function failureOfAgent(
  command: Exclude<Extract<Command, { readonly agent: string }>, { readonly pull: string }>,
  error: OrchError,
): EventBody {
  const agent = command.agent;
  switch (command.type) {
    case 'manager.consult':
      return { type: 'manager.failed', agent, error };
    case 'worktree.create':
      return { type: 'worktree.failed', agent, error };
    case 'agent.spawn':
      return { type: 'agent.startFailed', agent, error };
    case 'agent.remove':
      return { type: 'agent.removeFailed', agent, error };
    case 'work.finish':
    case 'verify.report':
      return { type: 'finish.failed', agent, error, waitsFor: 'person' };
    case 'question.judge':
      return { type: 'question.left', agent, digest: command.digest, rule: error.said };
    case 'agent.goOn':
    case 'agent.handOver':
      return { type: 'agent.goOnFailed', agent, error };
    case 'parent.wake':
      return { type: 'finish.failed', agent, error, waitsFor: 'person' };
    case 'child.report':
    case 'agent.stop':
    case 'limit.wait':
    case 'manager.wait':
    case 'diff.measure':
    case 'result.write':
      return { type: 'notice.raised', text: `${error.tried} failed: ${saidAndNext(error)}` };
  }
}
