// What `results/<agent>.json` holds: how one agent's work ended, for scripts that read files.
import type { Agent } from '../model/agent.js';

/** The file's name. Agent names are slugs; anything else must not become a path. */
export function resultFileName(agent: Agent): string {
  const name = /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(agent.name) ? agent.name : agent.id.replaceAll(/[^\w-]/gu, '_');
  return `${name}.json`;
}

export function resultDocument(agent: Agent): string {
  const { id, name, goal, task, text, state, since, createdAt, branch, base, baseCommit, worktree, conversation } = agent;
  const { diff, usage, attempts, result, error, report = null } = agent;
  const harness = agent.launch.harness;
  const document = { id, name, goal, task, harness, text, state, since, createdAt, branch, base, baseCommit, worktree, conversation };
  return `${JSON.stringify({ ...document, diff, usage, attempts, result, report, error }, null, 2)}\n`;
}
