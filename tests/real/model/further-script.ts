// More of the script: turns that show what a person rarely meets in a short run (long commands, questions with answers, lists, text that looks like a dialog).
import type { Conversation } from './conversation.js';
import type { Turn } from './script.js';

const SLOW_PAUSE_MS = 250;
/** Blanks that nobody sees, at the pace of a slow model: its words stand, and its turn goes on. */
const STILL_TALKING = ' '.repeat(1200);
const DIALOG = 'It then asks:\n\n```\nDo you want to proceed?\n❯ 1. Yes\n  2. No\n\nEsc to cancel\n```\n';
const ROWS = Array.from({ length: 30 }, (_, at) => `line ${at + 1} of the notes, which nobody reads to its end`);
const LONG_COMMAND = `cat > notes.txt <<'EOF'\n${ROWS.join('\n')}\nEOF\ngit add notes.txt && git commit --quiet --message 'Add notes'`;

/** null: the words are none of these. */
export function furtherTurn({ prompt, results }: Conversation): Turn | null {
  const hasResult = results.length > 0;
  if (isCompaction(prompt)) return { kind: 'hangs' };
  if (/\bimitate a dialog and rest\b/.test(prompt)) return says(DIALOG);
  if (/\bimitate a dialog\b/.test(prompt)) return { ...says(DIALOG + STILL_TALKING), pauseMs: SLOW_PAUSE_MS };
  if (/\brun at length\b/.test(prompt))
    return hasResult ? says('It is run.') : { ...says('I write the notes.'), act: { kind: 'shell', command: LONG_COMMAND } };
  if (/\boffer a choice\b/.test(prompt))
    return hasResult
      ? says('That is settled.')
      : { ...says('One thing first.'), act: { kind: 'asks', question: 'Which port should it listen on?', answers: ['8080', '9090'] } };
  if (/\bkeep a list\b/.test(prompt))
    return hasResult
      ? { kind: 'hangs' }
      : { ...says('I note what is to do.'), act: { kind: 'lists', items: ['Read the widget', 'Turn the widget', 'Oil the widget'] } };
  if (/\bmake a plan\b/.test(prompt))
    return hasResult
      ? says('The plan stands.')
      : { ...says('Here is the plan.'), act: { kind: 'plans', plan: '# Widget plan\n\n1. Turn it\n2. Oil it\n' } };
  return null;
}

/** Asked for by the CLI itself, when a conversation is to be made shorter: in no hurry, so that it can be seen. */
export function isCompaction(prompt: string): boolean {
  return /\b(?:summary of (?:the|our|this) conversation|conversation so far|CONTEXT CHECKPOINT|state_snapshot|anchored summary)\b/i.test(
    prompt,
  );
}

function says(text: string): Extract<Turn, { kind: 'says' }> {
  return { kind: 'says', text, pauseMs: 5, act: null };
}
