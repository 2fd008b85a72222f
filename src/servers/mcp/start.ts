// `orch-tui mcp` as a process: for the agent whose token it was given, else for the person. Runs until its client goes.
import { readFileSync } from 'node:fs';
import { systemClock } from '../../core/adapters/system-clock.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';
import { type AgentPlace, agentLink } from './agent-link.js';
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
}

const MAX_TOKEN = 1000;

export async function startMcp(order: McpOrder): Promise<Result<void>> {
  const agent = agentPlace(order);
  if (!agent.ok) return agent;
  const set = agent.value === null ? personToolSet(personLink(order)) : agentToolSet(agentLink(agent.value));
  await serveMcp({ input: process.stdin, output: process.stdout, set, clock: systemClock });
  return ok(undefined);
}

/** Null where nothing names an agent. A token without its socket is no reason to act for the person: that would be more than an agent may. */
export function agentPlace({ tokenFile, socket, env }: Omit<McpOrder, 'repo' | 'configFile'>): Result<AgentPlace | null> {
  const file = tokenFile ?? env.ORCH_TOKEN_FILE ?? null;
  const where = socket ?? env.ORCH_SOCKET ?? null;
  const token = file === null ? ok(env.ORCH_TOKEN ?? '') : readToken(file);
  if (!token.ok) return token;
  if (token.value === '' && where === null && !env.ORCH_AGENT) return ok(null);
  if (token.value === '') return fail(missing('there is no token', 'Set ORCH_TOKEN, or name a file with --token-file'));
  if (where === null) return fail(missing('there is no socket', 'Set ORCH_SOCKET, or name it with --socket'));
  return ok({ socket: where, token: token.value });
}

/** Read once, at the start: it holds as long as this agent runs. */
function readToken(file: string): Result<string> {
  try {
    const token = readFileSync(file, 'utf8').trim();
    return token.length <= MAX_TOKEN
      ? ok(token)
      : fail(missing(`${plainText(file, 300)} holds no token`, 'Name the file with --token-file'));
  } catch (error) {
    const said = `${plainText(file, 300)}: ${(error as NodeJS.ErrnoException).code ?? 'it can not be read'}`;
    return fail(missing(said, 'It is there only while its agent runs: start `orch-tui mcp` from there'));
  }
}

function missing(said: string, next: string): OrchError {
  return { kind: 'usage', tried: 'start the MCP server of an agent', said, next };
}
