// What is asked before a hunk is taken out of a worktree.
import { type Agent, isLive } from '../../model/agent.js';
import { plainText } from '../../model/plain-text.js';
import type { HunkName } from '../../model/pull-methods.js';
import type { ConfirmDialog } from '../dialog.js';
import type { DiffFile } from '../diff-rows.js';
import { truncate } from '../fit-text.js';

/** Lines of the hunk that are shown: which one it is can be told by them. */
const SHOWN_LINES = 4;

export function confirmRevert(agent: Agent, file: DiffFile, hunk: HunkName): ConfirmDialog {
  const path = plainText(file.path, 200);
  const what: Readonly<Record<DiffFile['kind'], string>> = {
    changed: `Takes this hunk out of ${path}: it reads again as it did before.`,
    renamed: `Takes this hunk out of ${path}; its new name stays.`,
    added: `Removes the new file ${path}.`,
    deleted: `Brings the deleted file ${path} back.`,
  };
  const busy =
    isLive(agent) && agent.state !== 'idle' ? [`${agent.name} is at work: it may build on this hunk, or be writing the file now.`] : [];
  return {
    kind: 'confirm',
    title: 'Revert this hunk?',
    lines: [
      what[file.kind],
      'First all of the worktree is saved under refs/orch/rescue, so that it can be had back.',
      ...busy,
      ...changed(hunk),
    ],
    no: 'Keep it',
    yes: 'Revert it',
    chosen: 'no',
    onYes: { type: 'request', method: 'hunk', params: { agent: agent.id, what: 'revert', hunk } },
  };
}

// The dialog stands over the diff, and a key may have gone one hunk too far.
function changed({ patch }: HunkName): readonly string[] {
  const lines = patch
    .split('\n')
    .slice(1)
    .filter((line) => line.startsWith('+') || line.startsWith('-'));
  const shown = lines.slice(0, SHOWN_LINES).map((line) => truncate(plainText(`${line[0]} ${line.slice(1).trim()}`, 200), 70, '...'));
  const more = lines.length - shown.length;
  return more === 0 ? shown : [...shown, `and ${more} more changed ${more === 1 ? 'line' : 'lines'}`];
}
