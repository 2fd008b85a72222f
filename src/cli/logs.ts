// `logs AGENT`: what an agent has printed, or (`--setup`) what made its worktree ready, as plain lines; `--raw` gives the bytes, never to a terminal. `-f` goes on until the agent ends.
import type { Connection } from '../client/connection.js';
import { isOver } from '../core/model/agent.js';
import { fail, ok, type Result } from '../core/model/error.js';
import { PlainStream } from '../core/model/plain-stream.js';
import { plainLines, plainText } from '../core/model/plain-text.js';
import type { Requests } from '../core/model/requests.js';
import { storedOrHost } from './host-call.js';
import { flag, type Invocation } from './invocation.js';
import { done, type Outcome, usage } from './outcome.js';

/** How much of the end is read at first. */
const TAIL_BYTES = 1024 * 1024;

type Form = 'text' | 'json' | 'raw';

interface Log {
  readonly agent: string;
  /** What its worktree's setup printed lies beside what the agent did. */
  readonly of: 'agent' | 'setup';
  readonly logs: string;
  readonly form: Form;
}

interface Read {
  readonly log: Log;
  /** Null: it is no file of here. */
  readonly path: string | null;
  readonly bytes: Uint8Array;
  /** What a person should know of it. */
  readonly note?: string;
}

/** Null where everything is printed already. */
type Printed = Read | null;
type Found = Requests['why']['result'];

export async function logs(invocation: Invocation): Promise<Result<Outcome>> {
  const isRaw = flag(invocation, 'raw');
  const isJson = flag(invocation, 'json');
  if (isRaw && process.stdout.isTTY) return fail(usage('raw output could act on your terminal', 'Pipe it into a file or a pager'));
  if (isRaw && isJson) return fail(usage('--raw and --json exclude each other', 'Use one of them'));
  const agent = invocation.args[0] ?? '';
  const logOf = (name: string, stateDir: string): Log => {
    const of = flag(invocation, 'setup') ? 'setup' : 'agent';
    return { agent: name, of, logs: `${stateDir}/logs`, form: isRaw ? 'raw' : isJson ? 'json' : 'text' };
  };
  return storedOrHost<Printed>(invocation, {
    live: async (connection, { stateDir }) => {
      const found = await connection.request('why', { agent });
      if (!found.ok) return found;
      const log = logOf(found.value.agent, stateDir);
      if (log.of === 'agent' && found.value.away?.runs === true)
        return lastWords(log, found.value.away.node, { connection, follows: flag(invocation, 'follow') });
      return flag(invocation, 'follow') && found.value.away === undefined ? follow(log, connection) : read(log, found.value);
    },
    stored: async (stored, { stateDir }) => {
      const found = await stored.why(agent);
      // Also with `-f`: without a host nothing more will come.
      return found.ok ? read(logOf(found.value.agent, stateDir), found.value) : found;
    },
    tell: (printed, host) => {
      if (printed === null) return done('', undefined);
      const { log, path, bytes, note } = printed;
      if (note !== undefined) process.stderr.write(`orch-tui: ${note}\n`);
      if (log.form === 'raw') process.stdout.write(bytes);
      const text = log.form === 'raw' ? '' : plainLines(Buffer.from(bytes).toString('utf8'), TAIL_BYTES).trimEnd();
      return done(text, { host, agent: log.agent, path, text });
    },
  });
}

/** Its log is at the node that it works on: that tells the end of it. */
async function lastWords(
  log: Log,
  node: string | null,
  { connection, follows }: { readonly connection: Connection; readonly follows: boolean },
): Promise<Result<Printed>> {
  const where = plainText(node ?? 'another node', 60);
  const tried = `read the log of ${log.agent}`;
  const said = `it works on ${where}, and its log is there`;
  if (log.form === 'raw') return fail({ kind: 'usage', tried, said, next: 'Leave --raw out for its last lines' });
  if (follows) return fail({ kind: 'usage', tried, said, next: `See it as it comes with \`orch-tui attach ${log.agent}\`` });
  const answer = await connection.request('words', { agent: log.agent });
  if (!answer.ok) return answer;
  return ok({ log, path: null, bytes: Buffer.from(answer.value.text), note: `${said}: these are its last lines` });
}

async function read(log: Log, { away }: Found): Promise<Result<Printed>> {
  const { readAgentTail, readLogTail } = await import('../core/adapters/agent-log.js');
  const { logs, agent: name } = log;
  if (log.of === 'agent') {
    const tail = await readAgentTail({ logs, name }, TAIL_BYTES);
    if (!tail.ok || away === undefined) return tail.ok ? ok({ log, ...tail.value }) : tail;
    const where = plainText(away.node ?? 'another node', 60);
    const note = away.runs
      ? `it works on ${where}, and only a host can ask for its lines: \`orch-tui host --start\``
      : `its log is on ${where}`;
    return ok({ log, ...tail.value, note });
  }
  const path = await pathOf(log);
  const tail = await readLogTail(path, TAIL_BYTES);
  return tail.ok ? ok({ log, path, bytes: tail.value }) : tail;
}

async function pathOf({ logs, agent, of }: Log): Promise<string> {
  const { setupLog } = await import('../core/adapters/agent-log-writer.js');
  return of === 'setup' ? setupLog(logs, agent) : `${logs}/${agent}.log`;
}

/** With `--json` one object a line: `{"text"}`. */
async function follow(log: Log, connection: Connection): Promise<Result<Printed>> {
  const { followLog } = await import('../core/adapters/agent-log.js');
  const ended = new AbortController();
  const stream = new PlainStream();
  const print = (text: string) => {
    if (text !== '') process.stdout.write(log.form === 'json' ? `${JSON.stringify({ text })}\n` : text);
  };
  const take = (chunk: Uint8Array) => {
    if (log.form === 'raw') process.stdout.write(chunk);
    else print(stream.push(chunk));
  };
  void untilOver(connection, log.agent).finally(() => ended.abort());
  const followed = await followLog(await pathOf(log), take, { tailBytes: TAIL_BYTES, signal: ended.signal });
  const last = stream.end();
  print(last === '' ? '' : `${last}\n`);
  return followed.ok ? ok(null) : followed;
}

/** Resolves when nothing of the agent runs or is about to, or when the host ends. */
async function untilOver(connection: Connection, name: string): Promise<void> {
  for (let seq = -1; ; ) {
    const answer = await connection.request('statusAfter', { seq });
    if (!answer.ok) return;
    const agent = answer.value.status.agents.find((each) => each.name === name);
    if (agent === undefined || (agent.pid === null && (isOver(agent.state) || agent.state === 'waiting'))) return;
    seq = answer.value.seq;
  }
}
