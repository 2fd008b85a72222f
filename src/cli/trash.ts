// `trash list | restore NAME | empty`: removed worktrees, 30 days kept. Looking starts no host.
import { fail, type Result } from '../core/model/error.js';
import type { TrashEntry } from '../core/model/requests.js';
import { ageAt, ageText } from '../core/view/age.js';
import { startingHost, storedOrHost } from './host-call.js';
import { type Invocation, number } from './invocation.js';
import { done, type Outcome, usage } from './outcome.js';
import { table } from './table.js';

export function trash(invocation: Invocation): Promise<Result<Outcome>> {
  const [what, name] = invocation.args;
  switch (what) {
    case 'list':
      return name === undefined ? list(invocation) : Promise.resolve(fail(usage('list takes no name', '`orch-tui trash list`')));
    case 'restore':
      if (name === undefined) return Promise.resolve(fail(usage('restore takes a name', '`orch-tui trash list` shows them')));
      return startingHost(invocation, async (connection) => {
        const answer = await connection.request('trashRestore', { name });
        if (!answer.ok) return answer;
        const { path, branch } = answer.value;
        return done(
          `restored to ${path} on branch ${branch}\nan agent goes on from there with \`orch-tui run GOAL --base ${branch}\``,
          answer.value,
        );
      });
    case 'empty':
      // Only some of it is `--older-than DAYS`: a name here would be one that the person wants gone alone, or kept.
      if (name !== undefined) return Promise.resolve(fail(usage('empty takes no name', 'Say how old with --older-than DAYS')));
      return startingHost(invocation, async (connection) => {
        const answer = await connection.request('trashEmpty', { olderThanDays: number(invocation, 'olderThan') ?? 0 });
        if (!answer.ok) return answer;
        const count = answer.value.removed.length;
        return done(
          count === 0
            ? 'nothing to remove'
            : `removed ${count} ${count === 1 ? 'folder' : 'folders'}; their rescue refs stay in the repository`,
          answer.value,
        );
      });
    default:
      return Promise.resolve(fail(usage(`trash does not know ${what}`, 'Allowed: list, restore NAME, empty')));
  }
}

function list(invocation: Invocation): Promise<Result<Outcome>> {
  return storedOrHost<{ readonly entries: readonly TrashEntry[] }>(invocation, {
    live: async (connection) => connection.request('trashList', {}),
    stored: async (_stored, { stateDir }) => {
      const { listTrash } = await import('../core/adapters/git/trash.js');
      const entries = await listTrash(`${stateDir}/trash`);
      return entries.ok ? { ok: true, value: { entries: entries.value } } : entries;
    },
    tell: ({ entries }, host) => {
      const rows = entries.map(({ name, at, sizeBytes, rescueRef }) => [
        name,
        ageText(ageAt(at, Date.now())),
        megabytes(sizeBytes),
        rescueRef ?? 'nothing unmerged',
      ]);
      return done(rows.length === 0 ? 'the trash is empty' : table(rows), { host, entries });
    },
  });
}

function megabytes(sizeBytes: number): string {
  return `${(sizeBytes / 1_048_576).toFixed(1)} MB`;
}
