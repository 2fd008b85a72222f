// `answer`: the queue of open questions, one agent's question, or the answer to it.
import { fail, type Result } from '../core/model/error.js';
import type { OpenQuestion } from '../core/model/requests.js';
import { ageAt, ageText } from '../core/view/age.js';
import { questionLines } from '../core/view/answer-dialog.js';
import { inHost } from './host-call.js';
import { type Invocation, text } from './invocation.js';
import { done, type Outcome, usage } from './outcome.js';

export function answer(invocation: Invocation): Promise<Result<Outcome>> {
  const [agent, ...words] = invocation.args;
  return inHost(invocation, async (connection) => {
    if (agent === undefined || words.length === 0) {
      const open = await connection.request('questions', { agent: agent ?? null });
      if (!open.ok) return open;
      const { questions } = open.value;
      return agent === undefined ? done(questionsText(questions, Date.now()), { questions }) : fail(withoutChoice(agent, questions[0]));
    }
    const given = await connection.request('answer', { agent, choice: words.join(' '), digest: text(invocation, 'digest') });
    return given.ok ? done(`answered ${given.value.agent}: ${given.value.answer}`, given.value) : given;
  });
}

/** A block for each, who waits longest first. `now` in ms since the epoch. */
export function questionsText(questions: readonly OpenQuestion[], now: number): string {
  if (questions.length === 0) return 'nobody asks anything';
  const block = (question: OpenQuestion) => {
    const { agent, kind, since, digest } = question;
    return [`${agent} · ${kind} · ${ageText(ageAt(since, now))} · ${digest}`, ...linesOf(question)].join('\n  ');
  };
  return questions.map(block).join('\n\n');
}

/** What it asks, with its answers numbered as they are given. */
function linesOf(question: OpenQuestion): readonly string[] {
  return [...questionLines(question), ...question.options.map((option, at) => `${at + 1}. ${option}`)];
}

function withoutChoice(typed: string, question: OpenQuestion | undefined) {
  if (question === undefined) return usage(`no choice was given, and ${typed} asks nothing`, 'See `orch-tui answer` for who asks');
  const { agent, kind, options } = question;
  const said = [`no choice was given; ${agent} asks:`, ...linesOf(question)].join('\n  ');
  if (kind !== 'text' && options.length === 0) return usage(said, 'Attach to it: its answers could not be read from its screen');
  return usage(said, `Answer with \`orch-tui answer ${agent} ${kind === 'text' ? 'TEXT' : '1'}\``);
}
