// `completion bash|zsh|fish`: a script made from the commands as they are defined, so that it never lags behind.
import type { Command } from 'commander';
import { fail, type Result } from '../core/model/error.js';
import type { Invocation } from './invocation.js';
import { done, type Outcome, usage } from './outcome.js';
import { buildProgram } from './program.js';

interface Entry {
  readonly name: string;
  readonly description: string;
  readonly options: readonly { readonly flag: string; readonly description: string }[];
  readonly takesAgent: boolean;
}

export async function completion(invocation: Invocation): Promise<Result<Outcome>> {
  const shell = invocation.args[0] ?? '';
  const scripts: Readonly<Record<string, (entries: readonly Entry[]) => string>> = { bash, zsh, fish };
  const script = scripts[shell];
  if (script === undefined) return fail(usage(`completion does not know ${shell}`, 'Allowed: bash, zsh, fish'));
  const text = script(entriesOf(buildProgram(async () => undefined)));
  return done(text, { shell, script: text });
}

function entriesOf(program: Command): Entry[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: command.options.flatMap((option) => (option.long ? [{ flag: option.long, description: option.description }] : [])),
    takesAgent: command.registeredArguments.some((argument) => argument.name() === 'agent'),
  }));
}

// Agent names come from the stored state: no host is started by pressing Tab.
const AGENT_NAMES = `orch-tui status --json 2>/dev/null | sed -n 's/^      "name": "\\([a-z0-9.-]*\\)",$/\\1/p'`;

function bash(entries: readonly Entry[]): string {
  const cases = entries.map((entry) => {
    const words = entry.options.map((option) => option.flag).join(' ');
    const agents = entry.takesAgent ? ` $(${AGENT_NAMES})` : '';
    return `    ${entry.name}) words="${words}${agents}" ;;`;
  });
  return `# orch-tui completion for bash: source <(orch-tui completion bash)
_orch_tui() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${entries.map((entry) => entry.name).join(' ')}" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    *) words="" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _orch_tui orch-tui`;
}

function zsh(entries: readonly Entry[]): string {
  const quote = (text: string) => text.replaceAll("'", "'\\''").replaceAll(':', '\\:');
  const commands = entries.map((entry) => `    '${entry.name}:${quote(entry.description)}'`);
  const cases = entries.map((entry) => {
    const options = entry.options.map((option) => `'${option.flag}[${quote(option.description).replaceAll(/[[\]]/g, '')}]'`).join(' ');
    const agents = entry.takesAgent ? ` "1:agent:($(${AGENT_NAMES.replaceAll('"', '\\"')}))"` : '';
    return `    ${entry.name}) _arguments ${options}${agents} '*:file:_files' ;;`;
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
    ...entry.options.map(
      (option) =>
        `complete -c orch-tui -n '__fish_seen_subcommand_from ${entry.name}' -l ${option.flag.slice(2)} -d '${quote(option.description)}'`,
    ),
    ...(entry.takesAgent
      ? [`complete -c orch-tui -n '__fish_seen_subcommand_from ${entry.name}' -a "(${AGENT_NAMES.replaceAll('$', '\\$')})"`]
      : []),
  ]);
  return `# orch-tui completion for fish: orch-tui completion fish | source\n${lines.join('\n')}`;
}
