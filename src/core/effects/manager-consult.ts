// One consultation: what is new is shown, looks that the manager asks for are answered, and its decision is carried out if the world has not moved.
import { askStructured } from '../chat/ask-structured.js';
import { managerDigest } from '../manager/digest.js';
import { fencedText } from '../manager/fenced-text.js';
import { loopIn } from '../manager/loop-watch.js';
import { digestOutput } from '../manager/output-digest.js';
import { alsoChangedBy } from '../manager/overlap-words.js';
import type { Agent } from '../model/agent.js';
import type { ChatMessage } from '../model/chat.js';
import { type Decision, KEPT_TEXT, type KeptDecision, type ManagerReason } from '../model/decision.js';
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import { addUsage, NO_USAGE, type Usage } from '../model/usage.js';
import type { OutputMark } from '../ports.js';
import { launchWords, nextOfChain } from '../state/chain.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext } from './effect-runner.js';
import { carryOut, type Done } from './manager-acts.js';
import { isLook, lookUp } from './manager-looks.js';
import { sightThere } from './sight-there.js';

export interface Ask {
  readonly agent: string;
  readonly reason: ManagerReason;
  /** `seq` of the event that asked: the answer holds while that is the newest. */
  readonly seq: number;
}

export type Marks = Map<string, OutputMark>;

interface Consultation {
  readonly ports: EffectPorts;
  readonly context: EffectContext;
  readonly marks: Marks;
  readonly signal: AbortSignal;
}

/** More than this is no decision. */
const MOST_LOOKS = 3;
const OUTPUT_TOKENS = 800;
const STAT = 3000;
const COMMITS = 5;

/** The agent as it was asked about, while nothing has happened to it since; null when that is past. */
export function isOpen({ agent: id, seq }: Ask, context: EffectContext): Agent | null {
  const agent = context.agent(id);
  return agent?.manager?.state === 'asked' && agent.manager.askedSeq === seq ? agent : null;
}

/** Null when it was decided, or is past; `person` when one came to it meanwhile; else why it could not be decided. */
export async function consult(ask: Ask, consultation: Consultation): Promise<OrchError | 'person' | null> {
  const { ports, context, marks } = consultation;
  const agent = isOpen(ask, context);
  if (agent === null) return null;
  const sight = await look(agent, ask, consultation);
  if (consultation.signal.aborted || isOpen(ask, context) === null) return null;
  const answer = await decide(agent, ask, { ...consultation, ...sight });
  if (!answer.ok) return isOpen(ask, context) === null ? null : answer.error;
  if (sight.mark !== null) marks.set(agent.id, sight.mark);
  const { decision, usage, looked } = answer.value;
  const keep = (outcome: string): KeptDecision => {
    const told = [...looked, outcome].join('; ');
    const at = new Date(ports.clock.now()).toISOString();
    const action = { ...decision.action, text: decision.action.text.slice(0, KEPT_TEXT) };
    return { ...decision, action, at, reason: ask.reason, outcome: plainText(told, 300), usage, diff: sight.size };
  };
  const drop = (why: string): void => context.dispatch({ type: 'manager.decided', agent: agent.id, decision: keep(`dropped: ${why}`) });
  const now = isOpen(ask, context);
  if (now === null) {
    drop(`it is ${context.agent(agent.id)?.state ?? 'gone'} by now`);
    return null;
  }
  if (ports.runtime.isAttended(agent.id)) {
    drop('a person is at it');
    return 'person';
  }
  const done = await obey(now, decision, { ...consultation, size: sight.size });
  const decided = {
    type: 'manager.decided',
    agent: agent.id,
    decision: { ...keep(done.outcome), ...done.instead },
    asked: ask.seq,
  } as const;
  context.dispatch(done.leadsTo === undefined ? decided : { ...decided, leadsTo: done.leadsTo });
  return null;
}

/** A circle is a person's, whatever was decided. */
function obey(agent: Agent, decision: Decision, { ports, context, size }: Consultation & { readonly size: string }): Promise<Done> {
  const { decisions = [], rounds = 0 } = agent.manager ?? {};
  const error = agent.state === 'waiting' ? agent.error : null;
  const loop = loopIn({ before: decisions, rounds, maxRounds: ports.manager.maxRounds, decision, diff: size, error });
  if (loop === null) return carryOut(agent, decision, { ports, context });
  const said = decision.action.text === '' ? '' : ` It would be told: ${plainText(decision.action.text, 300)}`;
  const action = { do: 'ask', text: `${loop}. What is to be done?${said}`, digest: null } as const;
  return Promise.resolve({ outcome: `left to a person: ${loop}`, leadsTo: 'ask', instead: { action } });
}

interface Sight {
  readonly digest: string;
  readonly savedTokens: number;
  /** One line of how much was changed, by which rounds that change nothing are told. */
  readonly size: string;
  readonly mark: OutputMark | null;
}

async function look(agent: Agent, { reason }: Ask, { ports, context, marks }: Consultation): Promise<Sight> {
  const { output, repository, runtime, manager, clock } = ports;
  const { worktree, baseCommit } = agent;
  const there = await sightThere(agent, () => context.agent(agent.id), ports);
  if (there === null) await runtime.whenStill(agent.id);
  const place = there !== null || worktree === null || baseCommit === null ? null : { worktree, baseCommit };
  const [printed, stat, subjects] = await Promise.all([
    there === null ? output.since(agent, marks.get(agent.id) ?? null) : { text: there.words ?? '', mark: null },
    place === null ? null : repository.look({ ...place, what: 'diff' }),
    place === null ? null : repository.commitSubjects(place),
  ]);
  const isScreen = there === null && runtime.drawsScreen(agent.id);
  // Without a log its screen is all there is, and of a program that draws one what it printed is cells here and there.
  const shown = isScreen || (there === null && printed.mark === null) ? runtime.shown(agent.id) : printed.text;
  const screen = there === null && shown === printed.text ? runtime.shown(agent.id) : '';
  const { text, savedTokens } = digestOutput(shown, manager.digestTokens, screen);
  // What git can not tell is left out: the manager can ask for it.
  const changed = stat?.ok === true ? stat.value : (there?.stat ?? '');
  const changes = changed.slice(-STAT);
  const next = nextOfChain(agent);
  const digest = managerDigest({
    agent,
    goal: context.state().goals[agent.goal] ?? null,
    reason,
    now: clock.now(),
    output: text,
    isScreen,
    ...(there === null ? {} : { there }),
    changes,
    commits: subjects?.ok === true ? subjects.value.slice(0, COMMITS) : [],
    overlaps: alsoChangedBy(agent.id, context.state()),
    commands: manager.commands,
    nextOfChain: next === null ? null : launchWords(next.launch),
  });
  return { digest, savedTokens, size: plainText(changes.trim().split('\n').at(-1) ?? '', 100), mark: printed.mark };
}

interface Decided {
  readonly decision: Decision;
  readonly usage: Usage;
  /** What it looked at first, in words. */
  readonly looked: readonly string[];
}

async function decide(agent: Agent, ask: Ask, order: Consultation & Pick<Sight, 'digest' | 'savedTokens'>): Promise<Result<Decided>> {
  const { ports, context, digest } = order;
  const suffix = ports.manager.promptSuffix === null ? '' : `\n\n${ports.manager.promptSuffix}`;
  const prompt = await ports.prompt('manager');
  if (!prompt.ok) return prompt;
  let messages: readonly ChatMessage[] = [
    { role: 'system', content: prompt.value.trim() },
    { role: 'user', content: `${digest}${suffix}` },
  ];
  const looked: string[] = [];
  let usage = NO_USAGE;
  let { savedTokens } = order;
  const onCall = ({ model, usage: spent }: { readonly model: string; readonly usage: Usage }): void => {
    usage = addUsage(usage, spent);
    const about = { goal: agent.goal, agent: agent.id };
    context.dispatch({ type: 'model.called', use: 'manager', about, model, usage: spent, savedTokens });
    savedTokens = 0;
  };
  for (let looks = 0; ; looks += 1) {
    // Loaded with the first question: a host without a manager starts without any schema.
    const { decisionSchema } = await import('../manager/decision-schema.js');
    const answer = await askStructured({
      model: ports.model,
      order: { use: 'manager', messages, maxOutputTokens: OUTPUT_TOKENS, signal: order.signal },
      schema: decisionSchema,
      what: 'a decision',
      onCall,
    });
    if (!answer.ok) return fail(answer.error);
    const decision = answer.value.value;
    const isPast = isOpen(ask, context) === null;
    if (!isLook(decision.action.do) || isPast || looks === MOST_LOOKS) return ok({ decision, usage, looked });
    const { said, text } = await lookUp(context.agent(agent.id) ?? agent, decision.action, { ...ports, signal: order.signal });
    looked.push(said);
    const left = MOST_LOOKS - looks - 1;
    const rest = left === 0 ? 'No further look is answered: decide now.' : `${left} more of such looks are answered.`;
    messages = [
      ...messages,
      { role: 'assistant', content: JSON.stringify(decision) },
      { role: 'user', content: `${said}.\n${fencedText({ what: 'what was found', text })}\n${rest}` },
    ];
  }
}
