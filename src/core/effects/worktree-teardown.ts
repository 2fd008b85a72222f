// The teardown command of a worktree that goes. Its failure stops nothing: a person is told, and the worktree goes all the same.
import { plainText } from '../model/plain-text.js';
import type { EffectPorts, WorktreeOwner } from './effect-ports.js';
import { failedCommand } from './verify-work.js';

export async function tearDown(
  { worktree, owner }: { readonly worktree: string; readonly owner: WorktreeOwner },
  { commands, worktrees }: Pick<EffectPorts, 'commands' | 'worktrees'>,
): Promise<void> {
  const { teardown, timeoutSeconds } = worktrees.config;
  if (teardown === null) return;
  const timeoutMs = timeoutSeconds * 1000;
  const env = worktrees.setupEnv(owner);
  const run = await commands.run({ command: teardown, cwd: worktree, env, timeoutMs, signal: worktrees.hostEnds });
  if (run.exitCode === 0 && !run.timedOut) return;
  const name = owner.name ?? owner.id;
  worktrees.say(`the worktree of ${name} went all the same: ${plainText(failedCommand('teardown', run, timeoutMs), 300)}`);
}
