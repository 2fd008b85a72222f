// The completion script for bash.
import { AGENT_NAMES, type CompletedOption, type CompletionWords } from './completion-words.js';

export function bashCompletion({ commands, options, valueFlags }: CompletionWords): string {
  const flags = (of: readonly CompletedOption[]) => of.map(({ flag }) => flag).join(' ');
  const firsts = commands.flatMap(({ name, first }) => {
    if (first === 'other') return [];
    return [`    ${name}) first="${first === 'agent' ? `$(${AGENT_NAMES})` : first.join(' ')}" ;;`];
  });
  const values = commands.flatMap(({ name, options: own }) =>
    own.flatMap(({ flag, value }) => (typeof value === 'string' ? [] : [`    "${name} ${flag}") words="${value.join(' ')}" ;;`])),
  );
  return `# orch-tui completion for bash: source <(orch-tui completion bash)
_orch_tui() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="" place=0 words="" first="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
    ${valueFlags.join('|')}) i=$((i + 1)) ;;
    -*) ;;
    *) if [ -z "$command" ]; then command="\${COMP_WORDS[i]}"; else place=$((place + 1)); fi ;;
    esac
  done
  case "$command $previous" in
${values.join('\n')}
    ${valueFlags.map((flag) => `*" ${flag}"`).join('|')}) ;;
    *) case "$command" in
    "") words="${commands.map(({ name }) => name).join(' ')} ${flags(options)}" ;;
${commands.map((entry) => `    ${entry.name}) words="${flags(entry.options)}" ;;`).join('\n')}
    esac
    if [ "$place" -eq 0 ]; then case "$command" in
${firsts.join('\n')}
    esac; fi ;;
  esac
  COMPREPLY=($(compgen -W "$first $words" -- "$current"))
}
complete -o default -F _orch_tui orch-tui`;
}
