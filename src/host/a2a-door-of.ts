// The A2A door out of the parts of a host: its requests go the way of the socket's.
import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import type { Method, Requests } from '../core/model/requests.js';
import type { Artifacts, TextFiles } from '../core/ports.js';
import type { A2aFacts } from '../servers/a2a/a2a-host.js';
import { A2aDoor } from './a2a-door.js';
import type { Host } from './host.js';
import type { HostParts } from './host-parts.js';

type World = Pick<HostParts, 'clock' | 'config' | 'environment' | 'repository' | 'roles' | 'stateDir'> & {
  readonly files: TextFiles;
  readonly artifacts: Artifacts;
};

/** No agent can be called like it: their names have no `_`. What is older is set aside once. */
const MOST_LOG_BYTES = 512 * 1024;

/** `host`: asked only once something comes in. */
export function a2aDoorOf(world: World, host: () => Host): A2aDoor {
  const { clock, config, environment, files, artifacts, stateDir } = world;
  return new A2aDoor({
    host: {
      request: <M extends Method>(method: M, params: Requests[M]['params']) =>
        host().answer({ id: 0, method, params }) as Promise<Result<Requests[M]['result']>>,
      facts: () => cardFacts(world, host()),
      files,
      artifacts,
      log: (line) =>
        void files.append(`${stateDir}/logs/a2a_calls.log`, `${new Date(clock.now()).toISOString()} ${line}\n`, MOST_LOG_BYTES),
      now: () => clock.now(),
      createId: () => randomUUID(),
      createGoalId: () => host().orders().createId('g'),
    },
    config: config.a2a,
    environment: () => environment.current,
    memory: `${stateDir}/a2a-tasks.jsonl`,
    onChange: () => host().lookAtLife(),
  });
}

async function cardFacts({ roles, repository, config }: World, host: Host): Promise<A2aFacts> {
  const [known, harnesses] = await Promise.all([roles(), host.orders().installed()]);
  const configured = Object.entries(config.harnesses).flatMap(([name, { command, a2a }]) => (command || a2a ? [name] : []));
  return {
    repository: plainText(basename(repository.info.toplevel), 80),
    roles: known.ok ? known.value.map(({ name, purpose }) => ({ name, purpose })) : [],
    harnesses: [...new Set([...harnesses, ...configured])],
  };
}
