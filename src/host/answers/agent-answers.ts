// Requests about one agent: its orders and its views. Orders are events; the answer waits for what comes of them.

import { agentDiff, stagedOf } from '../../core/adapters/agent-diff.js';
import { litterOf } from '../../core/harness/registry.js';
import { type Agent, isOver } from '../../core/model/agent.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import type { Goal } from '../../core/model/goal.js';
import type { Requests } from '../../core/model/requests.js';
import type { AppState } from '../../core/model/state.js';
import { screenAnsi, screenText } from '../../core/screen/screen-text.js';
import { GO_ON } from '../../core/state/agent-limit.js';
import { asksToChoose, hasLostWorktree, mayFinish, mayResume, mayStop } from '../../core/state/agent-orders.js';
import { findAgent, findGoal } from '../../core/state/find.js';
import { rootsOf } from '../../core/state/goal-state.js';
import { openQuestions } from '../../core/state/open-questions.js';
import { timelineOf } from '../../core/state/timeline.js';
import { awayAt, workThere } from '../../core/state/work-there.js';
import { answerQuestion } from './answer-question.js';
import type { Answers, AnswerWorld } from './answer-world.js';
import { atWorkBelow, liveBelow, refusedFinishOfParent, resumedWithFamily, stoppedWith } from './family-orders.js';
import { refusedFinish } from './order-finish.js';
import { refusedAsTry } from './tries-answers.js';

/** Largest diff that is given out where nothing else is asked for, in bytes: with its escapes it has to fit a frame. */
const MAX_DIFF_BYTES = 2 * 1024 * 1024;
const WHY_HISTORY = 50;

type AgentMethods =
  | 'send'
  | 'questions'
  | 'answer'
  | 'interrupt'
  | 'stop'
  | 'resume'
  | 'remove'
  | 'finish'
  | 'screen'
  | 'why'
  | 'diff'
  | 'timeline'
  | 'seen';

export function agentAnswers(world: AnswerWorld): Pick<Answers, AgentMethods> {
  const { store, runtime, repository } = world;
  const find = (typed: string) => findAgent(store.state, typed);
  const agentOf = (id: string): Agent | undefined => store.state.agents[id];

  return {
    async send({ agent, text, wait }) {
      const found = find(agent);
      if (!found.ok) return found;
      const { id, name, question } = found.value;
      if (asksToChoose(found.value)) return fail(waitsForAnswer(name, question?.text ?? ''));
      const tried = `send ${name} a message`;
      const sent = await runtime.send(id, text, {
        goal: wait === true ? 'delivered' : 'pressed',
        onLost: (error) => store.dispatch({ type: 'message.failed', agent: id, text, error: { ...error, tried } }),
      });
      if (!sent.ok) return fail({ ...sent.error, tried });
      store.dispatch({ type: 'message.sent', agent: id, text });
      return ok({ agent: name, ...sent.value });
    },
    async questions({ agent }) {
      const found = agent === null ? ok(Object.values(store.state.agents)) : listOf(find(agent));
      return found.ok ? ok({ questions: openQuestions(found.value) }) : found;
    },
    answer: (params) => answerQuestion(world, params),
    async interrupt({ agent }) {
      const found = find(agent);
      if (!found.ok) return found;
      const sent = runtime.interrupt(found.value.id);
      if (!sent.ok) return fail({ ...sent.error, tried: `interrupt ${found.value.name}` });
      store.dispatch({ type: 'agent.interruptSent', agent: found.value.id });
      return ok({ agent: found.value.name });
    },
    async stop({ agent, children }) {
      const found = agent === null ? ok(Object.values(store.state.agents).filter(mayStop)) : goalOrAgents(store.state, agent);
      if (!found.ok) return found;
      const stopping = stoppedWith(store.state, found.value, children ?? (agent !== null && find(agent).ok ? 'leave' : 'too'));
      for (const goal of new Set(agent === null || !find(agent).ok ? stopsGoals(store.state, agent) : []))
        store.dispatch({ type: 'goal.stopRequested', goal });
      for (const { id } of stopping) store.dispatch({ type: 'agent.stopRequested', agent: id });
      await world.until(() => stopping.every(({ id }) => hasEnded(agentOf(id))));
      const left = found.value.flatMap((each) => liveBelow(store.state, each)).map(({ name }) => name);
      return ok({ agents: stopping.map(({ name }) => name), ...(left.length === 0 ? {} : { left }) });
    },
    async resume({ agent, fresh }) {
      const found = agentOrGoal(store.state, agent);
      if (!found.ok) return found;
      const { tried, agents, goal } = found.value;
      const named = agents.filter((each) => mayResume(each) && (goal === null || isOpenIn(goal, each)));
      const resuming = resumedWithFamily(store.state, named);
      if (resuming.length === 0 && goal === null) return fail(refusedToResume(tried, agents));
      if (goal !== null) {
        const refusal = mayResumeGoal(goal);
        if (!refusal.ok) return refusal;
        store.dispatch({ type: 'goal.resumeRequested', goal: goal.id });
      }
      // Nobody may be there to tell an agent of a plan what to do: one that had said that it is done rests for ever.
      for (const { id, task } of resuming)
        store.dispatch({ type: 'agent.resumeRequested', agent: id, fresh, text: goal !== null && task !== null ? GO_ON : null });
      const names = resuming.map(({ name }) => name);
      return ok({ agent: names.join(', '), agents: names, goal: goal?.id ?? agents[0]?.goal ?? '' });
    },
    remove: (params) => remove(world, params),
    async finish({ agent, as, removeWorktree, draft }) {
      const found = find(agent);
      if (!found.ok) return found;
      const { id, name, state, finish, task } = found.value;
      const ofParent = refusedFinishOfParent(store.state, found.value);
      if (ofParent !== null) return fail(ofParent);
      // Of a planned goal it is the whole that ends in a pull request.
      const otherEnd = task === null ? refusedFinish(as ?? finish.kind, world.config) : null;
      if (otherEnd !== null) return fail(otherEnd);
      const ofTry = refusedAsTry(found.value, as);
      if (ofTry !== null) return fail(ofTry);
      if (!mayFinish(found.value))
        return fail(refused(`finish ${name}`, `it is ${state}`, 'Wait until it has a worktree and nobody else finishes it'));
      if (as !== null && as !== finish.kind && found.value.task !== null)
        return fail(refused(`finish ${name} (${as})`, OF_PLAN, NEXT_OF_PLAN));
      const kind = as ?? finish.kind;
      if (draft && kind !== 'pr')
        return fail(refused(`finish ${name} (${kind})`, 'only a pull request can be a draft', 'Give --as pr, or leave --draft out'));
      const from = store.state.seq;
      let notes: readonly string[] = [];
      const forget = store.listen((event) => {
        if (event.type === 'finish.done' && event.agent === id) notes = event.notes;
      });
      store.dispatch({ type: 'finish.requested', agent: id, kind, removeWorktree, ...(draft ? { draft } : {}) });
      // With runs of verify left the agent mends what failed and is finished again: that is not its end.
      const isOpen = ({ state: now, pending }: Agent) => now === 'finishing' || pending?.order === 'finish';
      const ended = (now: Agent | undefined) => now === undefined || (now.sinceSeq > from && !isOpen(now));
      await world.until(() => ended(agentOf(id)));
      forget();
      const after = agentOf(id);
      if (after === undefined) return ok({ agent: name, result: null, notes });
      if (after.error !== null) return fail(after.error);
      return ok({ agent: name, result: after.result, notes });
    },
    async screen({ agent, ansi }) {
      const found = find(agent);
      if (!found.ok) return found;
      const emulator = await world.emulatorOf(found.value);
      if (emulator === null) {
        const said =
          workThere(found.value) === null ? 'it has printed nothing yet' : 'nothing of it has come from the node that it works on';
        return fail(refused(`show the screen of ${found.value.name}`, said, 'See `orch-tui why` for its state'));
      }
      return ok({ text: ansi ? screenAnsi(emulator, { colors: 'rgb', underlineStyles: true }) : screenText(emulator) });
    },
    async why({ agent }) {
      const found = find(agent);
      if (!found.ok) return found;
      const { id, name, state, why } = found.value;
      const away = awayAt(found.value);
      const history = timelineOf(store.events(), store.state, { agent: id, limit: WHY_HISTORY });
      return ok({ agent: name, state, why, history, ...(away === null ? {} : { away }) });
    },
    async diff({ agent, ...asked }) {
      const found = find(agent);
      if (!found.ok) return found;
      const isNow = await runtime.save(found.value.id);
      const now = agentOf(found.value.id) ?? found.value;
      const order = { litter: litterOf(now.launch), maxBytes: asked.maxBytes ?? MAX_DIFF_BYTES, isNow };
      const [diff, staged] = await Promise.all([
        agentDiff(repository, now, order),
        asked.staged === undefined ? null : stagedOf(repository, now, order),
      ]);
      return diff.ok && staged !== null ? ok({ ...diff.value, staged }) : diff;
    },
    async timeline({ agent, limit }) {
      const found = agent === null ? null : find(agent);
      if (found !== null && !found.ok) return found;
      return ok({ entries: timelineOf(store.events(), store.state, { agent: found?.value.id ?? null, limit }) });
    },
    async seen({ agent }) {
      store.dispatch({ type: 'agent.seen', agent });
      return ok({});
    },
  };
}

async function remove(world: AnswerWorld, { agent, force }: Requests['remove']['params']): Promise<Result<Requests['remove']['result']>> {
  const { store, repository } = world;
  const found = findAgent(store.state, agent);
  if (!found.ok) return found;
  const { id, name, worktree, branch, base, state } = found.value;
  if (!force) {
    const live = isOver(state) ? null : `${name} is ${state}`;
    const below = atWorkBelow(store.state, found.value);
    const hasWork =
      worktree === null || branch === null || found.value.baseCommit === null
        ? ok(false)
        : await repository.hasUnsavedWork({ worktree, branch, base });
    const unsaved = hasWork.ok && !hasWork.value ? null : `${name} has work that is not in ${base}; it is kept under refs/orch/rescue`;
    const question = [live, below, unsaved].filter((part) => part !== null).join(', and ');
    if (question !== '')
      return fail({
        kind: 'needs-person',
        tried: `remove ${name}`,
        said: question,
        next: 'Give --force to remove it without being asked; its work is rescued in any case',
      });
  }
  const ending = liveBelow(store.state, found.value);
  for (const child of ending) store.dispatch({ type: 'agent.stopRequested', agent: child.id });
  await world.until(() => ending.every((child) => hasEnded(store.state.agents[child.id])));
  let removed: Requests['remove']['result'] | null = null;
  let error: OrchError | null = null;
  const forget = store.listen((event) => {
    if (event.type === 'agent.removed' && event.agent === id)
      removed = { agent: name, rescueRef: event.rescueRef, trash: event.trash, restore: event.restore };
    if (event.type === 'agent.removeFailed' && event.agent === id) error = event.error;
  });
  store.dispatch({ type: 'agent.removeRequested', agent: id });
  await world.until(() => removed !== null || error !== null);
  forget();
  return removed !== null ? ok(removed) : fail(error as unknown as OrchError);
}

function waitsForAnswer(name: string, question: string): OrchError {
  return {
    kind: 'needs-person',
    tried: `send ${name} a message`,
    said: `it asks: ${question}`,
    next: 'Answer first, with `a` or `orch-tui answer`, then send again',
  };
}

function hasEnded(agent: Agent | undefined): boolean {
  return agent === undefined || (isOver(agent.state) && agent.process === null);
}

interface Resumed {
  readonly tried: string;
  readonly agents: readonly Agent[];
  /** Of a planned goal: also what has no agent yet goes on. */
  readonly goal: Goal | null;
}

/** Done is done; one that runs has nothing to be resumed. */
function mayResumeGoal({ id, state, pause }: Goal): Result<void> {
  if (state !== 'done' && (pause !== undefined || state === 'failed' || state === 'stopped' || state === 'waiting')) return ok(undefined);
  return fail(refused(`resume the goal ${id}`, `it is ${state}`, state === 'done' ? 'Start a new goal instead' : 'Stop it first'));
}

/** An agent whose task was given to another, or is done, has nothing more to do for its goal. */
function isOpenIn({ tasks }: Goal, { id, state }: Agent): boolean {
  return state !== 'done' && tasks.some((task) => task.agent === id);
}

/** Agents of a goal are resumed together; a name is an agent's before it is a goal's. */
function agentOrGoal(state: AppState, typed: string): Result<Resumed> {
  const agent = findAgent(state, typed);
  if (agent.ok) return ok({ tried: `resume ${agent.value.name}`, agents: [agent.value], goal: null });
  const goal = agent.error.kind === 'not-found' ? findGoal(state, typed) : agent;
  if (!goal.ok) return agent;
  const { id, plan, tries } = goal.value;
  // Once one of several tries was picked the others have nothing more to do for it.
  const isOpen = ({ finish }: Agent) => tries?.picked == null || finish.competes !== true;
  // What was delegated goes on with whoever has delegated it.
  const agents = rootsOf(Object.values(state.agents).filter((each) => each.goal === id)).filter(isOpen);
  return ok({ tried: `resume the goal ${id}`, agents, goal: plan === undefined ? null : goal.value });
}

/** A name is an agent's before it is a goal's. */
function goalOrAgents(state: AppState, typed: string): Result<readonly Agent[]> {
  const agent = listOf(findAgent(state, typed));
  if (agent.ok || agent.error.kind !== 'not-found') return agent;
  const goal = findGoal(state, typed);
  return goal.ok ? ok(Object.values(state.agents).filter((each) => each.goal === goal.value.id)) : agent;
}

/** Planned goals, and those with several tries, that end with their agents: all that are open, or the one that was named, which leaves the list where nothing is left of it. */
function stopsGoals(state: AppState, typed: string | null): readonly string[] {
  const named = typed === null ? null : findGoal(state, typed);
  const goals = named === null ? Object.values(state.goals) : named.ok ? [named.value] : [];
  const isMeant = (now: Goal['state']) => now !== 'done' && (named !== null || now !== 'failed');
  return goals.filter(({ plan, tries, state: now }) => (plan !== undefined || tries !== undefined) && isMeant(now)).map(({ id }) => id);
}

const OF_PLAN = 'other tasks of its goal build on its work, which goes where its plan says';
const NEXT_OF_PLAN = 'Finish it without --as; the goal as a whole ends as it was ordered';

function listOf(found: Result<Agent>): Result<readonly Agent[]> {
  return found.ok ? ok([found.value]) : found;
}

function refusedToResume(tried: string, agents: readonly Agent[]): OrchError {
  const said = agents.map((agent) =>
    hasLostWorktree(agent) ? `the worktree of ${agent.name} was removed` : `${agent.name} is ${agent.state}`,
  );
  return refused(tried, said.join(', '), agents.every(hasLostWorktree) ? 'Start a new task instead' : 'Stop it first');
}

function refused(tried: string, said: string, next: string): OrchError {
  return { kind: 'usage', tried, said, next };
}
