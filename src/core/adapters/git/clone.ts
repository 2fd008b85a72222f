// Clones a repository for a person who named its address: with submodules, files of LFS left alone, nothing half made.
import { spawn } from 'node:child_process';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fail, type OrchError, ok, type Result } from '../../model/error.js';
import { plainText } from '../../model/plain-text.js';
import { BoundedTail } from '../bounded-tail.js';
import { mayCarryToken, prepareAskpass } from './askpass.js';
import { parseRemote, type RemoteAddress } from './forge-remote.js';
import { gitEnvironment } from './hardened-git.js';

const FLAGS = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'protocol.ext.allow=never', 'gc.auto=0'];
const LAST_WORDS = 2000;

export interface CloneOrder {
  /** As `cloneAddress` has let it pass. */
  readonly url: string;
  /** Where it is made; must not exist. */
  readonly folder: string;
  /** `last`: without history. */
  readonly history: 'all' | 'last';
  /** Who may be asked for a password. */
  readonly asks: 'person' | 'nobody';
  /** Told to the host of `url` alone, where that asks for it; never in the address. */
  readonly token: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** One line of git's, plain. `passing`: the next one takes its place. */
  readonly onProgress: (line: string, kind: 'passing' | 'lasting') => void;
}

/** Never rejects. `folder` is there only when all of it is. */
export async function cloneRepository(order: CloneOrder): Promise<Result<void>> {
  const tried = `clone ${plainText(order.url)}`;
  const part = `${order.folder}.clone-${process.pid}`;
  const asking = await mkdtemp(join(tmpdir(), 'orch-clone-')).catch(() => null);
  if (asking === null)
    return fail({ kind: 'storage', tried, said: 'no temporary folder can be made', next: 'Look at TMPDIR, then try again' });
  try {
    const address = parseRemote(order.url);
    const answers = order.token !== null && address !== null && mayCarryToken(address) ? { address, token: order.token } : null;
    const env = await environmentOf(order, asking, answers);
    // Empty: clears the list of helpers, which would store the token.
    const config = answers === null ? FLAGS : [...FLAGS, 'credential.helper='];
    const depth = order.history === 'last' ? ['--depth', '1', '--shallow-submodules'] : [];
    const words = ['clone', '--progress', '--recurse-submodules', ...depth, '--', order.url, part];
    const ended = await runGit(order, [...config.flatMap((pair) => ['-c', pair]), ...words], env);
    if (ended.exitCode !== 0) return fail(refusal(tried, ended));
    await rename(part, order.folder);
    return ok(undefined);
  } catch (error) {
    const said = plainText((error as Error).message, 300);
    return fail({ kind: 'storage', tried, said, next: `Look at ${plainText(dirname(order.folder), 200)}, then try again` });
  } finally {
    // A clone that is half made would be taken for a whole one the next time.
    for (const folder of [part, asking]) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

interface Ended {
  /** Null where git could not be started, or a signal ended it. */
  readonly exitCode: number | null;
  readonly said: string;
}

async function environmentOf(
  { environment, asks }: CloneOrder,
  folder: string,
  answers: { readonly address: RemoteAddress; readonly token: string } | null,
): Promise<Readonly<Record<string, string>>> {
  const env = gitEnvironment(environment, null);
  // A person at a terminal may have a key with a passphrase, or no token at all.
  const open = asks === 'person' ? { GIT_TERMINAL_PROMPT: '1', GIT_SSH_COMMAND: environment.GIT_SSH_COMMAND ?? 'ssh' } : {};
  const askpass = answers === null ? {} : await prepareAskpass(folder, answers);
  return { ...env, ...open, ...askpass, GIT_LFS_SKIP_SMUDGE: '1' };
}

function runGit({ folder, onProgress }: CloneOrder, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
  return new Promise((resolve) => {
    const git = spawn('git', [...args], { cwd: dirname(folder), env, stdio: ['ignore', 'ignore', 'pipe'] });
    const tail = new BoundedTail(LAST_WORDS);
    let rest = '';
    git.stderr.setEncoding('utf8');
    git.stderr.on('data', (text: string) => {
      const lines = `${rest}${text}`.split(/(?<=[\r\n])/u);
      rest = (lines.pop() ?? '').slice(-LAST_WORDS);
      if (/[\r\n]$/u.test(rest)) {
        lines.push(rest);
        rest = '';
      }
      for (const line of lines) {
        const shown = plainText(line, 300);
        if (shown === '') continue;
        const kind = line.endsWith('\r') ? 'passing' : 'lasting';
        if (kind === 'lasting') tail.push(`${shown}\n`);
        onProgress(shown, kind);
      }
    });
    git.on('error', (error) => resolve({ exitCode: null, said: /ENOENT/u.test(error.message) ? 'git is not installed' : error.message }));
    git.on('close', (exitCode) => resolve({ exitCode, said: `${tail.text()}${plainText(rest, 300)}` }));
  });
}

/** Git's own reason, not all that it counted before. */
function refusal(tried: string, { said }: Ended): OrchError {
  const reasons = said.split('\n').filter((line) => /^(?:fatal|error|ERROR|remote: (?!Enum|Count|Compr|Total))/u.test(line));
  const words = plainText((reasons.length > 0 ? reasons : said.trim().split('\n').slice(-2)).slice(0, 4).join(' '), 400);
  return { kind: 'git', tried, said: words || 'git was ended', next: 'Check the address and your access to it, then try again' };
}
