// What the handlers of commands are given: ports, folders, and the little that the host decides for them.
import type { Agent } from '../model/agent.js';
import type { PolicyRule } from '../model/policy.js';
import type { AskedPath } from '../policy/judge.js';
import type { AgentRuntime, ChatModel, Clock, CommandRunner, Forge, Litter, Repository, TextFiles } from '../ports.js';

export interface EffectPorts {
  readonly repository: Repository;
  readonly forge: Forge;
  readonly commands: CommandRunner;
  readonly runtime: AgentRuntime;
  readonly files: TextFiles;
  readonly clock: Clock;
  readonly model: ChatModel;
  readonly folders: {
    /** `<state>/wt` */
    readonly worktrees: string;
    /** For scratch worktrees of merges. */
    readonly scratch: string;
    readonly trash: string;
    readonly results: string;
  };
  /** What its CLI leaves in the worktree that is no work of its task. */
  readonly litterOf: (agent: Agent) => Litter;
  /** `policy` of the configuration. */
  readonly policy: readonly PolicyRule[];
  /** Where a path that an agent asks for really lies. */
  readonly placeOfPath: (worktree: string, path: string) => Promise<Pick<AskedPath, 'place' | 'name'>>;
  /** Scrubbed environment of a verify command (decision 5). */
  readonly verifyEnv: (agent: Agent) => Readonly<Record<string, string>>;
  readonly verifyTimeoutMs: number;
}
