// Whether an address of a repository may be given to git, and how a folder of it is called. Pure.
import { fail, type OrchError, ok, type Result } from '../../model/error.js';
import { plainText } from '../../model/plain-text.js';

export interface CloneAddress {
  readonly url: string;
  /** Of the folder that it is cloned into. */
  readonly name: string;
}

const NAME = /^[A-Za-z0-9._][A-Za-z0-9._-]{0,99}$/u;

/** Refused: programs instead of addresses (`ext::`), options, and passwords or tokens, which would stay in the configuration of the clone. */
export function cloneAddress(text: string): Result<CloneAddress> {
  const url = text.trim();
  const full = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/iu.exec(url);
  const bad = (said: string, next: string): Result<CloneAddress> => fail(refusal(url, said, next));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (url === '' || url.startsWith('-') || /^[a-z0-9+.-]*::|[\u0000-\u0020\u007f]/iu.test(url)) {
    return bad('that is no address of a repository', 'Give one such as https://github.com/owner/repository');
  }
  if (full !== null) {
    const scheme = (full[1] ?? '').toLowerCase();
    if (!['https', 'http', 'ssh', 'git', 'file'].includes(scheme)) {
      return bad(`${plainText(scheme, 30)} is no way to clone`, 'Allowed are https, http, ssh, git and file');
    }
    const [, login] = /^([^/]*)@/u.exec(full[2] ?? '') ?? [];
    if (login !== undefined && (scheme !== 'ssh' || login.includes(':'))) {
      return bad('it has a name or a password in it', 'Leave that out: set GITHUB_TOKEN, or use a credential helper of git');
    }
  }
  const name =
    url
      .replace(/[/\\]+$/u, '')
      .replace(/\.git$/u, '')
      .split(/[/:]/u)
      .at(-1) ?? '';
  if (!NAME.test(name) || /^\.+$/u.test(name)) return bad('no name of a folder follows from it', 'Clone it yourself, and go there');
  return ok({ url, name });
}

/** The same repository: what follows from how an address is written is left out. */
export function isSameAddress(one: string, other: string): boolean {
  const bare = (url: string) =>
    url
      .trim()
      .replace(/\/+$/u, '')
      .replace(/\.git$/u, '');
  return bare(one) === bare(other);
}

function refusal(url: string, said: string, next: string): OrchError {
  // Never a password back.
  return { kind: 'usage', tried: `clone ${plainText(url.replace(/\/\/[^/]*@/u, '//***@'), 200)}`, said, next };
}
