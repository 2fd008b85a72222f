// What a person or a policy calls one of the answers a dialog offers: its number, its words, or just allow or deny.
import { fail, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { DialogOption } from './dialog-options.js';

const REFUSING = /^(?:no\b|don['’]?t\b|reject|deny|cancel|back\b|exit)/iu;
/** Grants more than what is asked: for a session, for a kind of command, for all edits. */
const LASTING =
  /\b(?:always|session|don['’]?t ask again|allow all|parent folder|by default|as my default|auto mode|auto[- ]accept|bypass)\b/iu;

/** An answer that settles more than this one question: only a person may give it. */
export function grantsMore(label: string): boolean {
  return LASTING.test(label) && !REFUSING.test(label);
}

/** `choice`: `2`, `allow` (once), `deny`, or the beginning of an option's words that only one has. */
export function chooseOption(options: readonly DialogOption[], choice: string): Result<DialogOption> {
  const typed = choice.trim().toLowerCase();
  const byNumber = /^\d+$/u.test(typed) ? options[Number(typed) - 1] : undefined;
  if (byNumber !== undefined) return ok(byNumber);
  if (typed === 'allow' || typed === 'yes')
    return found(
      options.find(({ label }) => !REFUSING.test(label) && !LASTING.test(label)),
      options,
    );
  if (typed === 'deny' || typed === 'no')
    return found(
      options.findLast(({ label }) => REFUSING.test(label)),
      options,
    );
  const beginning = typed === '' ? [] : options.filter(({ label }) => label.toLowerCase().startsWith(typed));
  const exact = beginning.find(({ label }) => label.toLowerCase() === typed);
  return found(exact ?? (beginning.length === 1 ? beginning[0] : undefined), options);
}

function found(option: DialogOption | undefined, options: readonly DialogOption[]): Result<DialogOption> {
  if (option !== undefined) return ok(option);
  const offered = options.map(({ label }, at) => `${at + 1} ${plainText(label, 80)}`).join('; ');
  return fail({
    kind: 'usage',
    tried: 'choose an answer',
    said: offered === '' ? 'its answers could not be read from its screen' : `it offers: ${offered}`,
    next: offered === '' ? 'Attach to it and answer there' : 'Give a number, the beginning of its words, allow or deny',
  });
}
