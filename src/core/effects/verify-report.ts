// What an agent is told when the verify command has failed. Text for a CLI, so plain; what tools printed is bounded.

import type { Agent } from '../model/agent.js';
import { withoutMentions } from '../model/mentions.js';
import { plainLines, plainText } from '../model/plain-text.js';

/** The end of the output tells most; a typed text of this size is still pasted in one go by every CLI we know. */
const TAIL = 6000;
const TASK = 20_000;

export interface Report {
  readonly tail: string;
  readonly diff: string | null;
  /** In place of the words of a failed check. */
  readonly lead?: string | undefined;
}

/** `diff` only for a new conversation, which knows nothing yet and is told the task again as well. */
export function verifyReport(agent: Agent, { tail, diff, lead }: Report): string {
  const command = plainText(agent.finish.verify ?? 'the verify command', 500);
  const runs = `(run ${agent.attempts} of ${agent.finish.attempts})`;
  const output = withoutMentions(plainLines(tail, TAIL).trim());
  const printed = output === '' ? ['It printed nothing.'] : ['The end of its output:', output];
  const failure =
    lead === undefined
      ? [`The check \`${command}\` failed ${runs}. Make it pass without weakening it, then finish.`, ...printed]
      : [`${lead} ${runs}`, output];
  if (diff === null) return failure.join('\n\n');
  return [
    'The task:',
    plainLines(agent.text, TASK).trim(),
    'What was changed so far, in this worktree:',
    withoutMentions(plainLines(diff, diff.length * 4).trim()),
    ...failure,
  ].join('\n\n');
}
