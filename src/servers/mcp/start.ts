// `orch-tui mcp` as a process: for the agent whose token it was given, else for the person. Runs until its client goes.
import { resolve } from 'node:path';
import { worktreeTokenFile } from '../../client/worktree-token.js';
import { systemClock } from '../../core/adapters/system-clock.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import { agentLink } from './agent-link.js';
import { agentToolSet } from './agent-tools.js';
import { personLink } from './person-link.js';
import { personToolSet } from './person-tools.js';
import { serveMcp } from './serve.js';

export interface McpOrder {
  readonly tokenFile: string | null;
  readonly socket: string | null;
  readonly repo: string;
  readonly configFile: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

export async function startMcp(order: McpOrder): Promise<Result<void>> {
  const agent = agentPlace(order);
  if (!agent.ok) return agent;
  const set = agent.value === null ? personToolSet(personLink(order)) : agentToolSet(agentLink(agent.value));
  await serveMcp({ input: process.stdin, output: process.stdout, set, clock: systemClock });
  return ok(undefined);
}

/** What its door is opened by; null where nothing names an agent. A part of it is no reason to act for the person: that would be more than an agent may. */
export function agentPlace({
  tokenFile,
  socket,
  env,
  cwd,
}: Omit<McpOrder, 'repo' | 'configFile'>): Result<Readonly<Record<string, string>> | null> {
  const where = socket ?? env.ORCH_SOCKET ?? '';
  const token = tokenFile === null ? (env.ORCH_TOKEN ?? '') : '';
  // gemini withholds every variable with TOKEN in its name.
  const file = tokenFile ?? (env.ORCH_TOKEN_FILE || (env.ORCH_AGENT ? worktreeTokenFile(cwd) : null)) ?? '';
  if (where === '' && token === '' && file === '' && !env.ORCH_AGENT) {
    // A CLI that gives its servers no variable at all must not make its agent the person by that.
    return worktreeTokenFile(cwd) === null ? ok(null) : fail(AGENTS_WORKTREE);
  }
  if (token === '' && file === '') return fail(missing('there is no token', 'Set ORCH_TOKEN, or name a file with --token-file'));
  if (where === '') return fail(missing('there is no socket', 'Set ORCH_SOCKET, or name it with --socket'));
  return ok({ ORCH_SOCKET: where, ...(token === '' ? { ORCH_TOKEN_FILE: resolve(file) } : { ORCH_TOKEN: token }) });
}

const AGENTS_WORKTREE: OrchError = {
  kind: 'denied',
  tried: 'start the MCP server of a person',
  said: 'an agent runs in this worktree, and this may be its own session',
  next: 'Start the session in another folder; an agent has its tools without being asked for',
};

function missing(said: string, next: string): OrchError {
  return { kind: 'usage', tried: 'start the MCP server of an agent', said, next };
}
