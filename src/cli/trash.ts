// `trash list | restore NAME | empty`: removed worktrees, 30 days kept.
import { fail, type Result } from '../core/model/error.js';
import { startingHost } from './host-call.js';
import { type Invocation, number } from './invocation.js';
import { done, type Outcome, usage } from './outcome.js';
import { table } from './table.js';

export function trash(invocation: Invocation): Promise<Result<Outcome>> {
  const [what, name] = invocation.args;
  switch (what) {
    case 'list':
      return startingHost(invocation, async (connection) => {
        const answer = await connection.request('trashList', {});
        if (!answer.ok) return answer;
        const rows = answer.value.entries.map((entry) => [
          entry.name,
          entry.at,
          megabytes(entry.sizeBytes),
          entry.rescueRef ?? 'nothing unmerged',
        ]);
        return done(rows.length === 0 ? 'the trash is empty' : table(rows), answer.value.entries);
      });
    case 'restore':
      if (name === undefined) return Promise.resolve(fail(usage('restore takes a name', '`orch-tui trash list` shows them')));
      return startingHost(invocation, async (connection) => {
        const answer = await connection.request('trashRestore', { name });
        return answer.ok ? done(`restored to ${answer.value.path} on branch ${answer.value.branch}`, answer.value) : answer;
      });
    case 'empty':
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

function megabytes(sizeBytes: number): string {
  return `${(sizeBytes / 1_048_576).toFixed(1)} MB`;
}
