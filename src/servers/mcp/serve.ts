// The MCP server itself: the SDK over standard input and output, which carry nothing but its protocol. What it has to offer is handed in.
import type { Readable, Writable } from 'node:stream';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import { errorLine, fail, type Result } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';
import { VERSION } from '../../core/model/version.js';
import type { Clock, Timer } from '../../core/ports.js';
import { inputSchema, readGiven } from './given.js';
import type { McpTool, Said, ToolSet } from './tool.js';

export const SERVER_NAME = 'orch-tui';
/** Clients that ask for it are told this often that a call goes on: some give up without. */
const PROGRESS_MS = 10_000;

export interface ServeOrder {
  readonly input: Readable;
  readonly output: Writable;
  readonly set: ToolSet;
  readonly clock: Clock;
}

/** Resolves when the input ends: the client has gone. */
export async function serveMcp({ input, output, set, clock }: ServeOrder): Promise<void> {
  const { tools, prompts, instructions } = set;
  const capabilities = { tools: {}, ...(prompts.length === 0 ? {} : { prompts: {} }) };
  // The high-level server wants a zod schema of each tool, and loads all of zod and a validator for it.
  const server = new Server({ name: SERVER_NAME, version: VERSION }, { capabilities, instructions });
  const kept: string[] = [];
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: tools.map(({ name, description, input: fields, isReading }) => ({
      name,
      description,
      inputSchema: inputSchema(fields),
      annotations: { readOnlyHint: isReading === true, destructiveHint: false, openWorldHint: false },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, sendNotification }) => {
    const token = params._meta?.progressToken;
    const beat = token === undefined ? null : beating(clock, (progress) => sendNotification(progressed(token, progress)));
    try {
      const answer = await called(tools, params, signal);
      // Nobody reads this answer: what it alone tells is told by the next one.
      if (signal.aborted) {
        if (answer.ok && answer.value.isNews) kept.push(answer.value.text);
        return result(answer, []);
      }
      return result(answer, [...kept.splice(0).map((text) => `From a call that was given up:\n${text}`), await set.afterword()]);
    } finally {
      beat?.cancel();
    }
  });
  if (prompts.length > 0) {
    server.setRequestHandler(ListPromptsRequestSchema, () => ({
      prompts: prompts.map(({ name, description, argument }) => ({ name, description, arguments: [{ ...argument, required: false }] })),
    }));
    server.setRequestHandler(GetPromptRequestSchema, ({ params }) => {
      const prompt = prompts.find(({ name }) => name === params.name);
      if (prompt === undefined) throw new McpError(ErrorCode.InvalidParams, `there is no prompt ${plainText(params.name, 40)}`);
      const text = prompt.text(params.arguments?.[prompt.argument.name] ?? '');
      return { description: prompt.description, messages: [{ role: 'user', content: { type: 'text', text } }] };
    });
  }
  const gone = new Promise<void>((resolve) => {
    input.once('end', resolve);
    input.once('close', resolve);
    // A client that was killed.
    output.once('error', () => resolve());
  });
  await server.connect(new StdioServerTransport(input, output));
  await gone;
  await server.close();
}

async function called(
  tools: readonly McpTool[],
  { name, arguments: args = {} }: { readonly name: string; readonly arguments?: Readonly<Record<string, unknown>> | undefined },
  signal: AbortSignal,
): Promise<Result<Said>> {
  const tool = tools.find((each) => each.name === name);
  if (tool === undefined) {
    return fail({
      kind: 'usage',
      tried: `call ${plainText(name, 40)}`,
      said: 'there is no such tool',
      next: `Call one of ${tools.map((each) => each.name).join(', ')}`,
    });
  }
  const given = readGiven(tool.input, args);
  return given.ok ? tool.call(given.value, signal) : given;
}

/** Never a failure of the protocol: a model is to read what went wrong, and what to do. */
function result(answer: Result<Said>, more: readonly (string | null)[]): CallToolResult {
  const text = answer.ok ? answer.value.text : errorLine(answer.error);
  const content = [text, ...more].filter((part) => part !== null).map((part) => ({ type: 'text', text: part }) as const);
  return answer.ok ? { content } : { content, isError: true };
}

function progressed(progressToken: string | number, progress: number) {
  return { method: 'notifications/progress', params: { progressToken, progress, message: 'it goes on' } } as const;
}

function beating(clock: Clock, beat: (count: number) => Promise<void>): Timer {
  let count = 0;
  let timer: Timer;
  const again = () => {
    timer = clock.after(PROGRESS_MS, () => {
      count += 1;
      // A client that has gone meanwhile is told nothing.
      beat(count).catch(() => undefined);
      again();
    });
  };
  again();
  return { cancel: () => timer.cancel() };
}
