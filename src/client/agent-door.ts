// The way of an agent to its host: the socket and the token that its terminal has in its environment. For the commands in there and for `orch-tui mcp`.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { MAX_SOCKET_PATH_BYTES } from '../core/adapters/runtime-paths.js';
import type { AgentMethod, AgentMethods } from '../core/model/agent-methods.js';
import { fail, type OrchError, ok, type Result } from '../core/model/error.js';
import { PROTOCOL } from '../core/model/protocol.js';
import type { Method } from '../core/model/requests.js';
import { VERSION } from '../core/model/version.js';
import { Connection } from './connection.js';
import { worktreeTokenFile } from './worktree-token.js';

type Environment = Readonly<Record<string, string | undefined>>;

export interface AgentDoorLink {
  request<M extends AgentMethod>(method: M, params: AgentMethods[M]['params']): Promise<Result<AgentMethods[M]['result']>>;
  /** Resolves when the host has gone, or ended this. */
  readonly ended: Promise<void>;
  close(): void;
}

/** A terminal of an agent: only then there is a door to be opened. */
export function isAgentTerminal(env: Environment, cwd = process.cwd()): boolean {
  return Boolean(env.ORCH_SOCKET) && Boolean(env.ORCH_TOKEN || tokenFileOf(env, cwd));
}

/** `denied`: this is no agent's terminal, or its token can not be read. Whether the token is good is told with the first request. */
export async function openAgentDoor(env: Environment, cwd = process.cwd()): Promise<Result<AgentDoorLink>> {
  const socket = env.ORCH_SOCKET ?? '';
  if (!isAbsolute(socket) || Buffer.byteLength(socket) > MAX_SOCKET_PATH_BYTES) return fail(NO_AGENT);
  const token = env.ORCH_TOKEN || (await tokenIn(tokenFileOf(env, cwd)));
  if (!token) return fail(NO_AGENT);
  const opened = await Connection.open(socket, { protocol: PROTOCOL, version: VERSION, screen: null, env: {}, token });
  if (!opened.ok) return opened.error.kind === 'no-host' ? fail(gone(opened.error)) : opened;
  const connection = opened.value;
  return ok({
    // The same frames carry both: which methods there are is for the other end to say.
    request: (method, params) => connection.request(method as unknown as Method, params as never) as Promise<Result<never>>,
    ended: new Promise<void>((resolve) => connection.listen({ bytes: () => undefined, end: () => resolve() })),
    close: () => connection.close(),
  });
}

function tokenFileOf(env: Environment, cwd: string): string | null {
  return env.ORCH_TOKEN_FILE || (env.ORCH_AGENT ? worktreeTokenFile(cwd) : null);
}

const MOST_TOKEN_BYTES = 200;

async function tokenIn(path: string | null): Promise<string> {
  if (path === null || !isAbsolute(path)) return '';
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(() => null);
  if (file === null) return '';
  const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_TOKEN_BYTES), 0, MOST_TOKEN_BYTES, 0).finally(() => file.close());
  return buffer.toString('utf8', 0, bytesRead).trim();
}

const NO_AGENT: OrchError = {
  kind: 'denied',
  tried: 'speak for an agent',
  said: 'this is not the terminal of an agent: ORCH_SOCKET and ORCH_TOKEN are not set',
  next: 'Use `orch-tui send`, `orch-tui answer` and `orch-tui messages` as a person',
};

function gone(error: OrchError): OrchError {
  const tried = 'reach the host of this agent';
  // Sandboxes of agent CLIs forbid sockets to the commands they run; what serves their tools runs outside of them.
  if (/\b(?:EPERM|EACCES)\b/u.test(error.said)) {
    const said = 'a sandbox around this command forbids it to open sockets';
    return { kind: 'denied', tried, said, next: 'Use the tools of orch-tui instead, or run this command outside of the sandbox' };
  }
  return { ...error, tried, next: 'Go on with the task; try again later' };
}
