// What an agent is told when the verify command has failed. Text for a CLI, so plain; what tools printed is bounded.
import type { Agent } from '../model/agent.js';
import { plainLines, plainText } from '../model/plain-text.js';

/** The end of the output tells most; a typed text of this size is still pasted in one go by every CLI we know. */
const TAIL = 6000;
const TASK = 20_000;

/** `diff` only for a new conversation, which knows nothing yet and is told the task again as well. */
export function verifyReport(agent: Agent, { tail, diff }: { readonly tail: string; readonly diff: string | null }): string {
  const command = plainText(agent.finish.verify ?? 'the verify command', 500);
  const output = plainLines(tail, TAIL).trim();
  const { artifact } = agent.finish;
  const missing = `Your result is not there yet (look ${agent.attempts} of ${agent.finish.attempts}). Mend that, then finish.`;
  const failure = [
    artifact !== undefined
      ? missing
      : `The check \`${command}\` failed (run ${agent.attempts} of ${agent.finish.attempts}). Make it pass without weakening it, then finish.`,
    ...(output === '' ? ['It printed nothing.'] : artifact !== undefined ? [output] : ['The end of its output:', output]),
  ];
  if (diff === null) return failure.join('\n\n');
  return [
    'The task:',
    plainLines(agent.text, TASK).trim(),
    'What was changed so far, in this worktree:',
    plainLines(diff, diff.length * 4).trim(),
    ...failure,
  ].join('\n\n');
}
