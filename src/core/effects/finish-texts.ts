// The words of commits and pull requests, made from the task. Nothing of a task or a commit may act in a forge's page.
import type { Agent, DiffSize } from '../model/agent.js';
import type { OrchError } from '../model/error.js';
import type { EventBody } from '../model/event.js';
import { fenced } from '../model/fenced.js';
import { plainLines, plainText } from '../model/plain-text.js';
import { launchName } from '../state/launch-name.js';

/** What git and forges show of a subject without cutting it. */
export const SUBJECT_LENGTH = 72;
const BODY = 4000;
/** Forges take 65,536 characters in all. */
const TASK = 20_000;

export function commitMessage(agent: Agent): string {
  const text = plainLines(agent.brief?.text ?? agent.text, BODY).trim();
  const subject = subjectOf(agent);
  return text === '' || text === subject ? subject : `${subject}\n\n${text}`;
}

export function mergeMessage(agent: Agent, branch: string): string {
  return `Merge ${branch} into ${agent.base}\n\n${subjectOf(agent)}`;
}

export function pullRequestTitle(agent: Agent): string {
  return subjectOf(agent);
}

export function pullRequestBody(agent: Agent, facts: { readonly subjects: readonly string[]; readonly diff: DiffSize | null }): string {
  const commits = facts.subjects.map((subject) => `- ${codeSpan(subject)}`);
  const size = facts.diff === null ? [] : [`${facts.diff.files} files changed, +${facts.diff.additions} −${facts.diff.deletions}`];
  const parts = [
    '### Task',
    fenced(plainLines(agent.brief?.text ?? agent.text, TASK)),
    ...(commits.length === 0 ? [] : ['### Commits', commits.join('\n')]),
    ...size,
    ...(agent.finish.verify === null ? [] : [`Verified with ${codeSpan(agent.finish.verify)}`]),
    ...(agent.finish.closes === undefined ? [] : [closing(agent.finish.closes)]),
    `Made by the agent ${codeSpan(agent.name)} (${codeSpan(launchName(agent))}) with orch-tui.`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Forges close the issue with the pull request. */
export function closing(issue: number): string {
  return `Closes #${issue}`;
}

function subjectOf(agent: Agent): string {
  if (agent.brief !== undefined) return plainText(agent.brief.title, SUBJECT_LENGTH);
  const first = agent.text.split('\n').find((line) => plainText(line) !== '') ?? agent.name;
  return plainText(first, SUBJECT_LENGTH);
}

export function codeSpan(text: string): string {
  return `\`${plainText(text, 200).replaceAll('`', "'")}\``;
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
