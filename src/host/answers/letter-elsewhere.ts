// A message of the person for an agent of another node: which party it is kept for, or that its worker is told at once.
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import type { MessageMethods } from '../../core/model/message-methods.js';
import { plainText } from '../../core/model/plain-text.js';
import type { Addressees } from '../../core/state/parties.js';
import { fullName, isBelow } from '../neighbours/find-neighbour.js';
import type { NeighbourRow } from '../neighbours/neighbour-rows.js';
import type { AnswerWorld } from './answer-world.js';

type Sent = Result<MessageMethods['messageSend']['result']>;

/** Kept for a party, which may be one of others; or its worker is to be told at once, and nothing of it is kept here. */
export type Way = { readonly kept: Addressees; readonly ofOthers?: NeighbourRow } | { readonly atOnce: NeighbourRow };

/** Null: nobody elsewhere is meant. */
export function meantElsewhere({ network, neighbours }: Pick<AnswerWorld, 'network' | 'neighbours'>, to: string): Result<Way> | null {
  const found = neighbours.find(to);
  if (found !== null) return found.ok ? wayTo(found.value) : found;
  const at = to.lastIndexOf('@');
  if (at < 1) return null;
  const [name, node] = [to.slice(0, at), to.slice(at + 1)];
  // One of here that runs there.
  const own = [...network.others.values()].find((entry) => entry.node === node && (entry.name === name || entry.id === name));
  if (own !== undefined) return ok({ kept: { parties: [own.id], notes: [] } });
  const tried = `find ${plainText(to, 120)}`;
  return fail({ kind: 'not-found', tried, said: 'no other node has it', next: '`orch-tui host` lists the nodes' });
}

/** One that an agent of a task has delegated to has no inbox but that of its worker's host. */
export async function sentAtOnce(
  { neighbours }: Pick<AnswerWorld, 'neighbours'>,
  row: NeighbourRow,
  { text, wantsReply }: Pick<MessageMethods['messageSend']['params'], 'text' | 'wantsReply'>,
): Promise<Sent> {
  const name = fullName(row);
  if (wantsReply) return fail(noReplyFrom(row));
  const sent = await neighbours.ask(row.agent.id, { what: 'message', text });
  if (!sent.ok) return fail({ ...sent.error, tried: `send ${name} a message` });
  const there = sent.value.split('\n').filter((note) => note !== '');
  return ok({ ids: [], to: [name], notes: [`${name}: it is kept on ${row.entry.node}, and not listed here`, ...there] });
}

/** Whoever asks it is the person of its own host to it, and is answered there. */
export function noReplyFrom(row: NeighbourRow): OrchError {
  return {
    kind: 'usage',
    tried: `ask ${fullName(row)}`,
    said: `it works on ${row.entry.node}, and its replies do not come here`,
    next: 'Send the message without asking for a reply',
  };
}

/** The agent of a task is written to by way of its owner, which has it under the same id. */
function wayTo(row: NeighbourRow): Result<Way> {
  if (isBelow(row)) return ok({ atOnce: row });
  if (row.agent.neighbour?.isOurs !== true) return ok({ kept: { parties: [row.agent.id], notes: [] }, ofOthers: row });
  const said = `it was removed here, and its run on ${row.entry.node} is being ended`;
  return fail({ kind: 'conflict', tried: `send ${fullName(row)} a message`, said, next: 'Send it to another agent' });
}
