// What the end of an agent's process means for it: finished, left by a person, stopped as asked, or failed. Pure.
import { type Agent, isManaged, isOver } from '../model/agent.js';
import type { OrchError } from '../model/error.js';
import type { EventOf } from '../model/event.js';
import { afterCrash, resumedWith, toldAnew, withoutLimitThere } from './agent-limit.js';
import { afterWork } from './enter-finish.js';
import { enterState, hostWhy } from './enter-state.js';
import { withoutWaiting } from './family.js';
import { finishesByItself } from './finishes-by-itself.js';
import { lastWords } from './last-words.js';
import { launchName } from './launch-name.js';
import { withoutInquiry } from './own-words.js';

/** A CLI that ends sooner than this after its start never got to work: a missing login, a wrong flag. */
const EARLY_MS = 2000;

const EVIDENCE = 200;

type Exit = EventOf<'agent.exited'>;

export function afterExit(agent: Agent, event: Exit): Agent {
  const ended: Agent = { ...withoutInquiry(withoutWaiting(withoutLimitThere(agent))), process: null };
  // Over: it was ended after its work. Queued: the new run waits for this end.
  if (isOver(agent.state) || agent.state === 'queued') return ended;
  if (agent.pending?.order === 'stop' || agent.pending?.order === 'remove') {
    const pending = agent.pending.order === 'remove' ? agent.pending : null;
    return enterState({ ...ended, pending }, event, { state: 'stopped', why: hostWhy(event, 'stop.requested', exitText(event)) });
  }
  // Verify and merge go on without it.
  if (agent.state === 'finishing') return ended;
  // Its finish waits for a person: that matters more than how the CLI ended.
  if (agent.state === 'waiting' && agent.why.source === 'host') return ended;
  if (waitsOutLimit(agent, event) || hasToldFailure(agent, event)) return ended;
  if (startsOtherwise(agent, event)) {
    const text = event.goesOn === 'fresh' ? toldAnew(agent, agent.run.text) : resumedWith(agent);
    const run = { mode: event.goesOn, text, startedAt: null, hasWorked: false };
    return enterState({ ...ended, run }, event, { state: 'queued', why: hostWhy(event, 'exit.otherwise', exitText(event)) });
  }
  const why = {
    source: 'process',
    rule: event.exitCode === 0 ? 'exit.zero' : 'exit.failed',
    evidence: exitText(event),
    at: event.at,
  } as const;
  if (event.exitCode !== 0) {
    const again = isCrash(agent, event) ? afterCrash(ended, event, why) : null;
    if (again !== null) return again;
    // The manager looks first: it may resume it, or say that it has failed.
    const state = isManaged(agent) && agent.pending === null ? 'waiting' : 'failed';
    return enterState({ ...ended, pending: null, error: exitError(agent, event) }, event, { state, why });
  }
  if (event.attended && agent.pending?.order !== 'finish') {
    return enterState(ended, event, {
      state: 'stopped',
      why: { ...why, rule: 'exit.quit', evidence: 'a person was attached and left it' },
    });
  }
  return afterWork({ ...ended, error: null }, event, why);
}

/** It is handed over, or resumed when its limit is over: that it has ended meanwhile is no end of its work, unless a person ended it. */
function waitsOutLimit({ state, limit }: Agent, event: Exit): boolean {
  if (state !== 'limited') return false;
  return limit?.next === 'hand-over' || (limit?.next === 'go-on' && !event.attended && event.canResume === true);
}

/** What it told just before its end says more than its exit code: a person is asked about that. */
function hasToldFailure({ state, limit }: Agent, event: Exit): boolean {
  return state === 'waiting' && limit?.next === 'person' && event.gaveUp === 'failed';
}

/** Nobody is there to press r, and there is a conversation to go on with. */
function isCrash(agent: Agent, event: Exit): boolean {
  return finishesByItself(agent) && agent.run.hasWorked && event.canResume === true && event.gaveUp === undefined && !event.attended;
}

/** Only as it was not tried just now: a CLI that always says so must not be started for ever. */
function startsOtherwise(agent: Agent, event: Exit): event is Exit & Required<Pick<Exit, 'goesOn'>> {
  if (event.exitCode === 0 || event.goesOn === undefined) return false;
  return (event.goesOn === 'resume') !== (agent.run.mode === 'resume');
}

function exitText(event: Exit): string {
  if (event.error !== undefined) return event.error.said.slice(0, EVIDENCE);
  if (event.inShell) return 'its CLI ended, and the shell it was started by lived on';
  if (event.signal !== null) return `ended by ${event.signal}`;
  return event.exitCode === null ? 'ended without an exit code' : `exit code ${event.exitCode}`;
}

function exitError(agent: Agent, event: Exit): OrchError {
  if (event.error !== undefined) return { ...event.error, tried: `run ${launchName(agent)} for ${agent.name}` };
  const words = lastWords(event.tail);
  const livedMs = agent.run.startedAt === null ? EARLY_MS : Date.parse(event.at) - Date.parse(agent.run.startedAt);
  const early = livedMs < EARLY_MS ? `, ${(Math.max(0, livedMs) / 1000).toFixed(1)} s after its start` : '';
  if (event.gaveUp === 'limit') return limitError(agent, words);
  return {
    kind: 'harness',
    tried: `run ${launchName(agent)} for ${agent.name}`,
    said: `${exitText(event)}${early}${words === '' ? ', without a word' : `: ${words}`}`,
    next: `Press r to run it again, or read \`orch-tui logs ${agent.name}\``,
  };
}

/** Turns, time or budget: its last words say which. */
function limitError(agent: Agent, words: string): OrchError {
  return {
    kind: 'limit',
    tried: `run ${launchName(agent)} for ${agent.name}`,
    said: words === '' ? 'a limit of its own has ended it' : words,
    next: 'Press r to let it go on, with as much again',
  };
}
