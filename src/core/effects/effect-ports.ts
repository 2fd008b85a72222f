// What the handlers of commands are given: ports, folders, and the little that the host decides for them.
import type { Agent } from '../model/agent.js';
import type { Config } from '../model/config.js';
import type { Result } from '../model/error.js';
import type { NewAgent } from '../model/event.js';
import type { Goal, Task } from '../model/goal.js';
import type { PolicyRule } from '../model/policy.js';
import type { Litter } from '../model/repository.js';
import type { AskedPath } from '../policy/judge.js';
import type { Forge } from '../ports/forge.js';
import type { Post } from '../ports/post.js';
import type { Repository } from '../ports/repository.js';
import type { InstallCache, PortBlocks, SetupLog } from '../ports/worktree.js';
import type { AgentOutput, AgentRuntime, Artifacts, ChatModel, Clock, CommandRunner, TextFiles } from '../ports.js';
import type { Role } from '../roles/role.js';
import type { Lanes } from './lanes.js';

export interface TaskOrder {
  readonly goal: Goal & Required<Pick<Goal, 'order'>>;
  readonly task: Task;
  readonly role: Role | null;
  /** All that it is told. */
  readonly text: string;
}

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
  /** Scrubbed environment of a verify command (decision 5), with the ports and the slug of the worktree it runs in. */
  readonly verifyEnv: (agent: WorktreeOwner) => Readonly<Record<string, string>>;
  readonly verifyTimeoutMs: number;
  readonly planner: { readonly maxTasks: number; readonly promptSuffix: string | null };
  /** Those there are: ours, the person's, and the repository's where it is trusted. */
  readonly roles: () => Promise<Result<readonly Role[]>>;
  /** `prompts/NAME.md`. */
  readonly prompt: (name: string) => Promise<Result<string>>;
  readonly artifacts: Artifacts;
  readonly whileNaming: WhileNaming;
  /** A task as an agent with a name, a branch and a way to be run; nothing is made yet. */
  readonly taskAgent: (order: TaskOrder) => Promise<Result<NewAgent>>;
  /** What agents print, for whoever is to read it. */
  readonly output: AgentOutput;
  /** `manager` of the configuration. */
  readonly manager: Config['manager'];
  /** `merge` of the configuration. */
  readonly merge: Config['merge'];
  /** `tries` of the configuration. */
  readonly tries: Config['tries'];
  /** `pulls` of the configuration. */
  readonly pulls: Config['pulls'];
  readonly worktrees: WorktreeWorld;
  /** Left out where no agent runs elsewhere. */
  readonly elsewhere?: Elsewhere;
  /** Messages to agents and the person; asked for when one is sent, as it is put together after these. Null where the host keeps none. */
  readonly post: () => FamilyPost | null;
}

/** What telling parents of their children needs of the post. */
export type FamilyPost = Pick<Post, 'send' | 'acknowledge' | 'retry' | 'list'>;

/** Agents on other nodes. */
export interface Elsewhere {
  /** Why one that may run anywhere has to run here all the same; null: it need not. */
  whyHere(agent: Agent): Promise<string | null>;
  /** What it has done is in its worktree here afterwards, and nothing of it runs elsewhere. At once where that is so already. */
  bringBack(agent: Agent): Promise<Result<void>>;
  /** Whether what it has done by now is known here as its checkpoint: its node is asked, and waited for some seconds. Never rejects. */
  save(agent: string): Promise<boolean>;
  /** The last of what it has said, plain and bounded. Not waited for long. */
  words(agent: string): Promise<Result<string>>;
}

/** Whoever a worktree is for: an agent, or a goal that is verified as a whole. */
export type WorktreeOwner = Pick<Agent, 'id'> & Partial<Pick<Agent, 'name' | 'port'>>;

/** What worktrees are made to run with. */
export interface WorktreeWorld {
  /** `worktree` of the configuration. */
  readonly config: Config['worktree'];
  readonly blocks: PortBlocks;
  readonly installs: InstallCache;
  /** One install at a time for each content of a lock file: the second finds what the first has kept. */
  readonly installing: Lanes;
  /** As that of a verify command; a host that comes after a crash finds and ends what runs with it. */
  readonly setupEnv: EffectPorts['verifyEnv'];
  /** `logs/<name>.setup.log`, and the pane of the agent while it has no CLI. */
  readonly openLog: (owner: Required<Pick<WorktreeOwner, 'id' | 'name'>>) => SetupLog;
  /** The host ends: a teardown does not hold it up. */
  readonly hostEnds: AbortSignal;
  /** Tells a person what went wrong and stopped nothing. */
  readonly say: (text: string) => void;
}

/** One after the other: from the choice of an agent's name until it is listed, no other name is chosen. */
export type WhileNaming = <Value>(task: () => Promise<Value>) => Promise<Value>;
