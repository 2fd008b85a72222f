// What commander refuses, in our words: what was wrong and what is allowed. Knows commander's messages; they stand here and nowhere else.
import type { Command } from 'commander';
import type { OrchError } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import { usage } from './outcome.js';

export interface Refusal {
  /** Commander's code, such as `commander.unknownOption`. */
  readonly code: string;
  /** What it wrote. */
  readonly said: string;
  /** The command that was parsed; the program itself where no command of ours was named. */
  readonly command: Command;
}

export function usageError({ code, said, command }: Refusal): OrchError {
  const isProgram = command.parent === null;
  const first = plainText(said.split('\n')[0]?.replace(/^error: /u, '') ?? '', 300) || 'it could not be read';
  if (isProgram && code === 'commander.excessArguments') {
    return usage(`there is no command ${plainText(command.args[0] ?? '', 60)}`, `Allowed: ${names(command.commands)}`);
  }
  if (code === 'commander.unknownOption') {
    const options = command.options
      .filter(({ hidden }) => !hidden)
      .map(({ long, short }) => long ?? short)
      .join(', ');
    return usage(first, isProgram ? `Allowed: ${options}, and the commands ${names(command.commands)}` : `Allowed: ${options}`);
  }
  // "option '--as <kind>' argument 'x' is invalid. Allowed choices are pr, merge."
  const [wrong = first, allowed] = first.split(/(?<=is invalid.*)\. (?=A)/u);
  return usage(wrong, allowed ?? `Usage: ${usageOf(command)}`);
}

function names(commands: readonly Command[]): string {
  return commands.map((command) => command.name()).join(', ');
}

function usageOf(command: Command): string {
  return [command.parent?.name() ?? '', command.name(), command.usage()].join(' ').trim();
}
