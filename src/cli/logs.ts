// `logs AGENT`: what an agent has printed, as plain lines; `--raw` gives the bytes, never to a terminal.
import { fail, type Result } from '../core/model/error.js';
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
  const facts = { agent: name, path };
  const print = (chunk: Uint8Array) => process.stdout.write(isRaw ? chunk : plainLines(Buffer.from(chunk).toString('utf8'), TAIL_BYTES));
  if (flag(invocation, 'follow')) {
    const followed = await followLog(path, print, { tailBytes: TAIL_BYTES });
    return followed.ok ? done('', facts) : followed;
  }
  const tail = await readLogTail(path, TAIL_BYTES);
  if (!tail.ok) return tail;
  if (isRaw) print(tail.value);
  return done(isRaw ? '' : plainLines(Buffer.from(tail.value).toString('utf8'), TAIL_BYTES).trimEnd(), facts);
}
