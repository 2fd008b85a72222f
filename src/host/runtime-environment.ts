// The environment that an agent's CLI is started with: the person's, less what is withheld, with what its harness and the configuration add.
import { dirname } from 'node:path';
import { agentEnvironment } from '../core/harness/agent-environment.js';
import type { Harness } from '../core/harness/harness.js';
import type { HarnessRegistry } from '../core/harness/registry.js';
import { worktreeEnvironment } from '../core/harness/worktree-environment.js';
import type { Agent } from '../core/model/agent.js';

export interface RuntimeEnvironmentOrder {
  readonly registry: Pick<HarnessRegistry, 'env'>;
  readonly stateDir: string;
  /** The person's, as their latest client brought it. */
  readonly environment: () => Readonly<Record<string, string | undefined>>;
  /** Folder of a goal; null where it has none. */
  readonly workspaceOf: (goal: string) => string | null;
}

/** `launch`: what this start adds. */
export function runtimeEnvironment(
  { registry, stateDir, environment, workspaceOf }: RuntimeEnvironmentOrder,
  agent: Agent,
  { keeps, launch }: Pick<Harness, 'keeps'> & { readonly launch: Readonly<Record<string, string>> },
): Readonly<Record<string, string>> {
  return agentEnvironment({
    person: environment(),
    keeps,
    launch,
    configured: registry.env(agent.launch.harness),
    agent: { id: agent.id, goal: agent.goal, task: agent.task, workspace: workspaceOf(agent.goal) },
    worktree: worktreeEnvironment(agent),
    stateDir,
    ...(launch.ORCH_BIN === undefined ? {} : { programs: dirname(launch.ORCH_BIN) }),
  });
}
