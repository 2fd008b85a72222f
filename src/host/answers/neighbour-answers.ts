// Requests that name an agent of another node. What can be done from here is asked of that node; the rest is for whoever it belongs to.
import { isOver } from '../../core/model/agent.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import type { NeighbourOrder } from '../../core/model/neighbour.js';
import { openQuestion } from '../../core/model/open-question.js';
import type { Method, Requests } from '../../core/model/requests.js';
import { screenAnsi, screenText } from '../../core/screen/screen-text.js';
import { findAgent, findGoal } from '../../core/state/find.js';
import { openQuestions } from '../../core/state/open-questions.js';
import { fullName, isBelow, ownThere } from '../neighbours/find-neighbour.js';
import type { NeighbourRow } from '../neighbours/neighbour-rows.js';
import type { AnswerWorld } from './answer-world.js';
import type { Answer } from './answers.js';
import { notForHere, notOpen } from './neighbour-errors.js';

export type NeighbourWorld = Pick<AnswerWorld, 'store' | 'neighbours' | 'emulatorOf' | 'now'>;

/** Requests with an agent as `agent`. Those that are not answered below are refused. */
const OF_AN_AGENT = [
  'send',
  'questions',
  'answer',
  'interrupt',
  'stop',
  'resume',
  'remove',
  'finish',
  'screen',
  'why',
  'diff',
  'timeline',
  'seen',
  'words',
  'terminalAfter',
  'terminalKeys',
  'terminalSize',
  'messages',
  'pick',
  'comment',
  'hunk',
] as const satisfies readonly Method[];

type AgentMethod = (typeof OF_AN_AGENT)[number];
type Questions = Requests['questions']['result'];
type OwnAnswers = {
  readonly [M in AgentMethod]?: (row: NeighbourRow, params: Requests[M]['params']) => Promise<Result<Requests[M]['result']>>;
};

/** As `answer`, also of agents of other nodes. Never rejects where that does not. */
export function withNeighbours(answer: Answer, world: NeighbourWorld): Answer {
  const answers: OwnAnswers = {
    ...neighbourAnswers(world),
    // What was written to one of another host from here is kept here, too; of one below a task that is with its worker.
    messages: async (row, params) =>
      isBelow(row) ? fail(refusalOf(world, row, 'messages')) : answer('messages', { ...params, agent: row.agent.id }),
  };
  return async (method, params) => {
    const isOfOne = OF_AN_AGENT.some((each) => each === method);
    const named = isOfOne ? namedElsewhere(world, method, params) : null;
    if (named === null) {
      const answered = await answer(method, isOfOne ? byItsId(world, params) : params);
      const isOfAll = method === 'questions' && 'agent' in params && params.agent === null;
      // The types of a union of methods can not say which one this is.
      return isOfAll ? (withOurs(world, answered as Result<Questions>) as typeof answered) : answered;
    }
    if (!named.ok) return named;
    const own = answers[method as AgentMethod] as ((row: NeighbourRow, params: unknown) => Promise<Result<never>>) | undefined;
    return own === undefined ? fail(refusalOf(world, named.value, method)) : own(named.value, params);
  };
}

function refusalOf(world: NeighbourWorld, row: NeighbourRow, method: Method): OrchError {
  return notForHere(row, { method, above: aboveOf(world, row) });
}

/** Null: one of this host is meant, or nobody is. */
function namedElsewhere({ store, neighbours }: NeighbourWorld, method: Method, params: object): Result<NeighbourRow> | null {
  const typed = 'agent' in params && typeof params.agent === 'string' ? params.agent : null;
  if (typed === null || neighbours.rows.length === 0) return null;
  const own = findAgent(store.state, typed);
  if (own.ok || own.error.kind !== 'not-found') return null;
  // What a goal is called stops and resumes that.
  if ((method === 'stop' || method === 'resume') && findGoal(store.state, typed).ok) return null;
  return neighbours.find(typed);
}

/** One of this host may be named with the node that it runs on, too. */
function byItsId<Params extends object>({ store }: NeighbourWorld, params: Params): Params {
  const own = 'agent' in params && typeof params.agent === 'string' ? ownThere(store.state.agents, params.agent) : undefined;
  return own === undefined ? params : { ...params, agent: own.id };
}

function neighbourAnswers(world: NeighbourWorld): OwnAnswers {
  const { neighbours, emulatorOf, now } = world;
  const ask = async (row: NeighbourRow, tried: string, order: NeighbourOrder): Promise<Result<string>> => {
    if (row.agent.neighbour?.isOpen !== true) return fail(notOpen(row, tried));
    const said = await neighbours.ask(row.agent.id, order);
    return said.ok ? said : fail({ ...said.error, tried });
  };

  return {
    async send(row, { text, wait = false }) {
      const begun = now();
      const sent = await ask(row, `send ${fullName(row)} a message`, { what: 'send', text, wait });
      if (!sent.ok) return sent;
      return ok({ agent: fullName(row), proof: wait ? 'at work' : 'Enter pressed', ms: now() - begun });
    },
    async questions(row) {
      if (row.agent.neighbour?.isOpen !== true) return fail(notOpen(row, `answer ${fullName(row)}`));
      return ok({ questions: questionsOf([row]) });
    },
    async answer(row, { choice, digest }) {
      const tried = `answer ${fullName(row)}`;
      const question = openQuestion(row.agent);
      if (row.agent.neighbour?.isOpen !== true) return fail(notOpen(row, tried));
      if (question === null)
        return fail(conflict(tried, `it asks nothing: it is ${row.agent.state}`, 'See `orch-tui status` for who waits'));
      if (digest !== null && digest !== question.digest)
        return fail(conflict(tried, `it asks something else by now: ${question.text}`, 'Look at that, and answer it'));
      const given = await ask(row, tried, { what: 'answer', digest: question.digest, choice });
      return given.ok ? ok({ agent: fullName(row), question: question.text, answer: given.value || choice }) : given;
    },
    async interrupt(row) {
      const sent = await ask(row, `interrupt ${fullName(row)}`, { what: 'interrupt' });
      return sent.ok ? ok({ agent: fullName(row) }) : sent;
    },
    async stop(row) {
      const stopped = await ask(row, `stop ${fullName(row)}`, { what: 'stop' });
      return stopped.ok ? ok({ agents: [fullName(row)] }) : stopped;
    },
    async screen(row, { ansi }) {
      const tried = `show the screen of ${fullName(row)}`;
      if (row.agent.neighbour?.isOpen !== true) return fail(notOpen(row, tried));
      const emulator = await emulatorOf(row.agent);
      if (emulator === null)
        return fail(conflict(tried, `nothing of it has come from ${row.entry.node}`, 'See `orch-tui why` for its state'));
      return ok({ text: ansi ? screenAnsi(emulator, { colors: 'rgb', underlineStyles: true }) : screenText(emulator) });
    },
    async words(row) {
      const said = await ask(row, `ask for the last words of ${fullName(row)}`, { what: 'words' });
      return said.ok ? ok({ text: said.value }) : said;
    },
    async why(row) {
      const { state, why } = row.agent;
      return ok({ agent: fullName(row), state, why, history: [], away: { node: row.entry.node, runs: !isOver(state) } });
    },
    // Its own node remembers who has looked at it.
    async seen() {
      return ok({});
    },
  };
}

/** Name of the agent of this host that it works for; null where it works for none. */
function aboveOf({ store, neighbours }: NeighbourWorld, { agent }: NeighbourRow): string | null {
  const visited = new Set<string>();
  for (let id = agent.parent; id !== null && !visited.has(id); id = neighbours.row(id)?.agent.parent ?? null) {
    visited.add(id);
    const own = Object.hasOwn(store.state.agents, id) ? store.state.agents[id] : undefined;
    if (own !== undefined) return own.name;
  }
  return null;
}

/** What waits for a person of this host: also what is asked by those that work for it elsewhere. */
function withOurs({ neighbours }: NeighbourWorld, found: Result<Questions>): Result<Questions> {
  const ours = questionsOf(neighbours.rows.filter(({ agent }) => agent.neighbour?.isOurs === true));
  if (!found.ok || ours.length === 0) return found;
  return ok({ questions: [...found.value.questions, ...ours].sort((a, b) => a.since.localeCompare(b.since)) });
}

/** By the name that they are answered by. */
function questionsOf(rows: readonly NeighbourRow[]): Questions['questions'] {
  return openQuestions(rows.map((row) => ({ ...row.agent, name: fullName(row) })));
}

function conflict(tried: string, said: string, next: string): OrchError {
  return { kind: 'conflict', tried, said, next };
}
