// Makes a scratch checkout run as an agent's worktree does: for what is verified outside of those, a goal as a whole or a merge.
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import type { WorktreeOwner } from './effect-ports.js';
import { makeReady, type ReadyPorts } from './worktree-setup.js';
import { tearDown } from './worktree-teardown.js';

export interface CheckoutOrder {
  readonly worktree: string;
  /** Whose ports and slug it has, and whose log is written: nobody else may have a checkout under this id at the moment. */
  readonly owner: Required<Pick<WorktreeOwner, 'id' | 'name'>>;
  readonly signal: AbortSignal;
}

export interface PreparedCheckout {
  /** For commands that run there. */
  readonly env: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
  /** To be called before the checkout goes: teardown, and its ports are given back. Never rejects. */
  leave(): Promise<void>;
}

/** Files, links, installs and setup; after an error nothing is left to be undone. */
export async function prepareCheckout({ worktree, owner, signal }: CheckoutOrder, ports: ReadyPorts): Promise<Result<PreparedCheckout>> {
  const { config, blocks, openLog, setupEnv } = ports.worktrees;
  const brought = await ports.repository.bringFiles({ worktree, bring: { copy: config.copy, link: config.link } });
  if (!brought.ok) return brought;
  // Without ports it may run all the same.
  const port = await blocks.claim(owner.id);
  const held = { ...owner, ...(port.ok ? { port: port.value } : {}) };
  const leave = async () => {
    await tearDown({ worktree, owner: held }, ports);
    await blocks.release(owner.id);
  };
  const env = setupEnv(held);
  const log = openLog(owner);
  const ready = await makeReady({ name: owner.name, worktree, env, signal, log, onStep: () => undefined }, ports);
  await log.close();
  if (ready.ok) return ok({ env, notes: [...brought.value, ...ready.value], leave });
  await leave();
  return fail(withoutKey(ready.error));
}

/** No agent is there whose setup would be run again. */
function withoutKey(error: OrchError): OrchError {
  return error.kind === 'setup' ? { ...error, next: 'Mend it, then resume the goal' } : error;
}
