// `messages`: what person, manager and agents write to each other, one line each; followed as it comes. Looking starts no host.
import { join } from 'node:path';
import type { Connection } from '../client/connection.js';
import type { Place } from '../client/place.js';
import { fail, ok, type Result } from '../core/model/error.js';
import type { KeptMessage, Party } from '../core/model/message.js';
import type { MessageMethods } from '../core/model/message-methods.js';
import { ageAt, ageText } from '../core/view/age.js';
import { gistOf, stateWord, TYPE_WORDS } from '../core/view/message-rows.js';
import { storedOrHost } from './host-call.js';
import { flag, type Invocation, text } from './invocation.js';
import { done, type Outcome, usage } from './outcome.js';
import { lineWidth } from './status-text.js';
import { table } from './table.js';

type Of = MessageMethods['messages']['params']['of'];

/** The newest of them: what a person reads at once. */
const SHOWN = 200;

export function messages(invocation: Invocation): Promise<Result<Outcome>> {
  const [what] = invocation.args;
  if (what !== undefined) return order(invocation);
  const [isDead, isInbox, agent] = [flag(invocation, 'dead'), flag(invocation, 'inbox'), text(invocation, 'agent')];
  if (Number(isDead) + Number(isInbox) + Number(agent !== null) > 1)
    return refused('--dead, --inbox and --agent exclude each other', 'Use one of them');
  const looked = { of: isDead ? 'dead' : isInbox ? 'inbox' : 'all', agent } as const;
  const format = flag(invocation, 'json') ? 'json' : 'text';
  const follows = flag(invocation, 'follow');
  return storedOrHost<readonly KeptMessage[] | null>(invocation, {
    live: async (connection) => {
      const answer = await connection.request('messages', { ...looked, limit: SHOWN });
      if (!answer.ok) return answer;
      if (!follows) return ok(answer.value.messages);
      print(answer.value.messages, format);
      return follow(connection, { of: looked.of, party: answer.value.party, seq: answer.value.seq, format });
    },
    stored: async (_stored, place) => ok(await storedMessages(place, looked)),
    // What was followed is printed already.
    tell: (all, host) => (all === null ? done('', undefined) : done(messagesText(all, Date.now()), { host, messages: all })),
  });
}

async function order(invocation: Invocation): Promise<Result<Outcome>> {
  return (await import('./message-orders.js')).messageOrder(invocation);
}

interface Following {
  readonly of: Of;
  /** Null: of all. */
  readonly party: Party | null;
  readonly seq: number;
  readonly format: 'text' | 'json';
}

/** Prints every change, until the host ends (null) or the person interrupts. */
async function follow(connection: Connection, { of, party, format, ...from }: Following): Promise<Result<null>> {
  let { seq } = from;
  for (;;) {
    const answer = await connection.request('messagesAfter', { seq });
    if (!answer.ok) return answer.error.kind === 'protocol' ? ok(null) : answer;
    seq = answer.value.seq;
    if (answer.value.missed > 0) process.stderr.write(`orch-tui: ${missedText(answer.value.missed)}\n`);
    print(
      answer.value.messages.filter((kept) => isIn(of, kept) && (party === null || sidesOf(kept).includes(party))),
      format,
    );
  }
}

/** Said beside the messages: what reads those as JSON reads nothing else there. */
export function missedText(count: number): string {
  const were = count === 1 ? '1 change came' : `${count} changes came`;
  return `${were} too fast to be shown here; \`orch-tui messages\` lists the newest messages as they are now`;
}

function print(all: readonly KeptMessage[], format: 'text' | 'json'): void {
  if (all.length === 0) return;
  const text = format === 'json' ? all.map((kept) => JSON.stringify(kept)).join('\n') : messagesText(all, Date.now());
  process.stdout.write(`${text}\n`);
}

async function storedMessages(place: Place, looked: Looked): Promise<readonly KeptMessage[]> {
  const { MESSAGE_FILE, readStoredMessages } = await import('../core/adapters/message-file.js');
  const all = await readStoredMessages(join(place.stateDir, MESSAGE_FILE));
  return storedOf(all, looked).slice(-SHOWN);
}

interface Looked {
  readonly of: Of;
  /** As typed. */
  readonly agent: string | null;
}

/** By what they were called when it was sent: an agent may be gone. A whole name is no beginning of others. */
export function storedOf(all: readonly KeptMessage[], { of, agent }: Looked): readonly KeptMessage[] {
  const there = all.filter((kept) => isIn(of, kept));
  if (agent === null) return there;
  const called = (is: (name: string) => boolean) => there.filter((kept) => [...sidesOf(kept), kept.fromName, kept.toName].some(is));
  const whole = called((name) => name === agent);
  return whole.length > 0 ? whole : called((name) => name.startsWith(agent));
}

function sidesOf({ message }: KeptMessage): readonly Party[] {
  return [message.from_agent, message.to_agent];
}

function isIn(of: Of, { message, state }: KeptMessage): boolean {
  if (of === 'inbox') return message.to_agent === 'person' && state === 'queued';
  return of === 'all' || state === of;
}

/** Enough of an id to name it by. */
const ID = 9;

export function messagesText(all: readonly KeptMessage[], now: number): string {
  const rows = all.map((kept) => {
    const { message, fromName, toName, error } = kept;
    const tries = message.retry_count === 0 ? '' : ` (${message.retry_count} failed)`;
    const why = error === null ? '' : ` ← ${error.said}`;
    return [
      message.id.slice(0, ID),
      ageText(ageAt(message.timestamp, now)),
      `${fromName} → ${toName}`,
      TYPE_WORDS[message.type],
      `${stateWord(kept)}${tries}`,
      `${gistOf(kept)}${why}`,
    ];
  });
  return rows.length === 0 ? 'no messages' : table(rows, lineWidth(process.stdout));
}

function refused(said: string, next: string): Promise<Result<Outcome>> {
  return Promise.resolve(fail(usage(said, next)));
}
