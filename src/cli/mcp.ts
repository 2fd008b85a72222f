// `orch-tui mcp`: words in and out; the server itself is in `servers/mcp/`, and loaded only to be started.
import { ok, type Result } from '../core/model/error.js';
import type { CommandCli } from '../servers/mcp/orch-command.js';
import { type Invocation, text } from './invocation.js';
import { done, type Outcome } from './outcome.js';

export async function mcp(invocation: Invocation): Promise<Result<Outcome>> {
  const cli = text(invocation, 'printCommand') as CommandCli | null;
  if (cli !== null) {
    const { commandFile } = await import('../servers/mcp/orch-command.js');
    const file = commandFile(cli);
    process.stderr.write(`orch-tui: this belongs into ${file.path}\n`);
    return done(file.text.trimEnd(), file);
  }
  const { startMcp } = await import('../servers/mcp/start.js');
  const ended = await startMcp({
    tokenFile: text(invocation, 'tokenFile'),
    socket: text(invocation, 'socket'),
    repo: text(invocation, 'repo') ?? process.cwd(),
    configFile: text(invocation, 'config'),
    env: process.env,
    cwd: process.cwd(),
  });
  // Standard output is the protocol's.
  return ended.ok ? ok({ text: '', json: undefined, exitCode: 0 }) : ended;
}
