// What the host says while it ends, or stops an agent, such as whom it waits for: told beside the answer, which may be long in coming.
import process from 'node:process';
import type { Connection } from '../client/connection.js';
import { plainText } from '../core/model/plain-text.js';

/** As `hearNotices`, on standard error. What is asked of the host next is answered after this was. */
export function printNotices(connection: Pick<Connection, 'request'>): Promise<void> {
  return hearNotices(connection, (text) => process.stderr.write(`orch-tui: ${plainText(text)}\n`));
}

/** Resolves when it listens; `say` is called until the connection ends. An older notice is not told. */
export async function hearNotices(connection: Pick<Connection, 'request'>, say: (text: string) => void): Promise<void> {
  const from = await connection.request('eventsAfter', { seq: null });
  if (from.ok) void tellAfter(connection, from.value.seq, say);
}

async function tellAfter(connection: Pick<Connection, 'request'>, from: number, say: (text: string) => void): Promise<void> {
  for (let seq = from; ; ) {
    const answer = await connection.request('eventsAfter', { seq });
    // The host has ended, and with it the connection.
    if (!answer.ok) return;
    seq = answer.value.seq;
    for (const event of answer.value.events) if (event.type === 'notice.raised') say(event.text);
  }
}
