// Reads a text file, or some of its lines, with their numbers.
import * as z from 'zod/mini';
import type { WorkFiles } from '../../agent-ports.js';
import type { Gate } from '../gate.js';
import { type AgentTool, defineTool, refused } from '../tool.js';

const MAX_BYTES = 4 * 1024 * 1024;
const MAX_LENGTH = 40_000;
const MAX_LINE = 2000;
const LINES = 1000;

export function readFileTool({ files, gate }: { readonly files: WorkFiles; readonly gate: Gate }): AgentTool {
  return defineTool({
    name: 'read_file',
    description: `Read a text file. Gives lines with their numbers, at most ${LINES} at once: name from_line and to_line for a part of a long file.`,
    schema: z.object({
      path: z.string().check(z.describe('Path in the worktree')),
      from_line: z.optional(z.int().check(z.minimum(1))),
      to_line: z.optional(z.int().check(z.minimum(1))),
    }),
    async run({ path, from_line: from = 1, to_line: to }, signal) {
      const place = await gate.read(path, signal);
      if (!place.ok) return refused(`read ${path}`, place.error.said);
      const read = await files.read(place.value.path, MAX_BYTES);
      if (!read.ok) return refused(`read ${path}`, read.error.said);
      const lines = read.value.split('\n');
      if (lines.at(-1) === '') lines.pop();
      if (from > Math.max(1, lines.length)) return refused(`read ${path}`, `it has ${lines.length} lines`);
      const { rows, last } = numbered(lines, from, Math.min(to ?? lines.length, from + LINES - 1));
      const rest = last < lines.length ? `\n[lines ${last + 1} to ${lines.length} not shown]` : '';
      return {
        ok: true,
        text: lines.length === 0 ? '(the file is empty)' : `${rows.join('\n')}${rest}`,
        line: `read ${place.value.name}${from > 1 || rest !== '' ? ` (lines ${from} to ${last} of ${lines.length})` : ''}`,
      };
    },
  });
}

function numbered(lines: readonly string[], from: number, to: number): { readonly rows: readonly string[]; readonly last: number } {
  const rows: string[] = [];
  let length = 0;
  let last = from - 1;
  for (const line of lines.slice(from - 1, to)) {
    const row = `${last + 1}\t${line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)} [cut]` : line}`;
    length += row.length + 1;
    if (length > MAX_LENGTH && rows.length > 0) break;
    rows.push(row);
    last += 1;
  }
  return { rows, last };
}
