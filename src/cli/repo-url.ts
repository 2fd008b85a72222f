// `run --repo-url URL`: a clone below this folder, made first; one that is there already is used.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { cloneRepository } from '../core/adapters/git/clone.js';
import { cloneAddress, isSameAddress } from '../core/adapters/git/clone-address.js';
import { fail, ok, type Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import { flag, type Invocation, text } from './invocation.js';
import { usage } from './outcome.js';

/** The same order in the clone, or as it is where no address was given. */
export async function inClone(invocation: Invocation): Promise<Result<Invocation>> {
  const wanted = text(invocation, 'repoUrl');
  if (wanted === null) {
    if (!flag(invocation, 'shallow')) return ok(invocation);
    return fail(usage('--shallow belongs to --repo-url', 'Give the address of the repository, or leave it out'));
  }
  if (text(invocation, 'repo') !== null) return fail(usage('--repo and --repo-url exclude each other', 'Use one of them'));
  const address = cloneAddress(wanted);
  if (!address.ok) return address;
  const folder = resolve(address.value.name);
  const there = existsSync(folder) ? await usable(folder, address.value.url) : await clone(invocation, folder, address.value.url);
  return there.ok ? ok({ ...invocation, options: { ...invocation.options, repo: folder } }) : there;
}

/** Only a checkout of the same address is worked in. */
async function usable(folder: string, url: string): Promise<Result<void>> {
  const { execa } = await import('execa');
  const asked = await execa('git', ['-C', folder, 'config', '--local', '--get', 'remote.origin.url'], { reject: false, stdin: 'ignore' });
  const isTop = existsSync(resolve(folder, '.git'));
  if (isTop && asked.exitCode === 0 && isSameAddress(asked.stdout, url)) {
    process.stderr.write(`orch-tui: ${plainText(folder, 300)} is there already, and is used\n`);
    return ok(undefined);
  }
  return fail({
    kind: 'usage',
    tried: `clone ${plainText(url)}`,
    said: `${plainText(folder, 300)} is there already, and is no checkout of it`,
    next: 'Go to another folder, or name a checkout of yours with --repo',
  });
}

async function clone(invocation: Invocation, folder: string, url: string): Promise<Result<void>> {
  const isTerminal = process.stderr.isTTY === true;
  const isAsked = isTerminal && process.stdin.isTTY === true && !flag(invocation, 'nonInteractive');
  let passing = '';
  const cloned = await cloneRepository({
    url,
    folder,
    history: flag(invocation, 'shallow') ? 'last' : 'all',
    asks: isAsked ? 'person' : 'nobody',
    token: (await (await import('../core/adapters/forge/token-for.js')).tokenFor(url, process.env))?.token ?? null,
    environment: process.env,
    onProgress(line, kind) {
      // Without a terminal only what stays is told.
      if (kind === 'passing' && !isTerminal) return;
      // Blanks over what is longer of the one before.
      process.stderr.write(`${passing === '' ? '' : '\r'}${line.padEnd(passing.length)}${kind === 'passing' ? '' : '\n'}`);
      passing = kind === 'passing' ? line : '';
    },
  });
  if (passing !== '') process.stderr.write('\n');
  return cloned;
}
