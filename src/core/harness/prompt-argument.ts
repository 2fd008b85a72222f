// A task text as one argument of a command line. Knows what the kernel and the CLIs' own parsers make of one; not which CLI wants it where.
import type { OrchError } from '../model/error.js';
import { plainText } from '../model/plain-text.js';

/** Linux allows 128 KB for one argument (MAX_ARG_STRLEN: 32 pages with the closing zero); the rest is room for `--prompt=`. */
export const MAX_PROMPT_BYTES = 127 * 1024;

/**
 * Why this text can not be handed to an agent CLI, or null. There is no second way in on purpose: pasting so much into a TUI gets lost
 * or stays unsent in all of them, while a file of the repository always works.
 */
export function problemWithPrompt(prompt: string): OrchError | null {
  const tried = `give the task "${plainText(prompt, 40)}" to an agent`;
  if (prompt.includes('\0')) return { kind: 'usage', tried, said: 'the text contains a zero byte', next: 'Remove it' };
  const bytes = Buffer.byteLength(prompt);
  if (bytes <= MAX_PROMPT_BYTES) return null;
  return {
    kind: 'usage',
    tried,
    said: `the text has ${bytes} bytes, at most ${MAX_PROMPT_BYTES} can be given`,
    next: 'Put the text into a file of the repository and name the file in the task',
  };
}

/** Closes the options, so that a text beginning with `-` is no option; nothing for an empty text. */
export function operand(prompt: string): readonly string[] {
  return prompt === '' ? [] : ['--', prompt];
}

/** `--flag=TEXT` in one word, which also keeps a text beginning with `-` from being an option; nothing for an empty text. */
export function option(flag: string, text: string | null): readonly string[] {
  return text === null || text === '' ? [] : [`${flag}=${text}`];
}
