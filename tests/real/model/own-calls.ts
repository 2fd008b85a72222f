// Calls of our own MCP server, told by the prompt one a line: `call TOOL JSON`. Each CLI has another name for the same tool.
import type { Conversation } from './conversation.js';
import type { Act, Turn } from './script.js';
import type { ToolCall } from './tool-call.js';

type Calls = Extract<Act, { kind: 'calls' }>;

const CALL = /^call (\w+) (\{.*\})$/gmu;
/** What a call answers that is to be waited for by another one. */
const GOES_ON = /still running[^"\n]*call result/u;
/** claude begins before its servers are there, and has a tool to wait for them; what that answers is none of the calls. */
const WAITS = 'WaitForMcpServers';
const WAITED = /^ready: /u;
/** codex runs a call as a script and gives that back to the model after 30 s; what comes of it is asked for by a tool of its own. */
const YIELDED = /Script running with cell ID (\w+)/u;
const WAIT_FOR_CELL = 'wait';
/** Stands for the id of the message that was read last. */
const ID = '$id';

/** The next of them; null where the prompt tells of none. */
export function ownTurn({ prompt, results }: Pick<Conversation, 'prompt' | 'results'>): Turn | null {
  const calls = [...prompt.matchAll(CALL)].map(([, tool = '', args = '']) => ({ tool, args }));
  if (calls.length === 0) return null;
  const last = results.at(-1) ?? '';
  const cell = YIELDED.exec(last)?.[1];
  if (cell !== undefined) return says('I wait for it.', { kind: 'calls', tool: WAIT_FOR_CELL, args: { cell_id: cell } });
  if (GOES_ON.test(last)) {
    const agent = /agent \\*"([\w-]+)/u.exec(results.find((result) => GOES_ON.test(result)) ?? '')?.[1] ?? '';
    return says('I wait on.', { kind: 'calls', tool: 'result', args: { agent } });
  }
  const next = calls[results.filter((result) => ![GOES_ON, WAITED, YIELDED].some((none) => none.test(result))).length];
  if (next === undefined) return says('All of it is told.', null);
  const id = /, id ([\w-]+)/u.exec(results.findLast((result) => /, id [\w-]+/u.test(result)) ?? '')?.[1] ?? '';
  return callOf(next.tool, next.args.replaceAll(ID, id));
}

/** `args` as JSON. */
export function callOf(tool: string, args: string): Turn {
  return says(`I call ${tool}.`, { kind: 'calls', tool, args: JSON.parse(args) });
}

function says(text: string, act: Act | null): Turn {
  return { kind: 'says', text, pauseMs: 0, act };
}

export function ownCall({ tools }: Pick<Conversation, 'tools'>, { tool, args }: Calls): ToolCall {
  if (tool === WAIT_FOR_CELL) return { name: WAIT_FOR_CELL, args };
  const found = tools.find(({ name }) => /orch[-_]tui/u.test(name) && name.endsWith(`_${tool}`));
  if (found !== undefined) return { name: found.name, args };
  if (tools.some(({ name, type }) => name === 'exec' && type === 'custom'))
    return { name: 'exec', input: `text(JSON.stringify(await tools.mcp__orch_tui__${tool}(${JSON.stringify(args)})));` };
  if (tools.some(({ name }) => name === WAITS)) return { name: WAITS, args: { servers: ['orch-tui'] } };
  throw new Error(`the scripted model knows no tool ${tool} among ${tools.map(({ name }) => name).join(', ')}`);
}
