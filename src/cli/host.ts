// `host`: the host of this repository; `--stop` ends its agents and then it. None running is no failure.
import { endOtherVersion } from '../client/other-version.js';
import { connect, ended, hello } from '../client/reach-host.js';
import type { Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import { flag, type Invocation } from './invocation.js';
import { done, type Outcome } from './outcome.js';
import { locate } from './place.js';

export async function host(invocation: Invocation): Promise<Result<Outcome>> {
  const place = await locate(invocation);
  if (!place.ok) return place;
  const connection = await connect(place.value, hello(null));
  if (!connection.ok && connection.error.kind === 'no-host') return done('no host is running', { host: null });
  if (!connection.ok && flag(invocation, 'stop')) {
    const ended = await endOtherVersion(place.value, hello(null), 'any');
    return ended === null ? connection : done(`the host of version ${plainText(ended.version, 40)} has ended`, { host: ended });
  }
  if (!connection.ok) return connection;
  if (!flag(invocation, 'stop')) {
    const status = await connection.value.request('status', {});
    connection.value.close();
    if (!status.ok) return status;
    const { host: facts, agents } = status.value;
    const running = agents.filter((agent) => agent.pid !== null).length;
    return done(
      `host ${facts?.version}, process ${facts?.pid}, ${running} ${running === 1 ? 'agent' : 'agents'} running\n${facts?.socket}`,
      { host: facts },
    );
  }
  const stopped = await connection.value.request('hostStop', {});
  if (!stopped.ok) return stopped;
  await ended(connection.value);
  const names = stopped.value.agents;
  return done(names.length === 0 ? 'the host has ended' : `the host has ended, with ${names.join(', ')}`, stopped.value);
}
