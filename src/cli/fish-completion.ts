// The completion script for fish.
import { AGENT_NAMES, type CompletedOption, type CompletionWords } from './completion-words.js';

export function fishCompletion({ commands, options, valueFlags }: CompletionWords): string {
  const lines = commands.flatMap(({ name, description, options: own, first }) => [
    `complete -c orch-tui -n '__orch_tui_at' -a ${name} -d ${quoted(description)}`,
    ...own.map((option) => optionLine(`__orch_tui_in ${name}`, option)),
    ...(first === 'other'
      ? []
      : [`complete -c orch-tui -n '__orch_tui_at ${name}' -a ${quoted(first === 'agent' ? '(__orch_tui_agents)' : first.join(' '))}`]),
  ]);
  return `# orch-tui completion for fish: orch-tui completion fish | source
function __orch_tui_agents
  ${AGENT_NAMES}
end
# The words before the cursor that are neither options nor their values.
function __orch_tui_words
  set -l words (commandline -opc)
  set words $words[2..-1]
  while set -q words[1]
    switch $words[1]
      case ${valueFlags.join(' ')}
        set words $words[2..-1]
      case '-*'
      case '*'
        echo $words[1]
    end
    set words $words[2..-1]
  end
end
function __orch_tui_at
  test "$(__orch_tui_words)" = "$argv"
end
function __orch_tui_in
  set -l words (__orch_tui_words)
  test "$words[1]" = "$argv[1]"
end
complete -c orch-tui -f
${[...options.map((option) => optionLine('__orch_tui_at', option)), ...lines].join('\n')}`;
}

function optionLine(condition: string, { flag, description, value }: CompletedOption): string {
  return `complete -c orch-tui -n '${condition}' -l ${flag.slice(2)}${valueWords(value)} -d ${quoted(description)}`;
}

function valueWords(value: CompletedOption['value']): string {
  if (value === 'none') return '';
  if (value === 'text') return ' -x';
  if (value === 'file') return ' -r -F';
  if (value === 'folder') return ` -x -a '(__fish_complete_directories)'`;
  return ` -x -a ${quoted(value.join(' '))}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
