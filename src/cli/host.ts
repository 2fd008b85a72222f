// `host`: the host of this repository; `--start` starts it, `--stop` ends its agents and then it. None running is no failure.
import { type Connection, GONE } from '../client/connection.js';
import { endOtherVersion } from '../client/other-version.js';
import { connect, ended, hello } from '../client/reach-host.js';
import { fail, type Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import { printNotices } from './ending-notices.js';
import { startingHost } from './host-call.js';
import { flag, type Invocation } from './invocation.js';
import { nodeLines } from './node-lines.js';
import { refusedToAgents } from './only-persons.js';
import { done, type Outcome, usage } from './outcome.js';
import { locate } from './place.js';

export async function host(invocation: Invocation): Promise<Result<Outcome>> {
  const stops = flag(invocation, 'stop');
  const opens = ['redis', 'a2a'].filter((name) => invocation.options[name] !== undefined);
  if (flag(invocation, 'start')) {
    if (stops) return fail(usage('--start and --stop exclude each other', 'Use one of them'));
    return startingHost(invocation, tellHost);
  }
  if (opens.length > 0) return fail(usage(`--${opens[0]} goes with --start here`, 'Use `orch-tui host --start`'));
  const place = await locate(invocation);
  if (!place.ok) return place;
  const refused = refusedToAgents(invocation, place.value, process.env);
  if (refused !== null) return refused;
  const connection = await connect(place.value, hello(null));
  if (!connection.ok && connection.error.kind === 'no-host') return done('no host is running', { host: null });
  if (!connection.ok && stops) {
    const ended = await endOtherVersion(place.value, hello(null), 'any');
    return ended === null ? connection : done(`the host of version ${plainText(ended.version, 40)} has ended`, { host: ended });
  }
  if (!connection.ok) return connection;
  if (stops) return stopHost(connection.value, async () => (await connect(place.value, hello(null))).ok);
  const told = await tellHost(connection.value);
  connection.value.close();
  return told;
}

async function tellHost(connection: Connection): Promise<Result<Outcome>> {
  const status = await connection.request('status', {});
  if (!status.ok) return status;
  const nodes = await connection.request('nodes', {});
  if (!nodes.ok) return nodes;
  const { host: facts, agents } = status.value;
  const running = agents.filter((agent) => agent.pid !== null).length;
  const lines = [
    `host ${facts?.version}, process ${facts?.pid}, ${running} ${running === 1 ? 'agent' : 'agents'} running`,
    `${facts?.socket}`,
    ...nodeLines(nodes.value),
  ];
  return done(lines.join('\n'), { host: facts, ...nodes.value });
}

/** `isThere`: whether one listens there, asked where it went without an answer. */
export async function stopHost(
  connection: Pick<Connection, 'request' | 'listen'>,
  isThere: () => Promise<boolean>,
): Promise<Result<Outcome>> {
  // Asked before it is stopped, and not waited for: one that is about to end by itself may do that in between.
  void printNotices(connection);
  const stopped = await connection.request('hostStop', {});
  if (!stopped.ok && stopped.error === GONE && !(await isThere())) return done('the host has ended', { agents: [], left: [] });
  if (!stopped.ok) return stopped;
  await ended(connection);
  const { agents, left = [] } = stopped.value;
  const said = agents.length === 0 ? 'the host has ended' : `the host has ended, with ${agents.join(', ')}`;
  return done([said, ...left].join('\n'), { agents, left });
}
