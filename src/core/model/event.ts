// Past facts (`noun.verbPast`). Everything that changes state is one of these; replaying them rebuilds it. Time and ids come in on the event.
import type { Agent, AgentLaunch, AgentProcess, AgentResult, AgentState, DiffSize, FinishKind, Question, Why } from './agent.js';
import type { ModelUse } from './chat.js';
import type { KeptDecision, ManagerReason } from './decision.js';
import type { OrchError } from './error.js';
import type { Approval, Budget, GoalLimit, GoalOrder, PlannedTask } from './goal.js';
import type { IssueName } from './issue.js';
import type { Failure } from './limit.js';
import type { PullEvent } from './pull-event.js';
import type { TeamEvent } from './team-event.js';
import type { Tries } from './tries.js';
import type { TriesEvent } from './tries-event.js';
import type { Usage } from './usage.js';
import type { WorkEvent } from './work-event.js';

/** What a new agent is made of; the rest of `Agent` follows from later events. */
export type NewAgent = Pick<
  Agent,
  | 'id'
  | 'name'
  | 'text'
  | 'brief'
  | 'launch'
  | 'role'
  | 'parent'
  | 'task'
  | 'finish'
  | 'policy'
  | 'limits'
  | 'manager'
  | 'branch'
  | 'base'
  | 'worktree'
  | 'conversation'
  | 'port'
  | 'delegation'
  | 'delegates'
  | 'placement'
  | 'home'
>;

/** Whose it is. */
export interface About {
  readonly goal: string | null;
  readonly agent: string | null;
}

export type EventBody =
  | { readonly type: 'host.started'; readonly pid: number; readonly version: string; readonly bootId: string | null }
  /** From here on no queued agent is given a place. */
  | { readonly type: 'host.stopping' }
  | { readonly type: 'host.stopped' }
  | { readonly type: 'limits.changed'; readonly maxAgents: number }
  | {
      readonly type: 'goal.submitted';
      readonly goal: string;
      readonly text: string;
      readonly agents: readonly NewAgent[];
      readonly workspace?: string;
      /** With one it is planned, and has no agents yet. */
      readonly order?: GoalOrder;
      /** A plan of the person's own: the planner is not asked. */
      readonly tasks?: readonly PlannedTask[];
      readonly approvals?: readonly Approval[];
      readonly budget?: Budget;
      readonly isUnattended?: boolean;
      readonly issue?: IssueName;
      /** Its agents compete: one of them is picked. */
      readonly tries?: Pick<Tries, 'isUnattended'>;
    }
  /** Its time, money or tokens are over: its agents are stopped. */
  | { readonly type: 'goal.limitHit'; readonly goal: string; readonly limit: GoalLimit }
  /** A person ends it: its agents are stopped, and nothing of it is started any more. */
  | { readonly type: 'goal.stopRequested'; readonly goal: string }
  /** What failed or was left out of it is tried again; what is done stays done. */
  | { readonly type: 'goal.resumeRequested'; readonly goal: string }
  | { readonly type: 'plan.proposed'; readonly goal: string; readonly tasks: readonly PlannedTask[] }
  | { readonly type: 'plan.failed'; readonly goal: string; readonly error: OrchError }
  /** A person changed it: `tasks` is the whole plan from here on. What has begun is never changed by it. */
  | { readonly type: 'plan.edited'; readonly goal: string; readonly tasks: readonly PlannedTask[] }
  | { readonly type: 'plan.approved'; readonly goal: string }
  /** A new plan for what is not done, by the words of a person. */
  | { readonly type: 'plan.replanRequested'; readonly goal: string; readonly wish: string }
  | { readonly type: 'task.assigned'; readonly goal: string; readonly task: string; readonly order: NewAgent }
  /** `agent` has a part of its work done by a new one, which is queued. `order.parent` and `order.delegation` are set. */
  | { readonly type: 'agent.delegated'; readonly agent: string; readonly order: NewAgent }
  | { readonly type: 'task.failed'; readonly goal: string; readonly task: string; readonly error: OrchError }
  | { readonly type: 'goal.finishApproved'; readonly goal: string }
  | {
      readonly type: 'goal.finished';
      readonly goal: string;
      readonly result: AgentResult | null;
      readonly summary?: string;
      readonly notes: readonly string[];
    }
  | { readonly type: 'goal.finishFailed'; readonly goal: string; readonly error: OrchError }
  /** One call of a model by the host itself. `savedTokens`: what a digest left out. */
  | {
      readonly type: 'model.called';
      readonly use: ModelUse;
      readonly about: About;
      readonly model: string;
      readonly usage: Usage;
      readonly savedTokens?: number;
    }
  /** What an agent's own calls have cost since it began: the whole, not what was added. */
  | { readonly type: 'agent.usageChanged'; readonly agent: string; readonly usage: Usage }
  /** Where its work stands, in its own words: plain and bounded. */
  | { readonly type: 'agent.progressReported'; readonly agent: string; readonly progress: string }
  /** A bound of money or tokens was reached: of an agent, of a goal, or of the day where both are null. */
  | { readonly type: 'budget.hit'; readonly about: About; readonly said: string }
  | { readonly type: 'manager.asked'; readonly agent: string; readonly reason: ManagerReason }
  /** `asked`: the `askedSeq` it was asked by. `leadsTo`: what its state comes to by this; left out where an act of its own tells that. */
  | {
      readonly type: 'manager.decided';
      readonly agent: string;
      readonly decision: KeptDecision;
      readonly asked?: number;
      readonly leadsTo?: 'ask' | 'finish' | 'fail' | 'handover' | 'taken';
    }
  /** It could not be asked, or its answer could not be used: the agent is as if there were no manager. */
  | { readonly type: 'manager.failed'; readonly agent: string; readonly error: OrchError }
  /** What the agent wrote to it, with what it answered where that asked for something: shown to it with the next question about that agent. */
  | { readonly type: 'manager.told'; readonly agent: string; readonly text: string }
  | {
      readonly type: 'worktree.created';
      readonly agent: string;
      readonly branch: string;
      readonly worktree: string;
      readonly baseCommit: string;
      readonly notes: readonly string[];
      /** First of the ports it has for itself; left out where it has none. */
      readonly port?: number;
      /** What it is made ready with before anything starts in it; left out where nothing is to be done. */
      readonly setup?: string;
    }
  | { readonly type: 'worktree.failed'; readonly agent: string; readonly error: OrchError }
  | { readonly type: 'agent.started'; readonly agent: string; readonly process: AgentProcess; readonly conversation: string | null }
  | { readonly type: 'agent.startFailed'; readonly agent: string; readonly error: OrchError }
  | {
      readonly type: 'agent.stateChanged';
      readonly agent: string;
      readonly state: AgentState;
      readonly why: Why;
      readonly question: Question | null;
      /** Only with `limited`: what keeps it from going on. */
      readonly failure?: Failure;
    }
  | { readonly type: 'agent.titleChanged'; readonly agent: string; readonly title: string }
  | { readonly type: 'agent.conversationFound'; readonly agent: string; readonly conversation: string }
  /** `attended`: a person was attached to a CLI that a person quits, so exit 0 means that they left it, not that the work is done. */
  | {
      readonly type: 'agent.exited';
      readonly agent: string;
      readonly exitCode: number | null;
      readonly signal: string | null;
      readonly tail: string;
      readonly attended: boolean;
      /** It ended only because it should have been started otherwise: the same work goes on in this way. */
      readonly goesOn?: 'resume' | 'fresh';
      /** Its CLI ended under a shell that lived on, so that nobody knows how. */
      readonly inShell?: true;
      /** Its CLI can take up the conversation again. */
      readonly canResume?: boolean;
      /** It says itself that it has failed, or that a limit of its own has ended it: no crash. */
      readonly gaveUp?: 'failed' | 'limit';
      /** How it ended in words of its own, where that says more than an exit code: its run was on another node. */
      readonly error?: OrchError;
    }
  /** The time of the limit that the event `limit` brought is over. */
  | { readonly type: 'agent.limitOver'; readonly agent: string; readonly limit: number }
  /** Its CLI has tried again by itself for long enough, since the event `limit`. */
  | { readonly type: 'agent.ownRetriesOver'; readonly agent: string; readonly limit: number }
  | { readonly type: 'agent.toldToGoOn'; readonly agent: string }
  | { readonly type: 'agent.goOnFailed'; readonly agent: string; readonly error: OrchError }
  /** The next of its chain can not be started here: the one behind it is tried. */
  | {
      readonly type: 'agent.handOverSkipped';
      readonly agent: string;
      readonly to: AgentLaunch;
      readonly error: OrchError;
      readonly chainAt: number;
    }
  /** Another harness or model has its task from here on, in the same worktree. `text`: what that is told. */
  | {
      readonly type: 'agent.handedOver';
      readonly agent: string;
      readonly from: AgentLaunch;
      readonly to: AgentLaunch;
      readonly reason: string;
      readonly text: string;
      readonly chainAt: number;
    }
  | { readonly type: 'agent.stopRequested'; readonly agent: string }
  /** A person sent the keys that interrupt what it does; its state follows from what it shows next. */
  | { readonly type: 'agent.interruptSent'; readonly agent: string }
  /** Its process was lost with its host: said of an agent whose survivor was ended. */
  | { readonly type: 'agent.interrupted'; readonly agent: string; readonly evidence: string }
  | {
      readonly type: 'agent.resumeRequested';
      readonly agent: string;
      readonly fresh: boolean;
      readonly text: string | null;
      /** `host`: with what its children have done, or as it has hung. `review`: with what came back to its pull request. Only a person frees a budget. */
      readonly by?: 'person' | 'manager' | 'host' | 'review';
    }
  | { readonly type: 'agent.seen'; readonly agent: string }
  | { readonly type: 'agent.diffChanged'; readonly agent: string; readonly diff: DiffSize }
  | { readonly type: 'agent.removeRequested'; readonly agent: string }
  | {
      readonly type: 'agent.removed';
      readonly agent: string;
      readonly rescueRef: string | null;
      readonly trash: string | null;
      readonly restore: string | null;
    }
  /** The folder went and the agent stays listed: at its finish, when that was asked for. */
  | {
      readonly type: 'worktree.removed';
      readonly agent: string;
      readonly rescueRef: string | null;
      readonly trash: string | null;
      readonly restore: string | null;
    }
  | { readonly type: 'agent.removeFailed'; readonly agent: string; readonly error: OrchError }
  /** What it asked was answered, by a person or by a rule of the policy. */
  | {
      readonly type: 'question.answered';
      readonly agent: string;
      readonly question: string;
      readonly answer: string;
      readonly by: 'person' | 'policy' | 'manager';
      readonly rule: string | null;
    }
  /** The policy leaves what it asks to a person, or to the manager where there is one. */
  | {
      readonly type: 'question.left';
      readonly agent: string;
      readonly digest: string;
      readonly rule: string;
      readonly to?: 'person' | 'manager';
    }
  /** `agent`: handed over from its inbox, where other agents wrote it. */
  | { readonly type: 'message.sent'; readonly agent: string; readonly text: string; readonly by?: 'person' | 'manager' | 'agent' }
  /** Enter was pressed behind it, and its CLI did not take it. */
  | { readonly type: 'message.failed'; readonly agent: string; readonly text: string; readonly error: OrchError }
  /** `draft`: as a draft pull request, also where the verify command does not succeed. */
  | {
      readonly type: 'finish.requested';
      readonly agent: string;
      readonly kind: FinishKind;
      readonly removeWorktree: boolean;
      readonly draft?: true;
    }
  | { readonly type: 'verify.passed'; readonly agent: string; readonly attempt: number }
  | {
      readonly type: 'verify.failed';
      readonly agent: string;
      readonly attempt: number;
      readonly error: OrchError;
      readonly tail: string;
      /** What the agent is told before `tail`, where it was no run of the verify command that failed. */
      readonly lead?: string;
    }
  | { readonly type: 'changes.committed'; readonly agent: string; readonly commit: string; readonly notes: readonly string[] }
  | { readonly type: 'finish.done'; readonly agent: string; readonly result: AgentResult | null; readonly notes: readonly string[] }
  | { readonly type: 'finish.failed'; readonly agent: string; readonly error: OrchError; readonly waitsFor: 'person' | 'nobody' }
  | PullEvent
  | TriesEvent
  | WorkEvent
  | TeamEvent
  | { readonly type: 'storage.failed'; readonly error: OrchError }
  | { readonly type: 'storage.recovered' }
  | { readonly type: 'notice.raised'; readonly text: string };

/** An event as it is journalled: `seq` counts from 1 without a gap, `at` is ISO 8601. */
export type OrchEvent = EventBody & { readonly seq: number; readonly at: string };

export type EventType = EventBody['type'];

/** The events of one type, with their `seq` and `at`. */
export type EventOf<Type extends EventType> = Extract<OrchEvent, { readonly type: Type }>;
