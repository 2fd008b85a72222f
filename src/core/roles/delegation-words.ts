// What an agent is told that may have parts of its task done by others, where its role does not say so already.
import type { Role } from './role.js';

/** Roles that are there to delegate say themselves how. */
export function speaksOfIt(role: Pick<Role, 'prompt'> | null): boolean {
  return role?.prompt.includes('`delegate`') === true;
}

/** Names of the tools as every agent CLI has them; the same as commands in its terminal. */
export const MAY_DELEGATE = [
  'This task is large: you may have parts of it done by other agents, each in a worktree of its own that starts from your branch.',
  'Use the tool `delegate` (in a terminal: `orch-tui delegate TASK`) for parts that can be described completely and touch other files than the rest, and `result` to wait for them. ' +
    'What they have done is verified and merged into your branch when they end; a part that has failed is yours again. Do small things yourself, and answer for the whole.',
].join('\n');
