// What there is to complete, taken from the commands as commander knows them.
import type { Command, Option } from 'commander';

export interface CompletedOption {
  readonly flag: string;
  readonly description: string;
  /** `none`: a flag alone. `text`: anything; nothing can be offered. */
  readonly value: 'none' | 'text' | 'file' | 'folder' | readonly string[];
}

export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** What its first word is. */
  readonly first: 'agent' | 'other' | readonly string[];
}

export interface CompletionWords {
  readonly commands: readonly CompletedCommand[];
  /** Options that may stand before a command. */
  readonly options: readonly CompletedOption[];
  /** Options of any command that take the next word: it is no word of the command's own. */
  readonly valueFlags: readonly string[];
}

/**
 * Agent names come from the stored state: no host is started by pressing Tab. Those of other nodes are offered as NAME@NODE where they can be
 * reached from here. A shell may expand what it is offered, so nothing is but plain names.
 */
export const AGENT_NAMES = `orch-tui status --json 2>/dev/null | awk -F'"' '${[
  '/^    [{]/ { name = node = kind = "" }',
  '/^      "name": / { name = $4 }',
  '/^      "number": / { kind = "own" }',
  '/^      "node": / { node = $4 }',
  '/^      "open": true/ { kind = "open" }',
  '/^    [}]/ && name ~ /^[a-z0-9.-]+$/ && kind == "own" { print name }',
  '/^    [}]/ && name ~ /^[a-z0-9.-]+$/ && kind == "open" && node ~ /^[A-Za-z0-9._-]+$/ { print name "@" node }',
  // What is told of nodes ends in the same way, and is no agent.
  '/^    [}]/ { name = "" }',
].join('; ')}'`;

export function completionWords(program: Command): CompletionWords {
  const options = program.options.flatMap(completed);
  const commands = program.commands.map((command) => {
    const first = command.registeredArguments[0];
    return {
      name: command.name(),
      description: command.description(),
      options: command.options.flatMap(completed),
      first: first?.argChoices ?? (first?.name() === 'agent' ? ('agent' as const) : ('other' as const)),
    };
  });
  const all = [...options, ...commands.flatMap((command) => command.options)];
  const valueFlags = [...new Set(all.filter(({ value }) => value !== 'none').map(({ flag }) => flag))];
  return { commands, options, valueFlags };
}

function completed({ long, description, argChoices, required, flags, hidden }: Option): CompletedOption[] {
  if (!long || hidden) return [];
  const value = !required ? 'none' : (argChoices ?? (flags.endsWith('<file>') ? 'file' : flags.endsWith('<dir>') ? 'folder' : 'text'));
  return [{ flag: long, description, value }];
}
