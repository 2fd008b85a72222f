// A tool of an MCP server as one of the agent's: under a name of its own, by the policy, its results bounded and fenced.

import type { ServedTool } from '../../agent-ports.js';
import { plainText } from '../../model/plain-text.js';
import { boundedText, untrusted } from '../bounded-text.js';
import type { Gate } from '../gate.js';
import { type AgentTool, parsedJson, refused } from '../tool.js';

const MAX_LENGTH = 20_000;
const SHOWN = 600;
/** What model APIs allow as the name of a tool. */
const MAX_NAME = 64;

export function servedTool(tool: ServedTool, gate: Gate): AgentTool {
  const name = `mcp__${worded(tool.server)}__${worded(tool.name)}`.slice(0, MAX_NAME);
  return {
    spec: { name, description: plainText(tool.description, 1000), parameters: tool.parameters },
    async call(given, signal) {
      const value = parsedJson(given);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return refused(name, 'the arguments are no JSON object');
      const said = await gate.act({ tool: name, command: null, path: null, shown: `${name} ${given.slice(0, SHOWN)}` }, signal);
      if (said !== null) return refused(name, said);
      const answer = await tool.call(value as Readonly<Record<string, unknown>>, signal);
      if (!answer.ok) return refused(name, answer.error.said);
      return { ok: true, text: untrusted(`the MCP server ${tool.server}`, boundedText(answer.value, MAX_LENGTH)), line: `used ${name}` };
    },
  };
}

function worded(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_-]/gu, '_');
}
