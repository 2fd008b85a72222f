// `logs AGENT`: what an agent has printed, as plain lines; `--raw` gives the bytes, never to a terminal.
import { fail, ok, type Result } from '../core/model/error.js';
import { plainLines } from '../core/model/plain-text.js';
import { storedOrHost } from './host-call.js';
import { flag, type Invocation } from './invocation.js';
import { done, type Outcome, usage } from './outcome.js';
import { locate } from './place.js';

/** How much of the end is read at first. */
const TAIL_BYTES = 1024 * 1024;

export async function logs(invocation: Invocation): Promise<Result<Outcome>> {
  const isRaw = flag(invocation, 'raw');
  if (isRaw && process.stdout.isTTY) return fail(usage('raw output could act on your terminal', 'Pipe it into a file or a pager'));
  const place = await locate(invocation);
  if (!place.ok) return place;
  const wanted = invocation.args[0] ?? '';
  let name = '';
  const found = await storedOrHost(invocation, {
    live: async (connection) => connection.request('why', { agent: wanted }),
    stored: (stored) => stored.why(wanted),
    tell: (value) => {
      name = value.agent;
      return done('', null);
    },
  });
  if (!found.ok) return found;
  const { followLog, readLogTail } = await import('../core/adapters/agent-log.js');
  const path = `${place.value.stateDir}/logs/${name}.log`;
  const tail = await readLogTail(path, TAIL_BYTES);
  if (!tail.ok) return tail;
  const print = (chunk: Uint8Array) => process.stdout.write(isRaw ? chunk : plainLines(Buffer.from(chunk).toString('utf8'), TAIL_BYTES));
  print(tail.value);
  if (!flag(invocation, 'follow'))
    return ok({ text: isRaw || tail.value.byteLength === 0 ? '' : '\n', json: { agent: name, path }, exitCode: 0 });
  await followLog(path, print);
  return done('', { agent: name, path });
}
