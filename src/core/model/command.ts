// Orders (`noun.verb`), as data: `decide` gives them, effects carry them out, and what came of it returns as events.
import type { FinishKind } from './agent.js';
import type { ManagerReason } from './decision.js';
import type { MergeMethod } from './pull-request.js';

export type Command =
  | { readonly type: 'worktree.create'; readonly agent: string }
  | { readonly type: 'agent.spawn'; readonly agent: string; readonly mode: 'start' | 'resume' | 'fresh'; readonly text: string | null }
  | { readonly type: 'agent.stop'; readonly agent: string }
  | { readonly type: 'agent.remove'; readonly agent: string }
  /** Verify, commit, then merge, push or keep: the whole of finishing, in order. */
  | { readonly type: 'work.finish'; readonly agent: string; readonly kind: FinishKind; readonly removeWorktree: boolean }
  /** Give the tail of a failed verify run back to the agent, resuming it where it has exited. */
  | { readonly type: 'verify.report'; readonly agent: string; readonly tail: string; readonly lead?: string }
  /** Ask the policy what is to be done about a permission, and answer it where it says so. */
  | { readonly type: 'question.judge'; readonly agent: string; readonly digest: string }
  /** Report `agent.limitOver`, or of a CLI that tries by itself `agent.ownRetriesOver`, when the time has come; nothing else waits for that. */
  | { readonly type: 'limit.wait'; readonly agent: string; readonly limit: number; readonly until: string }
  /** Tell it, in its running CLI, that it may go on. */
  | { readonly type: 'agent.goOn'; readonly agent: string }
  /** End its CLI and give task, worktree and branch to the next of its chain. */
  | { readonly type: 'agent.handOver'; readonly agent: string }
  /** Ask the planner for the tasks of a goal. */
  | { readonly type: 'plan.make'; readonly goal: string }
  /** Give a task that is ready to a new agent. */
  | { readonly type: 'task.start'; readonly goal: string; readonly task: string }
  /** Verify the goal's branch and deliver it. */
  | { readonly type: 'goal.finish'; readonly goal: string }
  /** Ask a model what it thinks of each try of a goal, and pick one where nobody is to be asked. */
  | { readonly type: 'tries.judge'; readonly goal: string }
  /** What is under way of it and does nothing that lasts is broken off: a question to the planner, a check. */
  | { readonly type: 'goal.halt'; readonly goal: string }
  /** Ask the manager what is to be done about an agent, and do that. */
  | { readonly type: 'manager.consult'; readonly agent: string; readonly reason: ManagerReason; readonly seq: number }
  /** Report that a look is due when the agent has worked for so long without a change; where it does not work, no such wait is left. */
  | { readonly type: 'manager.wait'; readonly agent: string; readonly seq: number }
  /** Tell the agent of a pull request what its forge wants, when it rests: resumed with that, or in its CLI. */
  | { readonly type: 'pull.giveBack'; readonly pull: string; readonly agent: string }
  /** Fetch, and merge into its agent's worktree: its base, or what others pushed to its own branch. */
  | { readonly type: 'pull.takeIn'; readonly pull: string; readonly agent: string; readonly of: 'base' | 'branch'; readonly head: string }
  | {
      readonly type: 'pull.merge';
      readonly pull: string;
      readonly head: string;
      readonly method: MergeMethod;
      readonly by: 'person' | 'host';
    }
  /** Answer the conversations that the last push was about. */
  | { readonly type: 'pull.answer'; readonly pull: string }
  /** It is merged: branch and worktree go where all of it is in its base. */
  | { readonly type: 'pull.tidy'; readonly pull: string; readonly agent: string | null }
  /** An agent that was delegated is over: who delegated it is told, with its result. */
  | { readonly type: 'child.report'; readonly agent: string }
  /** All results are there for one whose CLI has ended meanwhile: it goes on with them. */
  | { readonly type: 'parent.wake'; readonly agent: string }
  | { readonly type: 'diff.measure'; readonly agent: string }
  | { readonly type: 'result.write'; readonly agent: string };
