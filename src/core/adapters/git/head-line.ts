// Which branch the main checkout is on, how far it is from its upstream, and word of when that may have changed.
import { watch } from 'node:fs';
import { join } from 'node:path';
import type { HeadLine } from '../../model/repository.js';
import { currentBranch } from './base-branch.js';
import type { GitContext } from './git-context.js';
import { lineOf } from './hardened-git.js';

export async function headLine(context: GitContext): Promise<HeadLine> {
  const [branch, counted] = await Promise.all([
    currentBranch(context),
    context.git(context.top, ['rev-list', '--left-right', '--count', 'HEAD...@{upstream}', '--']),
  ]);
  // Without an upstream git fails here, and there is nothing to be ahead of.
  const [ahead = 0, behind = 0] = counted.kind === 'ended' && counted.exitCode === 0 ? lineOf(counted).split(/\s+/u).map(Number) : [];
  return { branch, ahead, behind };
}

/**
 * Tells when HEAD has moved: a checkout, a commit, a merge, a reset, a pull. By the log of HEAD, to which git adds a line each time: one
 * watched file, no tree (decision 27). Where there is no such log nothing is told. The returned function ends it.
 */
export function watchHead(context: GitContext, onMoved: () => void): () => void {
  try {
    const watcher = watch(join(context.top.gitDir, 'logs', 'HEAD'), { persistent: false }, () => onMoved());
    // The file has gone, or the system has no watches left: the line is then as old as the last time it was asked for.
    watcher.on('error', () => watcher.close());
    return () => watcher.close();
  } catch {
    return () => undefined;
  }
}
