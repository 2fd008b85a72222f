// Tools of MCP servers, by the SDK: started or reached once, asked what they have, called, ended. Loaded only where servers are configured.

import type { ServedTool } from '../agent-ports.js';
import type { Config } from '../model/config.js';
import { fail, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import { VERSION } from '../model/version.js';

/** `npx` may load a package first. */
const CONNECT_MS = 60_000;
const CALL_MS = 120_000;
const MOST_TOOLS = 64;

export interface ServedTools {
  readonly tools: readonly ServedTool[];
  /** One sentence for each server that is not there. */
  readonly notes: readonly string[];
  close(): Promise<void>;
}

export interface ServedToolsOrder {
  readonly servers: Config['mcp'];
  readonly cwd: string;
  /** Of servers that are started: without keys. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Never rejects: a server that does not start is left out. */
export async function connectServedTools(order: ServedToolsOrder): Promise<ServedTools> {
  const connected = await Promise.all(
    Object.entries(order.servers).map(async ([name, server]) => {
      try {
        return { ...(await connect(name, server, order)), note: null };
      } catch (error) {
        const note = `the MCP server ${plainText(name, 40)} is left out: ${plainText(messageOf(error), 200)}`;
        return { tools: [], close: async () => undefined, note };
      }
    }),
  );
  return {
    tools: connected.flatMap(({ tools }) => tools),
    notes: connected.flatMap(({ note }) => (note === null ? [] : [note])),
    async close() {
      await Promise.all(connected.map(({ close }) => close().catch(() => undefined)));
    },
  };
}

async function connect(
  name: string,
  server: Config['mcp'][string],
  { cwd, env, signal }: ServedToolsOrder,
): Promise<{ readonly tools: readonly ServedTool[]; readonly close: () => Promise<void> }> {
  const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
  const client = new Client({ name: 'orch-tui', version: VERSION });
  const transport = await transportOf(server, { cwd, env });
  try {
    await client.connect(transport, { timeout: CONNECT_MS, signal });
    const { tools } = await client.listTools({}, { timeout: CONNECT_MS, signal });
    return {
      tools: tools.slice(0, MOST_TOOLS).map((tool) => ({
        server: name,
        name: tool.name,
        description: tool.description ?? '',
        parameters: tool.inputSchema as Readonly<Record<string, unknown>>,
        call: async (given, ends) => {
          try {
            const answer = await client.callTool({ name: tool.name, arguments: { ...given } }, undefined, {
              timeout: CALL_MS,
              signal: ends,
            });
            const text = wordsOf(answer.content);
            return answer.isError === true ? problem(name, text) : ok(text);
          } catch (error) {
            return problem(name, messageOf(error));
          }
        },
      })),
      close: () => client.close(),
    };
  } catch (error) {
    await client.close().catch(() => undefined);
    throw error;
  }
}

async function transportOf({ command, url, env: own }: Config['mcp'][string], { cwd, env }: Pick<ServedToolsOrder, 'cwd' | 'env'>) {
  const [program, ...args] = command ?? [];
  if (program !== undefined) {
    const { StdioClientTransport } = await import('@modelcontextprotocol/sdk/client/stdio.js');
    return new StdioClientTransport({ command: program, args, cwd, env: { ...env, ...own }, stderr: 'ignore' });
  }
  if (url === undefined || !URL.canParse(url)) throw new Error('it has neither a command nor an address');
  const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
  // Its `sessionId` may be undefined, which the type of a transport does not foresee under exactOptionalPropertyTypes.
  return new StreamableHTTPClientTransport(new URL(url)) as unknown as import('@modelcontextprotocol/sdk/shared/transport.js').Transport;
}

/** The texts of an answer; what else it holds is named. */
function wordsOf(content: unknown): string {
  if (!Array.isArray(content)) return '';
  return content
    .map((part: { readonly type?: unknown; readonly text?: unknown }) =>
      typeof part.text === 'string' ? part.text : `[${String(part.type)}]`,
    )
    .join('\n');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function problem(name: string, said: string): Result<never> {
  return fail({
    kind: 'internal',
    tried: `ask the MCP server ${plainText(name, 40)}`,
    said: plainText(said, 1000) || 'it failed',
    next: 'Try it another way',
  });
}
