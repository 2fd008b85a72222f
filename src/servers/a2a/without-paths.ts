// What goes wrong is told to callers elsewhere without the folders of this machine: the last part of a path says enough.

/** At least two folders deep, and no part of an address or of a relative path. */
const PATH = /(?<![\w:/.~-])~?(?:\/[\w.@+~-]+){2,}\/?/gu;

export function withoutPaths(text: string): string {
  return text.replace(PATH, (path) => `…/${path.replace(/\/$/u, '').split('/').at(-1) ?? ''}`);
}

/** What agents write stays as it is, but that files of their worktrees are called as they are in there. */
export function inWorktrees(text: string, agents: readonly { readonly worktree: string | null }[]): string {
  const folders = agents.flatMap(({ worktree }) => (worktree === null ? [] : worktree.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')));
  if (folders.length === 0) return text;
  // Another folder may begin with the same words.
  return text.replace(new RegExp(`(?:${folders.join('|')})(?:/|(?![\\w.-]))`, 'gu'), (found) => (found.endsWith('/') ? '' : '.'));
}
