// The words of an agent's commits, made from its task, and of what keeps its work from being finished. No issue is closed by a task's words.
import type { Agent } from '../model/agent.js';
import type { OrchError } from '../model/error.js';
import type { EventBody } from '../model/event.js';
import { inertText } from '../model/harmless-text.js';
import { plainLines } from '../model/plain-text.js';
import { subjectOf } from './subject-line.js';

const BODY = 4000;

export function commitMessage(agent: Agent): string {
  const text = inertText(plainLines(agent.brief?.text ?? agent.text, BODY).trim());
  const subject = subjectOf(agent);
  return text === '' || text === subject ? subject : `${subject}\n\n${text}`;
}

export function mergeMessage(agent: Agent, branch: string): string {
  return `Merge ${branch} into ${agent.base}\n\n${subjectOf(agent)}`;
}

/** Where only an open pull request counts as done. */
export function nothingToDeliver(tried: string): OrchError {
  const said = 'nothing was changed, and finish.require is pr: there is nothing to open a pull request for';
  return { kind: 'needs-person', tried, said, next: 'Look at what its agent says, and give it another task' };
}

/** A task of code has to change something: who only says that it is done gets it back, as after a check that failed. */
export function withoutChange(agent: Agent): EventBody {
  const error: OrchError = {
    kind: 'verify',
    tried: `finish ${agent.name}`,
    said: 'nothing in its worktree has changed, and its task is one of changes',
    next: 'Read what it said, then resume the goal or ask for another plan',
  };
  const tail = 'Do the task now, or say in one sentence what keeps you from it.';
  return {
    type: 'verify.failed',
    agent: agent.id,
    attempt: agent.attempts + 1,
    error,
    tail,
    lead: 'Nothing in your worktree has changed.',
  };
}
