// Runs a shell command in the worktree, once whoever judges commands has allowed it.
import * as z from 'zod/mini';
import { plainText } from '../../model/plain-text.js';
import type { CommandRunner } from '../../ports.js';
import { boundedText } from '../bounded-text.js';
import type { Gate } from '../gate.js';
import { type AgentTool, defineTool, refused } from '../tool.js';

const DEFAULT_S = 120;
const MOST_S = 1800;
const MAX_LENGTH = 16_000;

export interface RunCommandOrder {
  readonly commands: CommandRunner;
  readonly gate: Gate;
  readonly cwd: string;
  /** Without keys. */
  readonly env: Readonly<Record<string, string>>;
}

export function runCommandTool({ commands, gate, cwd, env }: RunCommandOrder): AgentTool {
  return defineTool({
    name: 'run_command',
    description:
      'Run a command by `sh -c` in the worktree, without a terminal and without input. It may be refused. Gives its exit code and the end of its output. Nothing it starts lives on.',
    schema: z.object({
      command: z.string().check(z.minLength(1), z.maxLength(20_000)),
      timeout_seconds: z.optional(z.int().check(z.minimum(1), z.maximum(MOST_S))),
    }),
    async run({ command, timeout_seconds: seconds = DEFAULT_S }, signal) {
      const name = `run ${plainText(command, 100)}`;
      if (command.includes('\0')) return refused(name, 'it contains a zero byte');
      const said = await gate.act({ tool: 'shell', command, path: null, shown: command }, signal);
      if (said !== null) return refused(name, said);
      const { exitCode, timedOut, tail } = await commands.run({ command, cwd, env, timeoutMs: seconds * 1000, signal });
      const end = timedOut ? `it was ended after ${seconds} s` : exitCode === null ? 'it was interrupted' : `exit code ${exitCode}`;
      const output = tail === '' ? '(no output)' : boundedText(tail, MAX_LENGTH);
      return { ok: exitCode === 0, text: `${end}\n${output}`, line: `ran ${plainText(command, 160)} (${end})` };
    },
  });
}
