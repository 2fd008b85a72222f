// Events of agents that work together: delegation, results, questions by tool, health.
import type { Agent, AgentLaunch } from './agent.js';
import type { OwedWork } from './carried.js';
import type { AgentReport, Inquiry } from './delegation.js';
import type { MessageResult } from './message.js';
import type { Placement } from './node.js';

export type TeamEvent =
  /** A child has ended, and its parent is about to be told. Told of each end once. */
  | { readonly type: 'child.reported'; readonly agent: string; readonly child: string; readonly result: MessageResult }
  /** The agent has the result: typed into its terminal, read from its inbox, or given by a call that waited. Or nobody can give it to it any more. */
  | { readonly type: 'child.resultTaken'; readonly agent: string; readonly child: string }
  /** It has no conversation to go on with, and is started anew for the results of its children. */
  | { readonly type: 'parent.wokenAnew'; readonly agent: string }
  /** It was, and has ended once more without having read what its children have done: it is not started for ever. */
  | { readonly type: 'parent.leftResults'; readonly agent: string }
  /** The agent itself waits for all its children by a call of its own (`waits`), or does no more. */
  | { readonly type: 'agent.waitsForChildren'; readonly agent: string; readonly waits: boolean }
  /** It has asked for a result that is not there: it lends its place until it has one. */
  | { readonly type: 'agent.lacksResult'; readonly agent: string }
  | { readonly type: 'agent.reportedEnd'; readonly agent: string; readonly report: AgentReport }
  /** By the agent itself: its task is to go to another harness or model, with these words. */
  | { readonly type: 'agent.handOverAsked'; readonly agent: string; readonly to: AgentLaunch; readonly text: string }
  | { readonly type: 'agent.inquired'; readonly agent: string; readonly inquiry: Inquiry }
  /** It was answered, or the agent waits no more. */
  | { readonly type: 'agent.inquiryOver'; readonly agent: string; readonly inquiry: string; readonly answer: string | null }
  /** What those below it on another machine ask a person by the tool for it, and still wait for: ids of messages that came here in its name. */
  | { readonly type: 'agent.askedBelow'; readonly agent: string; readonly questions: readonly string[] }
  /** No sign of life for `registry.staleSeconds`; `found` is what a look at it has told. */
  | { readonly type: 'agent.staleFound'; readonly agent: string; readonly lastSeen: string; readonly found: 'alive' | 'gone' }
  | { readonly type: 'agent.seenAgain'; readonly agent: string }
  /** Messages wait for it that it has not seen, or none do any more. */
  | { readonly type: 'agent.mailChanged'; readonly agent: string; readonly waits: boolean }
  /** It was offered to other nodes: a run under an older fence counts no more. */
  | { readonly type: 'agent.offered'; readonly agent: string; readonly fence: number }
  /** It runs on another node from here on, under this fence; null: on none, because that node was lost. */
  | { readonly type: 'agent.placed'; readonly agent: string; readonly node: Agent['node']; readonly fence?: number }
  /** Where it may run, from here on. One that has not begun waits for its place anew. */
  | { readonly type: 'agent.moved'; readonly agent: string; readonly placement: Placement; readonly evidence: string }
  /** What it has done so far on another node is kept here as this commit. */
  | { readonly type: 'agent.checkpointed'; readonly agent: string; readonly commit: string }
  /** What it has done on another node could not be brought here; null: it is here now. */
  | { readonly type: 'agent.workOwed'; readonly agent: string; readonly owed: OwedWork | null };
