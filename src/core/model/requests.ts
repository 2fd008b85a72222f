// What a script or a screen may ask of the host: one method each, the same for both. Carried by the socket as JSON.
import type { AgentLaunch, AgentResult, FinishKind, Question, Why } from './agent.js';
import type { ConfigEntry } from './config-entry.js';
import type { KeptDecision } from './decision.js';
import type { AtHome, ForeignPart } from './delegation.js';
import type { Delivered } from './delivery.js';
import type { OrchError } from './error.js';
import type { OrchEvent } from './event.js';
import type { Approval, Budget, PlannedTask } from './goal.js';
import type { IssueName } from './issue.js';
import type { LetterMethods } from './letter-methods.js';
import type { MessageMethods } from './message-methods.js';
import type { Placement, SavedWork } from './node.js';
import type { AgentPolicy } from './policy.js';
import type { PullMethods } from './pull-methods.js';
import type { MergeMethod } from './pull-request.js';
import type { GoalStatus, Status } from './status.js';
import type { TerminalMethods } from './terminal-methods.js';

/** A goal as a person orders it; names and defaults are filled in by the host. */
export interface RunParams {
  /** The id that the goal gets, for one who has to know it before; left out: a new one. */
  readonly goal?: string;
  readonly text: string;
  /** Harness name, or null for the default one. */
  readonly harness: string | null;
  readonly command: readonly string[] | null;
  readonly args: readonly string[];
  readonly model: AgentLaunch['model'];
  readonly role: string | null;
  readonly count: number;
  readonly base: string | null;
  readonly name: string | null;
  readonly verify: string | null;
  readonly attempts: number | null;
  readonly finish: FinishKind | null;
  readonly unattended: boolean;
  /** `FinishPlan.whenStuck`; left out: wait. */
  readonly whenStuck?: 'wait' | 'fail';
  /** The goal's agents are stopped this long after the order. */
  readonly timeoutSeconds?: number | null;
  /** What its agents may do unasked; left out: the configuration's rules over the preset `worktree`. */
  readonly policy?: AgentPolicy;
  /** Cut into tasks first; left out: none. `auto`: where a planner is there and the goal needs it. */
  readonly plan?: 'auto' | 'always' | 'none';
  /** A plan of the person's own: no planner is asked. */
  readonly tasks?: readonly PlannedTask[];
  /** Folder of the dated workspaces, absolute; left out: as configured. */
  readonly workspaceBase?: string;
  /** Where a person must agree first; left out: as configured. */
  readonly approve?: readonly Approval[];
  readonly budget?: Budget;
  /** The issue that it comes of. */
  readonly issue?: IssueName;
  /** Harnesses, with models, that work on the same text beside the first one: `count` is then of each. */
  readonly others?: readonly { readonly harness: string; readonly model: string | null }[];
  /** Of several tries: a person picks one, although nobody is asked about each. Left out: nobody is asked where `unattended`. */
  readonly picks?: 'person';
  /** What becomes of its pull request; left out: as configured. */
  readonly merge?: 'ask' | 'auto';
  readonly mergeMethod?: MergeMethod;
  readonly labels: readonly string[];
  readonly reviewers: readonly string[];
  readonly draft: boolean;
  /** Where its agents may run; left out: here. */
  readonly placement?: Placement;
  /** Whether its agents may delegate; left out, or `auto`: by their role and the configuration. */
  readonly delegate?: 'always' | 'auto' | 'never';
  /** It does the task of an agent of another machine: `text` holds the words of its role already. */
  readonly part?: ForeignPart;
  /** Its parent and its person are there, and take what it writes to them. */
  readonly home?: AtHome;
}

export interface TrashEntry {
  readonly name: string;
  readonly path: string;
  readonly at: string;
  readonly sizeBytes: number;
  /** Ref that holds the tracked and untracked work, or null when there was none. */
  readonly rescueRef: string | null;
  readonly branch: string | null;
}

export interface TimelineEntry {
  readonly at: string;
  /** Its name, or its id where it is not known any more. */
  readonly agent: string | null;
  readonly text: string;
  /** Where it tells of one of the manager's: all of it. */
  readonly decision?: KeptDecision;
}

/** One entry of the queue of questions: its words and answers, and whose it is. */
export interface OpenQuestion extends Required<Omit<Question, 'with'>> {
  /** Its name. */
  readonly agent: string;
  readonly id: string;
  /** ISO 8601: since when it waits. */
  readonly since: string;
}

export interface Requests extends PullMethods, MessageMethods, LetterMethods, TerminalMethods {
  status: { params: { readonly once?: boolean }; result: Status };
  /**
   * Answered at once when the state is beyond `seq`, else with its next change. `others`: as the answer before gave it (at first -1), for whoever is
   * to be told as well when agents of other nodes are not as they were. Older versions leave it out.
   */
  statusAfter: {
    params: { readonly seq: number; readonly others?: number };
    result: { readonly seq: number; readonly others?: number; readonly status: Status };
  };
  /**
   * What has happened since `seq`, oldest first; null is from now on, and is answered at once. Else answered as soon as there is something.
   * `missed`: so many before these are not kept any more, or too large to be told.
   */
  eventsAfter: {
    params: { readonly seq: number | null };
    result: { readonly seq: number; readonly events: readonly OrchEvent[]; readonly missed: number };
  };
  /** `notes`: what was ordered and has no effect; hosts of older versions leave them out. */
  run: { params: RunParams; result: { readonly goal: string; readonly agents: readonly string[]; readonly notes?: readonly string[] } };
  /** Whether `run` would start it: the same refusals, and nothing is made. */
  runCheck: { params: RunParams; result: { readonly notes: readonly string[] } };
  /** Answered when the goal has ended or nothing of it goes on without a person's mending, or (`untilWaiting`) when a person is needed at all. */
  waitGoal: {
    params: { readonly goal: string; readonly untilWaiting: boolean };
    result: GoalStatus;
  };
  /** The whole plan as a person wants it. Refused where `revision` is not the newest, and where it is no plan (a cycle, a role that is not there). */
  planEdit: {
    params: { readonly goal: string; readonly revision: number; readonly tasks: readonly PlannedTask[] };
    result: { readonly goal: string; readonly revision: number };
  };
  planApprove: { params: { readonly goal: string; readonly revision: number }; result: { readonly goal: string } };
  /** A new plan by the planner, for what is not done: `wish` are the words of the person. */
  planAgain: { params: { readonly goal: string; readonly wish: string }; result: { readonly goal: string } };
  /** A person agrees to the finish of a planned goal. */
  goalApprove: { params: { readonly goal: string }; result: { readonly goal: string } };
  /** Answered when its agents have ended. */
  goalStop: { params: { readonly goal: string }; result: { readonly goal: string } };
  /** `wait`: answered when its CLI has taken the text; else when Enter was pressed. Older clients and hosts leave out what is new. */
  send: {
    params: { readonly agent: string; readonly text: string; readonly wait?: boolean };
    result: { readonly agent: string } & Partial<Delivered>;
  };
  /** Who waits longest first; `agent` null is all. Of one agent: none where it asks nothing. */
  questions: {
    params: { readonly agent: string | null };
    result: { readonly questions: readonly OpenQuestion[] };
  };
  /** `choice`: a number, the beginning of an option's words, `allow`, `deny`; any text for a question in words. `digest` null: what it asks now. */
  answer: {
    params: { readonly agent: string; readonly choice: string; readonly digest: string | null };
    result: { readonly agent: string; readonly question: string; readonly answer: string };
  };
  interrupt: { params: { readonly agent: string }; result: { readonly agent: string } };
  /**
   * Answered when the processes have ended. `agent: null` is all. `children`: whether those below one agent end with it; left out: they go on,
   * and what they do stays on their branches.
   */
  stop: {
    params: { readonly agent: string | null; readonly children?: 'too' | 'leave' };
    /** `left`: names of those below it that go on; left out where there are none. */
    result: { readonly agents: readonly string[]; readonly left?: readonly string[] };
  };
  /** `agent` may name a goal: then all of its agents that can be resumed are. */
  resume: {
    params: { readonly agent: string; readonly fresh: boolean };
    /** `goal`: of the first of them, or the one that was named. */
    result: { readonly agent: string; readonly agents: readonly string[]; readonly goal: string };
  };
  /** Without `force` a live agent or unmerged work needs a person's yes: error `needs-person`. Rescue happens in any case. */
  remove: {
    params: { readonly agent: string; readonly force: boolean };
    result: { readonly agent: string; readonly rescueRef: string | null; readonly trash: string | null; readonly restore: string | null };
  };
  /** Answered when finishing has ended, well or not. */
  finish: {
    /** `draft`: as a draft pull request, also where the verify command does not succeed. */
    params: { readonly agent: string; readonly as: FinishKind | null; readonly removeWorktree: boolean; readonly draft?: true };
    /** `notes`: what a person should know, such as that nothing was changed. */
    result: { readonly agent: string; readonly result: AgentResult | null; readonly notes: readonly string[] };
  };
  screen: { params: { readonly agent: string; readonly ansi: boolean }; result: { readonly text: string } };
  why: {
    params: { readonly agent: string };
    /** `away`: it works at another node, or did: what it prints is kept there. Left out where it is none of these. */
    result: {
      readonly agent: string;
      readonly state: string;
      readonly why: Why;
      readonly history: readonly TimelineEntry[];
      readonly away?: { readonly node: string | null; readonly runs: boolean };
    };
  };
  /** `maxBytes`: for a screen, which needs no frame of the socket for the answer. `staged`: with what stands in git's index, where it has one. */
  diff: {
    params: { readonly agent: string; readonly maxBytes?: number; readonly staged?: true };
    /** `saved`: it is at another node, and this is its work as it was saved here from there. */
    result: { readonly diff: string; readonly truncated: boolean; readonly staged?: string; readonly saved?: SavedWork };
  };
  timeline: { params: { readonly agent: string | null; readonly limit: number }; result: { readonly entries: readonly TimelineEntry[] } };
  seen: { params: { readonly agent: string }; result: Record<string, never> };
  trashList: { params: Record<string, never>; result: { readonly entries: readonly TrashEntry[] } };
  trashRestore: { params: { readonly name: string }; result: { readonly path: string; readonly branch: string } };
  trashEmpty: { params: { readonly olderThanDays: number }; result: { readonly removed: readonly string[] } };
  /** What the files and variables say now; `notices`: what of them does not count, and what to do about it. */
  configShow: {
    params: Record<string, never>;
    result: { readonly entries: readonly ConfigEntry[]; readonly file: string; readonly notices: readonly string[] };
  };
  /** One value into the person's file, from a text as the command line takes it. */
  configSet: {
    params: { readonly key: string; readonly text: string };
    result: { readonly key: string; readonly file: string; readonly value: unknown; readonly takesEffect: 'now' | 'next start' };
  };
  /** One value out of the person's file. */
  configUnset: {
    params: { readonly key: string };
    result: { readonly key: string; readonly file: string; readonly takesEffect: 'now' | 'next start' };
  };
  /** A question of a person to the manager, about everything that is known here. It looks, and changes nothing. */
  managerAsk: { params: { readonly text: string }; result: { readonly answer: string } };
  /** `agents`: those that were ended; `left`: what waits for the next host or for another node, in words. Older versions leave it out. */
  hostStop: { params: Record<string, never>; result: { readonly agents: readonly string[]; readonly left?: readonly string[] } };
}

export type Method = keyof Requests;

/** A call of one method; answers are `OrchError` values when they fail. */
export interface RequestFrame<M extends Method = Method> {
  readonly id: number;
  readonly method: M;
  readonly params: Requests[M]['params'];
}

export interface ResponseFrame {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: OrchError;
}
