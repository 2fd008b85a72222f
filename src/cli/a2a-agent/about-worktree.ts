// What a remote agent is told of the worktree that its task is about: where its code can be had, and which state of it.
import { execFile } from 'node:child_process';

/** Nothing where git can not tell. A user or password in an address stays here, and a path of this machine is no address. */
export async function aboutWorktree(cwd: string, env: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
  const git = (...args: readonly string[]) =>
    new Promise<string>((resolve) => {
      execFile('git', args, { cwd, env, timeout: 5000 }, (error, stdout) => resolve(error === null ? stdout.trim() : ''));
    });
  const [commit, branch, remote] = await Promise.all([
    git('rev-parse', 'HEAD'),
    git('rev-parse', '--abbrev-ref', 'HEAD'),
    git('config', '--get', 'remote.origin.url'),
  ]);
  const repository = publicAddress(remote);
  return {
    ...(repository === null ? {} : { repository }),
    ...(/^[0-9a-f]{40,64}$/u.test(commit) ? { commit } : {}),
    ...(branch === '' || branch === 'HEAD' ? {} : { branch }),
  };
}

export function publicAddress(remote: string): string | null {
  if (/^[\w.-]+@[\w.-]+:[\w./~-]+$/u.test(remote)) return remote;
  try {
    const url = new URL(remote);
    if (!['http:', 'https:', 'ssh:', 'git:'].includes(url.protocol)) return null;
    url.username = url.protocol === 'ssh:' ? url.username : '';
    url.password = '';
    return `${url.protocol}//${url.username === '' ? '' : `${url.username}@`}${url.host}${url.pathname}`;
  } catch {
    return null;
  }
}
