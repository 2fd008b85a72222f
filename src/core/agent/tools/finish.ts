// The agent's own word that its task is over.
import * as z from 'zod/mini';
import { type AgentTool, defineTool } from '../tool.js';

export const finishTool: AgentTool = defineTool({
  name: 'finish',
  description:
    'End the task: done when everything asked for is there and checked as far as you can; failed when it can not be done. Nothing is done after it.',
  schema: z.object({
    outcome: z.enum(['done', 'failed']),
    summary: z.string().check(z.minLength(1), z.maxLength(4000), z.describe('What was done, or why it can not be, in a few sentences')),
  }),
  run: async ({ outcome, summary }) => ({ ok: true, text: 'The task is over.', line: `finish: ${outcome}`, end: { outcome, summary } }),
});
