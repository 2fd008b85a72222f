// The command line of the built-in agent's program, as its harness writes it.
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';

export interface AgentOptions {
  readonly prompt: string;
  /** Its end is its own word; else a person goes on talking with it. */
  readonly once: boolean;
  /** Id of the conversation; null where it is not kept. */
  readonly session: string | null;
  readonly resumes: boolean;
  readonly model: string | null;
  /** Most turns, where fewer than its settings say; null is those. */
  readonly turns: number | null;
}

/** It becomes the name of a file. */
const ID = /^[\w-]{1,80}$/u;

/** `[--once] [--session=ID | --resume=ID] [--model=NAME] [--turns=N] [-- PROMPT]`. */
export function agentOptions(words: readonly string[]): Result<AgentOptions> {
  const end = words.indexOf('--');
  const given = new Map<string, string>();
  for (const word of end === -1 ? words : words.slice(0, end)) {
    const [, name, value] = /^--(once|session|resume|model|turns)(?:=(.*))?$/su.exec(word) ?? [];
    if (name === undefined || (name === 'once') !== (value === undefined)) return fail(wrong(`${plainText(word, 60)} is no option`));
    given.set(name, value ?? '');
  }
  const session = given.get('resume') ?? given.get('session') ?? null;
  if (session !== null && !ID.test(session)) return fail(wrong('the id of a conversation has letters, digits and dashes only'));
  const turns = given.get('turns') ?? null;
  if (turns !== null && !/^[1-9]\d{0,5}$/u.test(turns)) return fail(wrong('--turns is a whole number from 1'));
  return ok({
    prompt: end === -1 ? '' : words.slice(end + 1).join(' '),
    once: given.has('once'),
    session,
    resumes: given.has('resume'),
    model: given.get('model') || null,
    turns: turns === null ? null : Number(turns),
  });
}

function wrong(said: string): OrchError {
  return {
    kind: 'usage',
    tried: 'start the built-in agent',
    said,
    next: 'Allowed: --once, --session=ID, --resume=ID, --model=NAME, --turns=N, and the task after --',
  };
}
