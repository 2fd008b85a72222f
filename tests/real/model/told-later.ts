// A task in two parts: what is done at once, and what is done when agents have told certain words. The second follows a line `When told of "A" and "B", do this:`.
import type { Conversation } from './conversation.js';
import { callOf, ownTurn } from './own-calls.js';
import type { Turn } from './script.js';

const LATER = /^When told of ([^\n]+), do this:$/mu;
const STEP = /^(?:write ([\w./-]+) with "([^"]*)"|call (\w+) (\{.*\}))$/gmu;

/** null: no task of this conversation has a second part. */
export function laterTurn({ prompt, earlier, results }: Pick<Conversation, 'prompt' | 'earlier' | 'results'>): Turn | null {
  const all = [...earlier, prompt];
  const at = all.findIndex((words) => LATER.test(words));
  const [now = '', told = '', then = ''] = (all[at] ?? '').split(LATER);
  if (told === '') return null;
  if (at === all.length - 1) return ownTurn({ prompt: now, results });
  const heard = all.slice(at + 1).join('\n');
  const isTold = [...told.matchAll(/"([^"]*)"/gu)].every(([, words = '']) => heard.includes(words));
  if (!isTold) return says('I wait for the rest.');
  const steps = [...then.matchAll(STEP)];
  const [, path, content = '', tool = '', args = ''] = steps[results.length] ?? [];
  if (steps[results.length] === undefined) return says('All of it is done.');
  return path === undefined ? callOf(tool, args) : { ...says(`I write ${path}.`), act: { kind: 'write', path, content: `${content}\n` } };
}

function says(text: string): Extract<Turn, { kind: 'says' }> {
  return { kind: 'says', text, pauseMs: 0, act: null };
}
