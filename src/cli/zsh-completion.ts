// The completion script for zsh.
import { AGENT_NAMES, type CompletedOption, type CompletionWords } from './completion-words.js';

export function zshCompletion({ commands, options }: CompletionWords): string {
  const names = commands.map(({ name, description }) => `    '${name}:${quoted(description)}'`);
  const cases = commands.map(({ name, options: own, first }) => {
    const word = first === 'other' ? [] : [first === 'agent' ? `'1:agent:_orch_tui_agents'` : `'1:word:(${first.join(' ')})'`];
    // Without a place for further words zsh completes nothing after one.
    return `    ${name}) _arguments ${[...own.map(optionSpec), ...word, `'*:word: '`].join(' ')} ;;`;
  });
  return `#compdef orch-tui
# orch-tui completion for zsh: source <(orch-tui completion zsh), or as a file _orch-tui in a folder of $fpath
_orch_tui_agents() {
  local -a names
  names=(\${(f)"$(${AGENT_NAMES})"})
  compadd -a names
}
_orch_tui_commands() {
  local -a commands
  commands=(
${names.join('\n')}
  )
  _describe 'command' commands
}
_orch_tui() {
  local curcontext="$curcontext" state line
  typeset -A opt_args
  _arguments -C ${options.map(optionSpec).join(' ')} '(-)1:command:_orch_tui_commands' '(-)*::argument:->arguments' && return
  [[ $state == arguments ]] || return
  case "$words[1]" in
${cases.join('\n')}
  esac
}
if [[ "$funcstack[1]" == _orch-tui ]]; then _orch_tui "$@"; else compdef _orch_tui orch-tui; fi`;
}

function optionSpec({ flag, description, value }: CompletedOption): string {
  const text = quoted(description).replaceAll(/[[\]]/g, '');
  return `'${flag}[${text}]${valueSpec(value)}'`;
}

function valueSpec(value: CompletedOption['value']): string {
  if (value === 'none') return '';
  if (value === 'text') return ':value: ';
  if (value === 'file') return ':file:_files';
  if (value === 'folder') return ':folder:_files -/';
  return `:value:(${value.join(' ')})`;
}

function quoted(text: string): string {
  return text.replaceAll("'", "'\\''").replaceAll(':', '\\:');
}
