// The agent's own word that its task is over. Where a host listens it is told in these words, for whoever has delegated the task.
// Its process ends with it: what waits for it by then is read first, as nobody can tell it afterwards.
import * as z from 'zod/mini';
import type { Team } from '../../agent-ports.js';
import { type AgentTool, defineTool } from '../tool.js';
import { inboxWords } from './team.js';

/** `team`: null where no host listens. */
export function finishTool(team: Team | null): AgentTool {
  return defineTool({
    name: 'finish',
    mayRepeat: true,
    description:
      'End the task: done when everything asked for is there and checked as far as you can; failed when it can not be done. Nothing is done after it.',
    schema: z.object({
      outcome: z.enum(['done', 'failed']),
      summary: z.string().check(z.minLength(1), z.maxLength(4000), z.describe('What was done, or why it can not be, in a few sentences')),
    }),
    async run({ outcome, summary }, signal) {
      const inbox = outcome === 'done' ? await team?.ask('agentInbox', { waitSeconds: 0, peek: false }, signal) : undefined;
      if (inbox?.ok && inbox.value.messages.length > 0) {
        const { messages } = inbox.value;
        const text = `The task is not over yet: this came meanwhile. See whether it changes what you have done, then finish again.\n${inboxWords(messages)}`;
        return { ok: true, text, line: `reads ${messages.length} ${messages.length === 1 ? 'message' : 'messages'} first` };
      }
      // What could not be told stands on its screen as well.
      if (outcome === 'done') await team?.ask('agentFinish', { summary, artifacts: [] }, signal);
      return { ok: true, text: 'The task is over.', line: `finish: ${outcome}`, end: { outcome, summary } };
    },
  });
}
