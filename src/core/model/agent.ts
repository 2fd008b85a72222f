// An agent: one run of one harness on one task, in one PTY, with one conversation id. Plain data; JSON keys as in `status --json`.
import type { AgentManager, ManagerNote } from './agent-manager.js';
import type { AgentReport, AtHome, Delegation, Inquiry } from './delegation.js';
import type { Undelivered } from './delivery.js';
import type { OrchError } from './error.js';
import type { AgentLimit, LimitPolicy, LimitTries, OwnRetries } from './limit.js';
import type { AgentOffer, NeighbourFacts, Placement } from './node.js';
import type { AgentPolicy } from './policy.js';
import type { PullPlan } from './pull-request.js';
import type { Usage } from './usage.js';
import type { WorktreeSetup } from './worktree-setup.js';

export const AGENT_STATES = [
  'queued',
  'preparing',
  'starting',
  'working',
  'waiting',
  'idle',
  'limited',
  'finishing',
  'done',
  'failed',
  'stopped',
  'interrupted',
  'unknown',
] as const;

export type AgentState = (typeof AGENT_STATES)[number];

/** Where a verdict on an agent's state comes from, most trusted first. */
export type EvidenceSource = 'process' | 'structured' | 'title' | 'notification' | 'screen' | 'log' | 'quiet' | 'host';

/** Why an agent is in its state: `orch-tui why` prints it. */
export interface Why {
  readonly source: EvidenceSource;
  /** Name of the rule, such as `osc7501.state` or `exit.zero`. */
  readonly rule: string;
  /** The text that matched, plain and bounded to 200 characters. */
  readonly evidence: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Something an agent asks a person; an answer is bound to `digest`. */
export interface Question {
  readonly kind: 'permission' | 'trust' | 'choice' | 'text';
  readonly text: string;
  /** The answers it offers, as they stand on its screen; empty where any text is an answer, or none could be read. */
  readonly options: readonly string[];
  readonly digest: string;
  /** Of a permission, where it can be told for sure: the kind of tool, the whole command, the file or folder. */
  readonly tool?: string | null;
  readonly command?: string | null;
  readonly path?: string | null;
  /** Who is to answer it: the policy is looked at first, and may leave it to a person. Left out: a person. */
  readonly with?: 'policy' | 'manager' | 'person';
}

export type FinishKind = 'pr' | 'merge' | 'branch' | 'keep';

export interface AgentResult {
  readonly kind: 'pr' | 'merge' | 'branch' | 'artifact';
  readonly url: string | null;
  readonly commit: string | null;
  readonly path: string | null;
}

/** Lines changed against the base: what the pane title shows as `+48 −12`. */
export interface DiffSize {
  readonly files: number;
  readonly additions: number;
  readonly deletions: number;
}

/** The process of a live agent: pid with its start time, so that a reused pid is never taken for it. */
export interface AgentProcess {
  readonly pid: number;
  /** Clock ticks since boot, field 22 of /proc/PID/stat; null where there is no /proc. */
  readonly startTicks: number | null;
}

/** How the agent is to be run; decided once, when the person asked for it. */
export interface AgentLaunch {
  /** A harness name, or `command` for an ad-hoc one. */
  readonly harness: string;
  /** For `command`: its words, `{prompt}` not yet replaced. */
  readonly command: readonly string[] | null;
  readonly args: readonly string[];
  readonly model: string | null;
}

/** How its work ends. */
export interface FinishPlan {
  readonly kind: FinishKind;
  /** The person named the kind, or waits for the end: finish without being asked again once the agent is done. */
  readonly unattended: boolean;
  /** What only a person could mend (a verify command that keeps failing, a conflict): wait for one, or fail where nobody is to be asked. */
  readonly whenStuck?: 'wait' | 'fail';
  readonly verify: string | null;
  /** Runs of the verify command in all. */
  readonly attempts: number;
  readonly labels: readonly string[];
  readonly reviewers: readonly string[];
  readonly draft: boolean;
  /** Number of the issue that its pull request closes. */
  readonly closes?: number;
  /** What becomes of its pull request once that is open; left out: it is not followed. */
  readonly pull?: PullPlan;
  /** Others work on the same task: its work is verified and committed, and then waits to be picked. Gone once it was. */
  readonly competes?: true;
  /** A pull request is opened, as a draft, although the verify command did not succeed. */
  readonly despiteVerify?: true;
  /** A person has to agree before it is finished. */
  readonly asks?: true;
  /** Only what was delivered counts as done (`finish.require`): with nothing to deliver it fails. */
  readonly mustDeliver?: true;
  /** What its worktree was made from is its own work, done on another machine before: nothing has to come to that. */
  readonly hasWork?: true;
  /** For a task that ends in a file: its name, in the folder `ARTIFACT_FOLDER` of the worktree. Nothing else of it is delivered. */
  readonly artifact?: string;
  /** Where that file is kept: the folder of the goal. */
  readonly artifactFolder?: string;
}

/** At the top of an agent's worktree, never committed. */
export const ARTIFACT_FOLDER = '.orch-artifacts';

/** What was asked of an agent and has not come about yet; `reduce` sets and clears it. */
export type Pending =
  /** Its process is being ended: the exit that follows is no failure. */
  | { readonly order: 'stop' }
  | { readonly order: 'remove' }
  /** A person asked for its end: it is finished again after each failed verify run, until that succeeds or is given up. */
  | { readonly order: 'finish'; readonly removeWorktree: boolean };

/** The run of its process that is under way, or that is next to come. */
export interface AgentRun {
  /** `start` with the task text; `resume` its conversation, or `fresh` where none is known; `fresh` is a new one in the same worktree. */
  readonly mode: 'start' | 'resume' | 'fresh';
  /** What it is told; null is the task text, or for `resume` nothing. */
  readonly text: string | null;
  /** ISO 8601; null until the process runs. */
  readonly startedAt: string | null;
  /** It has been seen working in this run: only then does an idle screen mean that it is done. */
  readonly hasWorked: boolean;
}

export interface Agent {
  readonly id: string;
  /** Stable number 1.. for the keys 1-9; never re-used while the agent is listed. */
  readonly number: number;
  readonly name: string;
  readonly goal: string;
  readonly task: string | null;
  /** The task text given to the CLI. */
  readonly text: string;
  /** Of a task: what it is, without the words around it, for commits and lists. */
  readonly brief?: { readonly title: string; readonly text: string };
  readonly launch: AgentLaunch;
  readonly role: string | null;
  readonly parent: string | null;
  readonly finish: FinishPlan;
  /** What it may do unasked; left out by older versions. */
  readonly policy?: AgentPolicy;
  /** What is to be done where a limit or a failure keeps it from going on; left out by older versions: the defaults. */
  readonly limits?: LimitPolicy;
  readonly state: AgentState;
  /** ISO 8601: since when it is in this state. */
  readonly since: string;
  /** `seq` of the event that brought it into this state; `decide` tells a fresh transition by it. */
  readonly sinceSeq: number;
  readonly createdAt: string;
  readonly why: Why;
  readonly pending: Pending | null;
  readonly run: AgentRun;
  readonly question: Question | null;
  readonly process: AgentProcess | null;
  readonly branch: string | null;
  /** Branch the work starts from and is merged into. */
  readonly base: string;
  /** Commit the worktree was made from; null until it was made. */
  readonly baseCommit: string | null;
  /** Its folder: planned until `baseCommit` is known; null once the folder is gone. */
  readonly worktree: string | null;
  readonly conversation: string | null;
  /** Title its terminal asked for, plain and bounded. */
  readonly title: string | null;
  readonly diff: DiffSize | null;
  readonly progress: string | null;
  readonly thought: string | null;
  readonly usage: Usage | null;
  /** Runs of the verify command so far. */
  readonly attempts: number;
  /** True once a person has looked at the finished agent. */
  readonly seen: boolean;
  /** ISO 8601; finished agents stay listed until 24 hours after this. */
  readonly seenAt: string | null;
  readonly result: AgentResult | null;
  /** Id of its pull request; left out where it never had one. */
  readonly pull?: string;
  /** First of the ten ports that its worktree has for itself. */
  readonly port?: number;
  /** What its worktree is being made ready with, or was; left out where nothing is to be done. */
  readonly setup?: WorktreeSetup;
  readonly error: OrchError | null;
  /** The last message it did not take; left out once it took another, or began a turn: then somebody has sent what stood there. */
  readonly undelivered?: Undelivered;
  /** What keeps it from going on; left out where nothing does. */
  readonly limit?: AgentLimit;
  readonly tries?: LimitTries;
  readonly ownRetries?: OwnRetries;
  /** The manager watches it: what it decided, the newest last; left out where it does not. */
  readonly manager?: AgentManager;
  /** What it told the manager since that decided about it last, the newest last; left out where it is nothing. */
  readonly managerNotes?: readonly ManagerNote[];
  /** ISO 8601: when its CLI ran first; left out until then, and by older versions. */
  readonly startedAt?: string;
  /** How much of the chain was used up by handing over. */
  readonly chainAt?: number;
  /** How it came to be delegated; left out where a person or a plan has ordered it. */
  readonly delegation?: Delegation;
  /** It does nothing until all its children have ended: it holds no place then. */
  readonly waitsForChildren?: true;
  /** It has asked for a result that is not there, and has got none since. */
  readonly lacksResult?: true;
  /** Children whose end it was told of. */
  readonly toldChildren?: readonly string[];
  /** Children whose result it has not got yet: at the end of a turn it rests for them instead of being finished. Left out where there are none. */
  readonly awaits?: readonly string[];
  /** It was started anew for the results of its children, having no conversation to go on with: that is done once. */
  readonly wokenAnew?: true;
  /** A person has forced or forbidden that it delegates; left out: by its role and the configuration. */
  readonly delegates?: 'always' | 'never';
  /** What it said of its end by the tool for it. */
  readonly report?: AgentReport;
  /** What it is handed over to by its own wish, until that has taken over, and how often it was. */
  readonly handOver?: { readonly to: AgentLaunch; readonly text: string };
  readonly handOvers?: number;
  /** What it asks by the tool for it, until that is answered. */
  readonly inquiry?: Inquiry;
  /** Message of the question by its tool that was answered last: it takes no second answer. */
  readonly answered?: string;
  /** Messages to the person that those below it on another machine wait for an answer to. Left out where there are none. */
  readonly asksBelow?: readonly string[];
  /** ISO 8601: last sign of life, where it was found stale. */
  readonly staleSince?: string;
  /** ISO 8601: since when its node does not answer. Added where it is shown, never kept. */
  readonly silentSince?: string;
  /** Messages wait for it that it has not seen. */
  readonly hasMail?: true;
  /** Where it may run; left out: here. */
  readonly placement?: Placement;
  /** Name of the node it runs on; left out: here. */
  readonly node?: string | null;
  readonly offer?: AgentOffer;
  /** It does a task of another machine. */
  readonly home?: AtHome;
  /** It belongs to another node and is only shown here: never part of the state. */
  readonly neighbour?: NeighbourFacts;
}

/** The manager decides what comes next, not a person and not the end of a turn. */
export function isManaged({ manager }: Pick<Agent, 'manager'>): boolean {
  return manager !== undefined && manager.state !== 'off';
}

/** States in which an agent holds one of the places that `agents.max` limits. */
export function holdsPlace(state: AgentState): boolean {
  return !isOver(state) && state !== 'queued';
}

/** Nothing of it runs any more. */
export function isOver(state: AgentState): boolean {
  return state === 'done' || state === 'failed' || state === 'stopped' || state === 'interrupted';
}

/** It waits for a person: not for the policy or the manager, which answer within a moment or leave it to them. */
export function waitsForAnswer(agent: Agent): boolean {
  const { state, question, manager } = agent;
  const isOnScreen = state === 'waiting' && question?.with !== 'policy' && question?.with !== 'manager' && manager?.state !== 'asked';
  return isOnScreen || asksByTool(agent);
}

/** It asks a person by the tool for it, and goes on as if at work until that is answered. */
export function asksByTool({ inquiry, state }: Agent): boolean {
  return inquiry?.with === 'person' && !isOver(state);
}

/** A process of it runs and can be typed to. */
export function isLive(agent: Agent): boolean {
  return agent.process !== null;
}
