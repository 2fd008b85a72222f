// Writes a whole file, new or instead of the one that is there.
import * as z from 'zod/mini';
import type { WorkFiles } from '../../agent-ports.js';
import type { Gate } from '../gate.js';
import { lineDiff } from '../line-diff.js';
import { type AgentTool, defineTool, refused } from '../tool.js';

const MAX_LENGTH = 1024 * 1024;
const MAX_BYTES = 4 * MAX_LENGTH;

export function writeFileTool({ files, gate }: { readonly files: WorkFiles; readonly gate: Gate }): AgentTool {
  return defineTool({
    name: 'write_file',
    description: 'Write a whole text file; folders are made. For a change of a part of a file use edit_file.',
    schema: z.object({ path: z.string(), content: z.string().check(z.maxLength(MAX_LENGTH)) }),
    async run({ path, content }, signal) {
      const place = await gate.write(path, `write ${path} (${content.length} characters)`, signal);
      if (!place.ok) return refused(`write ${path}`, place.error.said);
      // What is there may be no text: then all of it is new.
      const before = await files.read(place.value.path, MAX_BYTES);
      const written = await files.write(place.value.path, content);
      if (!written.ok) return refused(`write ${path}`, written.error.said);
      const diff = lineDiff(before.ok ? before.value : '', content);
      return { ok: true, text: `Written: ${place.value.name}`, line: `wrote ${place.value.name}${sizeOf(diff)}`, diff };
    },
  });
}

/** ` +3 -1`. */
export function sizeOf(diff: readonly string[]): string {
  const added = diff.filter((line) => line.startsWith('+')).length;
  return ` +${added} -${diff.length - added}`;
}
