// Tells people where the work stands, in one line.
import * as z from 'zod/mini';
import { plainText } from '../../model/plain-text.js';
import { type AgentTool, defineTool } from '../tool.js';

export function reportProgressTool(tell: (progress: string) => void): AgentTool {
  return defineTool({
    name: 'report_progress',
    description: 'Tell people in one line where the work stands. Now and then, not after every step.',
    schema: z.object({ progress: z.string().check(z.minLength(1), z.maxLength(1000)) }),
    async run({ progress }) {
      const text = plainText(progress, 200);
      tell(text);
      return { ok: true, text: 'Told.', line: `progress: ${text}` };
    },
  });
}
