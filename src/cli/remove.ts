// `remove AGENT`: the question is asked here, the rescue happens in the host whatever the answer's form.
import { createInterface } from 'node:readline/promises';
import type { Result } from '../core/model/error.js';
import { startingHost } from './host-call.js';
import { flag, type Invocation } from './invocation.js';
import { done, type Outcome } from './outcome.js';

export function remove(invocation: Invocation): Promise<Result<Outcome>> {
  const agent = invocation.args[0] ?? '';
  return startingHost(invocation, async (connection) => {
    let answer = await connection.request('remove', { agent, force: flag(invocation, 'force') });
    if (!answer.ok && answer.error.kind === 'needs-person' && process.stdin.isTTY && !flag(invocation, 'json')) {
      const word = await ask(`${answer.error.said}. Remove ${agent}? [y/N] `);
      if (!/^y(es)?$/i.test(word.trim())) return done('kept', { agent, removed: false });
      answer = await connection.request('remove', { agent, force: true });
    }
    if (!answer.ok) return answer;
    const { rescueRef, trash, restore } = answer.value;
    const kept = [
      rescueRef === null ? null : `Its unmerged work is kept as ${rescueRef}.`,
      trash === null ? null : `Its folder is in the trash: ${trash}.`,
    ];
    const back = restore === null ? null : `To get it back: ${restore}`;
    return done([`removed ${answer.value.agent}.`, ...kept, back].filter((line) => line !== null).join('\n'), answer.value);
  });
}

/** Empty where the person answers with the end of the input. */
async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  lines.on('SIGINT', () => {
    // Gives the terminal back first.
    lines.close();
    process.exit(130);
  });
  try {
    return await lines.question(question);
  } catch {
    return ''; // Ctrl-D: nothing was answered.
  } finally {
    lines.close();
  }
}
