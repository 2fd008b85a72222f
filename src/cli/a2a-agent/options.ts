// The command line of the program that talks to a remote A2A agent, as its harness writes it.
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';

export interface RemoteOptions {
  readonly url: URL;
  /** Variable that holds the bearer token. */
  readonly tokenIn: string | null;
  readonly prompt: string;
  /** Id of the conversation; null where it is not kept. */
  readonly session: string | null;
  readonly resumes: boolean;
}

/** It becomes the name of a file. */
const ID = /^[\w-]{1,80}$/u;
const TRIED = 'start an A2A agent';

/** `--url=URL [--token-in=VARIABLE] [--session=ID | --resume=ID] [-- PROMPT]`. */
export function remoteOptions(words: readonly string[]): Result<RemoteOptions> {
  const end = words.indexOf('--');
  const given = new Map<string, string>();
  for (const word of end === -1 ? words : words.slice(0, end)) {
    const [, name, value] = /^--(url|token-in|session|resume)=(.*)$/su.exec(word) ?? [];
    if (name === undefined || value === undefined) return fail(wrong(`${plainText(word, 60)} is no option`));
    given.set(name, value);
  }
  const url = remoteUrl(given.get('url') ?? '');
  if (!url.ok) return url;
  const session = given.get('resume') ?? given.get('session') ?? null;
  if (session !== null && !ID.test(session)) return fail(wrong('the id of a conversation has letters, digits and dashes only'));
  return ok({
    url: url.value,
    tokenIn: given.get('token-in') ?? null,
    prompt: end === -1 ? '' : words.slice(end + 1).join(' '),
    session,
    resumes: given.has('resume'),
  });
}

/** The address is not repeated: a password may stand in it. */
function remoteUrl(text: string): Result<URL> {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return fail(wrongAddress('the address is none'));
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return fail(wrongAddress('the address is neither http nor https'));
  if (url.username !== '' || url.password !== '') return fail(wrongAddress('a user or a password stands in the address'));
  return ok(url);
}

function wrongAddress(said: string): OrchError {
  return { kind: 'config', tried: TRIED, said, next: 'Set harnesses.NAME.a2a to an address such as https://agents.example.org' };
}

function wrong(said: string): OrchError {
  return {
    kind: 'usage',
    tried: TRIED,
    said,
    next: 'Allowed: --url=URL, --token-in=VARIABLE, --session=ID, --resume=ID, and the task after --',
  };
}
