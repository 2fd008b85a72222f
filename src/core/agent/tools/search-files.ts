// Searches the files of the worktree for a text or a pattern.
import * as z from 'zod/mini';
import type { WorkFiles } from '../../agent-ports.js';
import type { Gate } from '../gate.js';
import { type AgentTool, defineTool, refused } from '../tool.js';
import { folderIn } from './list-files.js';

const MOST = 200;
const MAX_LINE = 300;

export function searchFilesTool({ files, gate }: { readonly files: WorkFiles; readonly gate: Gate }): AgentTool {
  return defineTool({
    name: 'search_files',
    description: `Find lines in files of the worktree, without what git ignores; at most ${MOST}. Upper and lower case are the same. With regex: true the pattern is a Perl-like regular expression, else plain text.`,
    schema: z.object({
      pattern: z.string().check(z.minLength(1), z.maxLength(500)),
      regex: z.optional(z.boolean()),
      folder: z.optional(z.string().check(z.describe('Folder or file in the worktree; left out is all'))),
    }),
    async run({ pattern, regex = false, folder = '' }, signal) {
      const below = await folderIn(gate, folder, signal);
      if (!below.ok) return refused(`search ${folder}`, below.said);
      const found = await files.search({ pattern, kind: regex ? 'regex' : 'text', folder: below.name, limit: MOST, signal });
      if (!found.ok) return refused(`search ${pattern}`, found.error.said);
      const all = new Set(found.value.hits.map(({ file }) => file));
      const readable = await gate.readable(all, `search ${below.name || 'the worktree'} for ${pattern}`, signal);
      const hits = found.value.hits.filter(({ file }) => readable.has(file));
      const rows = hits.map(
        ({ file, line, text }) => `${file}:${line}: ${text.length > MAX_LINE ? `${text.slice(0, MAX_LINE)} [cut]` : text}`,
      );
      const more = found.value.hasMore ? `\n[more than ${MOST} lines: search for something rarer, or in a folder]` : '';
      return {
        ok: true,
        text: rows.length === 0 ? '(nothing found)' : `${rows.join('\n')}${more}`,
        line: `searched for ${pattern} (${hits.length}${found.value.hasMore ? ' and more' : ''} lines)`,
      };
    },
  });
}
