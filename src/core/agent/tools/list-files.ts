// Lists files of the worktree, without what git ignores.
import * as z from 'zod/mini';
import type { WorkFiles } from '../../agent-ports.js';
import type { Gate } from '../gate.js';
import { type AgentTool, defineTool, refused } from '../tool.js';

const MOST = 1000;

export function listFilesTool({ files, gate }: { readonly files: WorkFiles; readonly gate: Gate }): AgentTool {
  return defineTool({
    name: 'list_files',
    description: `List files in the worktree or a folder of it, without what git ignores; at most ${MOST}.`,
    schema: z.object({ folder: z.optional(z.string().check(z.describe('Folder in the worktree; left out is all'))) }),
    async run({ folder = '' }, signal) {
      const below = await folderIn(gate, folder, signal);
      if (!below.ok) return refused(`list ${folder}`, below.said);
      const found = await files.list(below.name, MOST);
      if (!found.ok) return refused(`list ${folder}`, found.error.said);
      const names = found.value.files.filter((name) => gate.mayShow(name));
      const more = found.value.hasMore ? `\n[more than ${MOST} files: name a folder]` : '';
      return {
        ok: true,
        text: names.length === 0 ? '(no files)' : `${names.join('\n')}${more}`,
        line: `listed ${below.name || 'the worktree'} (${names.length}${found.value.hasMore ? ' and more' : ''} files)`,
      };
    },
  });
}

/** '' for the top. */
export async function folderIn(
  gate: Gate,
  folder: string,
  signal: AbortSignal,
): Promise<{ readonly ok: true; readonly name: string } | { readonly ok: false; readonly said: string }> {
  const bare = folder.replace(/^(?:\.\/)+|\/+$/gu, '');
  if (bare === '' || bare === '.') return { ok: true, name: '' };
  const place = await gate.read(bare, signal);
  if (!place.ok) return { ok: false, said: place.error.said };
  return place.value.name.startsWith('/') ? { ok: false, said: 'it is outside of the worktree' } : { ok: true, name: place.value.name };
}
