// Whether an agent is a bare shell: what is typed to it is run, so that only a person's words may be.
import type { AgentLaunch } from '../model/agent.js';

const SHELLS: ReadonlySet<string> = new Set([
  'sh',
  'ash',
  'bash',
  'csh',
  'dash',
  'elvish',
  'fish',
  'ksh',
  'mksh',
  'nu',
  'pwsh',
  'tcsh',
  'xonsh',
  'zsh',
]);

/** With a script or a command of its own it is a program like any other. */
export function isPlainShell({ command }: Pick<AgentLaunch, 'command'>): boolean {
  const [program = '', ...args] = command ?? [];
  return SHELLS.has(program.split('/').at(-1) ?? '') && args.every((arg) => /^(?:-[^-c]*|--[a-z-]+)$/u.test(arg));
}
