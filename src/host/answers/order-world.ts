// What orders of goals, plans and tasks look at before anything is made.
import type { Harness } from '../../core/harness/harness.js';
import type { AgentLaunch } from '../../core/model/agent.js';
import type { Config } from '../../core/model/config.js';
import type { Result } from '../../core/model/error.js';
import type { AppState } from '../../core/model/state.js';
import type { Repository } from '../../core/ports/repository.js';
import type { ChatModel } from '../../core/ports.js';
import type { Role } from '../../core/roles/role.js';

export interface OrderWorld {
  readonly state: AppState;
  readonly config: Config;
  readonly repository: Repository;
  readonly worktrees: string;
  readonly roles: () => Promise<Result<readonly Role[]>>;
  readonly model: Pick<ChatModel, 'available'>;
  /** The person's PATH. */
  readonly path: string;
  readonly createId: (prefix: 'a' | 'g') => string;
  /** Worktree folders that exist, also those of agents long gone. */
  readonly takenFolders: () => Promise<readonly string[]>;
  readonly harness: (launch: Pick<AgentLaunch, 'harness' | 'command'>) => Result<Harness>;
  /** The person's variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Names of harnesses that can be started, in order of preference. */
  readonly installed: () => Promise<readonly string[]>;
}
