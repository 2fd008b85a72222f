// The agent's own word that its task is over. Where a host listens it is told in these words, for whoever has delegated the task.
import * as z from 'zod/mini';
import type { Team } from '../../agent-ports.js';
import { type AgentTool, defineTool } from '../tool.js';

/** `team`: null where no host listens. */
export function finishTool(team: Team | null): AgentTool {
  return defineTool({
    name: 'finish',
    description:
      'End the task: done when everything asked for is there and checked as far as you can; failed when it can not be done. Nothing is done after it.',
    schema: z.object({
      outcome: z.enum(['done', 'failed']),
      summary: z.string().check(z.minLength(1), z.maxLength(4000), z.describe('What was done, or why it can not be, in a few sentences')),
    }),
    async run({ outcome, summary }, signal) {
      // What could not be told stands on its screen as well.
      if (outcome === 'done') await team?.ask('agentFinish', { summary, artifacts: [] }, signal);
      return { ok: true, text: 'The task is over.', line: `finish: ${outcome}`, end: { outcome, summary } };
    },
  });
}
