// Work that an agent does on another node: what its owner offers, what a worker tells of it, and what the owner orders there. Plain data, as it stands in JSON.
import type { Agent, AgentProcess, AgentState, DiffSize, EvidenceSource, Question } from './agent.js';
import type { Carried } from './carried.js';
import type { AgentReport, ForeignPart } from './delegation.js';
import type { OrchError } from './error.js';
import type { HomeContact, HomeLetter, LetterEnd } from './home-party.js';
import type { AgentLimit } from './limit.js';
import type { TerminalSize } from './protocol.js';
import type { Usage } from './usage.js';

/** Counts up when nodes of an older version would misread what stands here. 2: who takes part signs that, and whoever does not counts as lost. */
export const REMOTE_PROTOCOL = 2;

/** Of an agent that runs elsewhere: no process of this machine. Never given to anything that looks at or ends processes. */
export const REMOTE_PROCESS: AgentProcess = { pid: 0, startTicks: null };

/** It is for other nodes to run. */
export function isElsewhere({ placement }: Pick<Agent, 'placement'>): boolean {
  return placement !== undefined && placement.on !== 'here';
}

/** Its run is on another node, or was given out and is waited for. */
export function runsElsewhere(agent: Pick<Agent, 'placement' | 'process' | 'offer'>): boolean {
  return isElsewhere(agent) && agent.offer !== undefined && agent.process?.pid === REMOTE_PROCESS.pid;
}

/** Body of an offered task. It names a harness, never a command: what runs on a worker is for the worker's own configuration to say. */
export interface RemoteTask {
  readonly protocol: number;
  readonly version: string;
  readonly agent: string;
  readonly name: string;
  readonly repository: {
    readonly name: string;
    /** Address without credentials; null where it has no remote. */
    readonly remote: string | null;
    /** First commit of its history: by it a worker knows the repository under any address. */
    readonly root: string;
  };
  readonly harness: string;
}

/** What the worker that has taken a task is to do now. It comes with a fence of its own, so that two that both took it are told apart. */
export interface RemoteRun {
  readonly fence: number;
  /** Where the work starts from. */
  readonly base: Carried;
  readonly harness: string;
  readonly model: string | null;
  /** What it is told now; null is the task, or to go on with it. */
  readonly text: string | null;
  /** The whole task, for one that knows nothing of it yet. */
  readonly task: string;
  /** `resume`: on with what was done under an older fence, where that is still there. */
  readonly mode: 'start' | 'resume';
  /** Its work ends with its turn; else it waits for a person. */
  readonly isUnattended: boolean;
  /** Nothing may be done unasked there. */
  readonly isStrict: boolean;
  /** Left out by older versions. */
  readonly part?: ForeignPart;
  /** Agents of its goal at home, to whom it can write; left out by older versions, which take no messages. */
  readonly circle?: readonly HomeContact[];
}

/** What the owner of a task tells the worker that has it. */
export type OwnerNews =
  | { readonly kind: 'begin'; readonly run: RemoteRun }
  /** It is not for this worker: another has it, or nobody wants it any more. */
  | { readonly kind: 'dismissed'; readonly error: OrchError }
  | { readonly kind: 'order'; readonly id: number; readonly order: RemoteOrder }
  /** Bytes as a terminal would send them; in base64. */
  | { readonly kind: 'keys'; readonly data: string }
  | { readonly kind: 'size'; readonly size: TerminalSize; readonly attended?: boolean }
  /** Somebody looks at it: its screen is told until this is not repeated any more, or `off`. */
  | { readonly kind: 'watch'; readonly on: boolean; readonly attended?: boolean }
  /** What waits for the agent and is not known to be there, the oldest first; `taken`: what became of those that came from there. */
  | { readonly kind: 'letters'; readonly letters: readonly HomeLetter[]; readonly taken: readonly LetterEnd[] }
  /** Others than before are at home. */
  | { readonly kind: 'circle'; readonly circle: readonly HomeContact[] };

export type RemoteOrder =
  | { readonly what: 'send'; readonly text: string; readonly wait: boolean }
  | { readonly what: 'answer'; readonly digest: string; readonly choice: string }
  | { readonly what: 'interrupt' }
  | { readonly what: 'stop' }
  /** Its work is committed and comes back, whatever its state. */
  | { readonly what: 'finish' }
  /** Its work so far is saved at its owner; the answer is its newest commit. Older versions give none. */
  | { readonly what: 'save' }
  /** The last of what it has said, plain, as the answer. Older versions give none. */
  | { readonly what: 'words' };

/** Most characters of `words`. */
export const MOST_WORDS = 16_000;

/** What a worker tells the owner of a task. */
export type WorkerNews =
  /** It has taken it, and waits to be told to begin. `known`: commits that it has, where it may have no remote to fetch from. */
  | { readonly kind: 'taken'; readonly known: readonly string[] }
  /** It can not do it, and why. */
  | { readonly kind: 'refused'; readonly error: OrchError }
  | { readonly kind: 'state'; readonly state: RemoteState }
  | { readonly kind: 'checkpoint'; readonly work: Carried }
  /** It gives the task back, for another worker. */
  | { readonly kind: 'left'; readonly error: OrchError }
  | { readonly kind: 'answered'; readonly id: number; readonly said: string | null; readonly error: OrchError | null }
  /** `isNew`: the screen begins anew with this. */
  /**
   * What it and those below it write home; again and again until that is taken. `kept`: those of home that lie there unread. `asking`: those to the
   * person that one below it waits for an answer to; left out by older versions.
   */
  | ({ readonly kind: 'letters'; readonly kept: readonly string[]; readonly asking?: readonly string[] } & LettersThere)
  | {
      readonly kind: 'output';
      readonly data: string;
      readonly isNew: boolean;
      readonly size: TerminalSize;
      /** Counts what is told of one screen, so that what was lost on the way is noticed. Left out by older versions. */
      readonly piece?: number;
    };

/** An agent there, as its worker sees it. */
export interface RemoteState {
  readonly state: AgentState;
  readonly source: EvidenceSource;
  readonly rule: string;
  readonly evidence: string;
  readonly question: Question | null;
  readonly title: string | null;
  readonly progress: string | null;
  readonly usage: Usage | null;
  readonly diff: DiffSize | null;
  /** What keeps it from going on, and until when; left out by older versions. */
  readonly limit?: Pick<AgentLimit, 'kind' | 'until'> | null;
}

/** The end of a run, as it comes by the queue: kept until the owner has it. */
export interface RemoteResult {
  readonly fence: number;
  readonly state: 'done' | 'failed' | 'stopped';
  /** Null where there is nothing new. */
  readonly work: Carried | null;
  /** Its last words. */
  readonly tail: string;
  readonly error: OrchError | null;
  readonly usage: Usage | null;
  /** What it has said of its end itself; left out by older versions. */
  readonly report?: Pick<AgentReport, 'summary' | 'artifacts'> | null;
  /** What had not been told by then; left out by older versions. */
  readonly post?: LettersThere;
}

/** Messages as the worker of their agent sees them: on their way home, and those of home that were read, or never will be. */
export interface LettersThere {
  readonly letters: readonly HomeLetter[];
  readonly taken: readonly LetterEnd[];
}

/** Between nodes: whose task, under which fence, and the signature by the secret that they share. `turn` counts up per sender and session. */
export interface Sealed<Body> {
  readonly task: string;
  readonly fence: number;
  readonly session: string;
  readonly turn: number;
  readonly body: Body;
  readonly signature: string;
}

/** Topics of live news: to a worker, and to the owner of tasks. */
export const toWorker = (node: string): string => `worker:${node}`;
export const toOwner = (node: string): string => `owner:${node}`;
