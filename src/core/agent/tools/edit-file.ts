// Replaces one exact piece of a file, which has to stand there once.
import * as z from 'zod/mini';
import type { WorkFiles } from '../../agent-ports.js';
import type { Gate } from '../gate.js';
import { lineDiff } from '../line-diff.js';
import { type AgentTool, defineTool, refused } from '../tool.js';
import { sizeOf } from './write-file.js';

const MAX_BYTES = 4 * 1024 * 1024;

export function editFileTool({ files, gate }: { readonly files: WorkFiles; readonly gate: Gate }): AgentTool {
  return defineTool({
    name: 'edit_file',
    description:
      'Replace a piece of a text file. `old` must stand in the file exactly once, with its indentation and without line numbers: take enough lines around it. With `all` every place is replaced.',
    schema: z.object({
      path: z.string(),
      old: z.string().check(z.minLength(1)),
      new: z.string(),
      all: z.optional(z.boolean()),
    }),
    async run({ path, old, new: fresh, all = false }, signal) {
      if (old === fresh) return refused(`edit ${path}`, 'old and new are the same');
      const shown = [...lineDiff(old, fresh)].join('\n');
      const place = await gate.write(path, `edit ${path}\n${shown}`, signal);
      if (!place.ok) return refused(`edit ${path}`, place.error.said);
      const before = await files.read(place.value.path, MAX_BYTES);
      if (!before.ok) return refused(`edit ${path}`, before.error.said);
      const parts = before.value.split(old);
      const count = parts.length - 1;
      if (count === 0) return refused(`edit ${path}`, 'old does not stand in the file: read it again, and copy the piece exactly');
      if (count > 1 && !all) return refused(`edit ${path}`, `old stands in the file ${count} times: take more lines around it`);
      const written = await files.write(place.value.path, parts.join(fresh));
      if (!written.ok) return refused(`edit ${path}`, written.error.said);
      const diff = lineDiff(old, fresh);
      const times = count > 1 ? `, ${count} places` : '';
      return { ok: true, text: `Replaced in ${place.value.name}${times}`, line: `edited ${place.value.name}${sizeOf(diff)}${times}`, diff };
    },
  });
}
