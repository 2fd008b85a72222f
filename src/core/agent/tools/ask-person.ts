// Asks the person a question and waits for the answer.
import * as z from 'zod/mini';
import { plainText } from '../../model/plain-text.js';
import type { Person } from '../gate.js';
import { type AgentTool, defineTool, refused } from '../tool.js';

export function askPersonTool(person: Pick<Person, 'ask'>): AgentTool {
  return defineTool({
    name: 'ask_person',
    description:
      'Ask the person something that only they can decide or know, and wait for the answer. With options they choose one; without, they write.',
    schema: z.object({
      question: z.string().check(z.minLength(1), z.maxLength(2000)),
      options: z.optional(z.array(z.string().check(z.minLength(1), z.maxLength(200))).check(z.maxLength(9))),
    }),
    async run({ question, options = [] }, signal) {
      const answer = await person.ask({ text: question, options }, signal);
      if (answer === null) return refused('ask', signal.aborted ? 'interrupted' : 'nobody can be asked: decide by yourself, or finish');
      return { ok: true, text: `The person answers: ${answer}`, line: `was told: ${plainText(answer, 160)}` };
    },
  });
}
