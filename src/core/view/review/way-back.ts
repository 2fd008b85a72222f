// How a person has a reverted file as it was: words for a notice, with a command that a shell takes as it stands.
import { plainText } from '../../model/plain-text.js';
import type { Requests } from '../../model/requests.js';

export interface Undone {
  readonly worktree: string;
  readonly path: string;
  readonly result: Requests['hunk']['result'];
}

export function wayBack({ worktree, path, result: { back, rescueRef } }: Undone): {
  readonly words: string;
  readonly command: string;
} {
  if (back === 'remove') return { words: 'To have the file deleted again:', command: `rm -- ${quoted(`${worktree}/${path}`)}` };
  // A name may hold what git takes for a pattern.
  const command = `git -C ${quoted(worktree)} --literal-pathspecs restore --source=${rescueRef ?? 'HEAD'} -- ${quoted(path)}`;
  return { words: 'To have the file as it was:', command };
}

function quoted(text: string): string {
  const plain = plainText(text, 4096);
  return /^[\w@%+=:,./-]+$/u.test(plain) ? plain : `'${plain.replaceAll("'", "'\\''")}'`;
}
