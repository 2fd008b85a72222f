// `completion bash|zsh|fish`: a script made from the commands as they are defined, so that it never lags behind.
import type { Command } from 'commander';
import type { Result } from '../core/model/error.js';
import type { Invocation } from './invocation.js';
import { done, type Outcome } from './outcome.js';
import { buildProgram } from './program.js';

interface Entry {
  readonly name: string;
  readonly description: string;
  readonly options: readonly { readonly flag: string; readonly description: string; readonly choices: readonly string[] }[];
  /** What its first word may be, where that is one of a few. */
  readonly words: readonly string[];
  readonly takesAgent: boolean;
}

export async function completion(invocation: Invocation): Promise<Result<Outcome>> {
  const shell = invocation.args[0];
  const script = shell === 'fish' ? fish : shell === 'zsh' ? zsh : bash;
  const text = script(entriesOf(buildProgram(async () => undefined)));
  return done(text, { shell, script: text });
}

function entriesOf(program: Command): Entry[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: command.options.flatMap(({ long, description, argChoices }) =>
      long ? [{ flag: long, description, choices: argChoices ?? [] }] : [],
    ),
    words: command.registeredArguments[0]?.argChoices ?? [],
    takesAgent: command.registeredArguments.some((argument) => argument.name() === 'agent'),
  }));
}

// Agent names come from the stored state: no host is started by pressing Tab.
const AGENT_NAMES = `orch-tui status --json 2>/dev/null | sed -n 's/^      "name": "\\([a-z0-9.-]*\\)",$/\\1/p'`;

function bash(entries: readonly Entry[]): string {
  const cases = entries.map((entry) => {
    const words = [...entry.words, ...entry.options.map((option) => option.flag)].join(' ');
    const agents = entry.takesAgent ? ` $(${AGENT_NAMES})` : '';
    return `    ${entry.name}) words="${words}${agents}" ;;`;
  });
  const values = entries.flatMap(({ name, options }) =>
    options.flatMap(({ flag, choices }) => (choices.length > 0 ? [`    "${name} ${flag}") words="${choices.join(' ')}" ;;`] : [])),
  );
  return `# orch-tui completion for bash: source <(orch-tui completion bash)
_orch_tui() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${entries.map((entry) => entry.name).join(' ')}" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]} \${COMP_WORDS[COMP_CWORD-1]}" in
${values.join('\n')}
    *) case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    *) words="" ;;
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _orch_tui orch-tui`;
}

function zsh(entries: readonly Entry[]): string {
  const quote = (text: string) => text.replaceAll("'", "'\\''").replaceAll(':', '\\:');
  const commands = entries.map((entry) => `    '${entry.name}:${quote(entry.description)}'`);
  const cases = entries.map((entry) => {
    const options = entry.options
      .map(({ flag, description, choices }) => {
        const value = choices.length > 0 ? `:value:(${choices.join(' ')})` : '';
        return `'${flag}[${quote(description).replaceAll(/[[\]]/g, '')}]${value}'`;
      })
      .join(' ');
    const agents = entry.takesAgent ? ` "1:agent:($(${AGENT_NAMES.replaceAll('"', '\\"')}))"` : '';
    const words = entry.words.length > 0 ? ` '1:word:(${entry.words.join(' ')})'` : '';
    return `    ${entry.name}) _arguments ${options}${agents}${words} '*:file:_files' ;;`;
  });
  return `#compdef orch-tui
# orch-tui completion for zsh: source <(orch-tui completion zsh)
_orch_tui() {
  local -a commands
  commands=(
${commands.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  local command="\${words[2]}"
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join('\n')}
  esac
}
compdef _orch_tui orch-tui`;
}

function fish(entries: readonly Entry[]): string {
  const quote = (text: string) => text.replaceAll("'", "\\'");
  const lines = entries.flatMap((entry) => [
    `complete -c orch-tui -n __fish_use_subcommand -a ${entry.name} -d '${quote(entry.description)}'`,
    ...entry.options.map(({ flag, description, choices }) => {
      const value = choices.length > 0 ? ` -x -a '${choices.join(' ')}'` : '';
      return `complete -c orch-tui -n '__fish_seen_subcommand_from ${entry.name}' -l ${flag.slice(2)}${value} -d '${quote(description)}'`;
    }),
    ...(entry.words.length > 0
      ? [`complete -c orch-tui -n '__fish_seen_subcommand_from ${entry.name}' -x -a '${entry.words.join(' ')}'`]
      : []),
    ...(entry.takesAgent
      ? [`complete -c orch-tui -n '__fish_seen_subcommand_from ${entry.name}' -a "(${AGENT_NAMES.replaceAll('$', '\\$')})"`]
      : []),
  ]);
  return `# orch-tui completion for fish: orch-tui completion fish | source\n${lines.join('\n')}`;
}
