// The manager's decision as deeds. It can do no more than a person has allowed: what is refused here stays undone, and says so.

import { chooseOption, grantsMore } from '../harness/choose-option.js';
import { type Agent, isLive } from '../model/agent.js';
import type { Decision } from '../model/decision.js';
import { assertNever } from '../model/error.js';
import type { EventOf } from '../model/event.js';
import { withoutMentions } from '../model/mentions.js';
import { plainText } from '../model/plain-text.js';
import { asksToChoose, mayFinish, mayResume } from '../state/agent-orders.js';
import { nextOfChain } from '../state/chain.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext } from './effect-runner.js';
import { isInside } from './manager-looks.js';

export interface Done {
  /** What came of it, in a few words. */
  readonly outcome: string;
  readonly leadsTo?: NonNullable<EventOf<'manager.decided'>['leadsTo']>;
  /** What was decided instead, by us. */
  readonly instead?: Partial<Decision>;
}

interface World {
  readonly ports: EffectPorts;
  readonly context: EffectContext;
}

const MOST_FILES = 20;
const REFUSED = 'refused: ';

/** One that rests does nothing by itself: where its work was to end with nobody asked, somebody has to hear of that. */
export async function carryOut(agent: Agent, decision: Decision, world: World): Promise<Done> {
  const done = await act(agent, decision, world);
  const isIdle = decision.action.do === 'wait' || done.outcome.startsWith(REFUSED);
  const isLeft = isIdle && done.leadsTo === undefined && agent.state !== 'working' && agent.finish.unattended;
  if (!isLeft) return done;
  const text = `it rests, and the manager has nothing to tell it (${plainText(decision.thought, 300)}). Is its work done?`;
  return { ...done, leadsTo: 'ask', instead: { action: { do: 'ask', text, digest: null } } };
}

async function act(agent: Agent, { action }: Decision, world: World): Promise<Done> {
  const { do: what, text } = action;
  switch (what) {
    case 'instruct':
      return isCommand(text) ? refused(COMMAND) : tell(agent, withoutMentions(text), world);
    case 'add':
      return add(agent, text, world);
    case 'answer':
      return answer(agent, action, world);
    case 'finish':
      if (!mayFinish(agent)) return refused(`it is ${agent.state} and can not be finished`);
      // That a person has to agree first is not for the manager to pass by.
      if (agent.finish.asks === true) return { outcome: 'a person has to agree to its finish', leadsTo: 'finish' };
      world.context.dispatch({ type: 'finish.requested', agent: agent.id, kind: agent.finish.kind, removeWorktree: false });
      return { outcome: `finishing: ${agent.finish.kind}` };
    case 'fail':
      return { outcome: 'given up', leadsTo: 'fail' };
    case 'ask':
      return { outcome: 'a person is asked', leadsTo: 'ask' };
    case 'handover':
      return nextOfChain(agent) === null ? refused('its chain is at its end') : { outcome: 'handed over', leadsTo: 'handover' };
    case 'wait':
      return { outcome: 'nothing to be done' };
    case 'run':
    case 'git':
    case 'ls':
    case 'map':
    case 'test':
      return refused('it has looked often enough');
    default:
      return assertNever(what);
  }
}

/** A CLI runs it instead of reading it, with no policy asked: `!` and aider's `/run` are shells, and `/permissions` or `/approvals` allow what they like. */
function isCommand(text: string): boolean {
  return /^\s*[/!]/mu.test(text);
}

const COMMAND = 'a line that begins with / or ! is a command to its CLI, and no words to its agent';

/** Typed where its CLI runs, else what it is resumed with. */
async function tell(agent: Agent, text: string, { ports, context }: World): Promise<Done> {
  if (isLive(agent)) {
    // An Enter behind a text would be read as the preselected answer.
    if (asksToChoose(agent)) return refused('it asks to choose: only an answer can be given');
    const sent = await ports.runtime.send(agent.id, text);
    if (!sent.ok) return left(`not told: ${sent.error.said}`, text);
    context.dispatch({ type: 'message.sent', agent: agent.id, text, by: 'manager' });
    return { outcome: 'told', leadsTo: 'taken' };
  }
  if (!mayResume(agent)) return refused(`it is ${agent.state} and can not be told anything`);
  context.dispatch({ type: 'agent.resumeRequested', agent: agent.id, fresh: false, text, by: 'manager' });
  return { outcome: 'resumed and told' };
}

function add(agent: Agent, text: string, world: World): Promise<Done> | Done {
  const files = text.split(/[\s,]+/u).filter((path) => path !== '');
  const wrong = files.find((path) => !isInside(path));
  if (wrong !== undefined || files.length > MOST_FILES)
    return refused(`${plainText(wrong ?? 'so many', 80)}: only files of its worktree can be named`);
  return tell(agent, agent.launch.harness === 'aider' ? `/add ${files.join(' ')}` : withoutMentions(`Look at: ${files.join(', ')}`), world);
}

async function answer(agent: Agent, { text, digest }: Decision['action'], { ports, context }: World): Promise<Done> {
  const { question } = agent;
  if (agent.state !== 'waiting' || question === null) return refused('it asks nothing');
  if (digest !== null && digest !== question.digest) return refused('that was the answer to another question');
  if (question.kind === 'trust') return refused('whether a folder is trusted is for a person to say');
  if (question.kind === 'permission' && question.with !== 'manager') return refused('the policy leaves that to a person');
  const choice = text.trim();
  if (question.kind === 'text' && isCommand(choice)) return refused(COMMAND);
  const chosen = chooseOption(
    question.options.map((label) => ({ label, keys: [] })),
    choice,
  );
  if (chosen.ok && grantsMore(chosen.value.label)) return refused('that answer allows more than what is asked');
  const given = await (question.kind === 'text'
    ? ports.runtime.send(agent.id, withoutMentions(choice))
    : ports.runtime.answer(agent.id, question.digest, choice));
  if (!given.ok) return left(`not answered: ${given.error.said}`, choice);
  const words = typeof given.value === 'string' ? given.value : choice;
  context.dispatch({ type: 'question.answered', agent: agent.id, question: question.text, answer: words, by: 'manager', rule: null });
  // Its own words: those of the dialog are an agent's, and outcomes are shown to it unfenced.
  return { outcome: `answered ${plainText(choice, 80)}`, leadsTo: 'taken' };
}

function refused(why: string): Done {
  return { outcome: `${REFUSED}${why}` };
}

/** It can do no more: a person looks at it. */
function left(outcome: string, text: string): Done {
  const asks = `${outcome}. The manager wanted to say: ${plainText(text, 300)}`;
  return { outcome, leadsTo: 'ask', instead: { action: { do: 'ask', text: asks, digest: null } } };
}
