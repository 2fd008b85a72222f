// What an agent CLI is to orch-tui: how to start, resume and interrupt it, and what tells its state. One file per harness implements this.
import type { AgentState, EvidenceSource, Question } from '../model/agent.js';
import type { BuiltinRole } from '../model/builtin-settings.js';
import type { OrchError } from '../model/error.js';
import type { HookEvent } from '../model/hook-event.js';
import type { FailureKind } from '../model/limit.js';
import type { AgentPolicy } from '../model/policy.js';
import type { Usage } from '../model/usage.js';
import type { DialogOption } from './dialog-options.js';
import type { RuleFile } from './rule-set.js';
import type { UsageLog } from './usage-log.js';

export interface LaunchOrder {
  readonly prompt: string;
  readonly model: string | null;
  /** Extra arguments of the person and the configuration, already split into words. */
  readonly args: readonly string[];
  /** Id to start the conversation under; only harnesses with `choosesConversation` can honour it. */
  readonly conversation: string | null;
  /** Where it may serve its events, for those with a `server`; never without the password. */
  readonly server?: { readonly port: number; readonly password: string } | null;
  /** What it may do unasked, for those that judge a part of it themselves. */
  readonly policy?: AgentPolicy | undefined;
  /** How it approaches its task, for those whose prompt does not say it. */
  readonly role?: BuiltinRole | null;
  /** What its conversation has cost so far, for those that keep within a budget by themselves. */
  readonly spent?: Usage | null;
  /** Our own tools for agents, for those that take MCP servers. */
  readonly tools?: OwnTools | null;
}

/** Our own MCP server, as the CLI of one agent is to start it. */
export interface OwnTools {
  /** Absolute, and without the token. */
  readonly command: readonly [string, ...string[]];
  /** What the person gives the CLI: settings of theirs in variables hold on. */
  readonly person: Readonly<Record<string, string>>;
}

/** A settings file that a CLI is told by a variable, for those that take MCP servers by a file alone. Pure. */
export interface ToolsFile {
  readonly variable: string;
  /** The file that counts otherwise: what stands in there holds on. */
  base(order: { readonly env: Readonly<Record<string, string>>; readonly platform: string }): string;
  /** Variables that go with it. */
  more(base: string, env: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
  content(before: Readonly<Record<string, unknown>>, tools: OwnTools): unknown;
}

export interface Launch {
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  /** The conversation id this launch will have, where it is known beforehand. */
  readonly conversation: string | null;
  /** Text to be pasted and sent once the CLI is ready, for CLIs that take no prompt as an argument; else null. */
  readonly typed: string | null;
}

/** Where and when a conversation was held. */
export interface ConversationPlace {
  /** How the CLI is called: its executable, and words in front of its arguments where it is configured so. */
  readonly command: readonly [string, ...string[]];
  readonly worktree: string;
  /** ISO 8601: not held before this. */
  readonly since: string;
  /** What the CLI runs with. */
  readonly env: Readonly<Record<string, string>>;
}

/** Something an agent's terminal showed, in the order it came. Texts are plain and bounded. */
export type Signal =
  | { readonly kind: 'osc7501'; readonly payload: string }
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'notification'; readonly via: 'osc9' | 'osc777' | 'osc99' | 'bell'; readonly text: string }
  | { readonly kind: 'prompt'; readonly mark: 'A' | 'B' | 'C' | 'D'; readonly exitCode: number | null }
  | { readonly kind: 'output' }
  /** What stands on its screen: once it has been still for a moment, and now and then while it is not. Only for harnesses that watch it. */
  | { readonly kind: 'screen'; readonly text: string }
  /** No output for this long. */
  | { readonly kind: 'quiet'; readonly quietMs: number }
  /** We typed to it or resized it: output just after is an echo or a redraw, no evidence of work. */
  | { readonly kind: 'touched' }
  | { readonly kind: 'exit'; readonly exitCode: number | null; readonly signal: string | null };

/** What a signal says of the state; null when it says nothing. */
export interface Reading {
  /** `done`: it says itself that its turn has ended, where its source alone would be too weak to end the work by. */
  readonly state: AgentState;
  readonly source: EvidenceSource;
  readonly rule: string;
  readonly evidence: string;
  /** What kind of answer it waits for; only with `waiting`. */
  readonly asks?: Question['kind'];
  /** The dialog it asks with, where a screen or a structured source shows one. */
  readonly dialog?: AskedDialog;
  /** Of a structured source: the tool it tells of, null where it can not be told which; left out where it tells of none. */
  readonly act?: ToolAct | null;
  /** Of a structured source: a tool is under way from here until it says anything else. */
  readonly runsTool?: true;
  /** How long nothing else may be said before it is believed; of `idle` and `done` the default goes by the source, others are believed at once. */
  readonly settleMs?: number;
  /** Only with `limited`: what keeps it from going on. */
  readonly failure?: FailureReading;
}

export interface FailureReading {
  readonly kind: FailureKind;
  /** `itself`: the CLI counts down to its own next try; `not`: it has given up. */
  readonly retries: 'itself' | 'not';
  /** When it goes on, in the CLI's words: `3pm (Europe/Berlin)`. */
  readonly resets: string | null;
}

/** What would be done with a tool, each null where it can not be told for sure. */
export interface ToolAct {
  readonly tool: string | null;
  readonly command: string | null;
  readonly path: string | null;
}

/** A question as something that can be answered; of a permission, with what would be done. */
export interface AskedDialog extends ToolAct {
  /** All of its words: an answer is given only while they still stand on the screen. */
  readonly shown: string;
  readonly options: readonly DialogOption[];
}

/** A screen as its input line is read from: cells drawn dim are hints, and come as blanks. */
export interface InputScreen {
  readonly text: string;
  readonly cursor: { readonly x: number; readonly y: number };
}

/** The line that a person types into. */
export interface InputLine {
  /** What stands in it, without its frame; '' when it is empty or shows a hint; null when the screen shows none that is known. */
  read(screen: InputScreen): string | null;
  /** A message with what keeps the CLI from obeying it as a command of its own. */
  asMessage(text: string): string;
  /** Bytes, one key each, that empty it; none where no way is known. */
  readonly clear: readonly string[];
}

export interface Harness {
  readonly name: string;
  /** Executable looked up in the agent's PATH; null for ad-hoc commands. */
  readonly executable: string | null;
  /** Names (or prefixes ending in `*`) of variables that decision 5 withholds and this CLI needs. */
  readonly keeps: readonly string[];
  /** True when a new conversation can be given an id (`--session-id`). */
  readonly choosesConversation: boolean;
  /** A person types to it for as long as they like; false for scripts that end by themselves. */
  readonly isInteractive: boolean;
  start(order: LaunchOrder): Launch;
  /** Continues a conversation by its id, never "the last one"; null when it can not. `prompt` empty: only reopen. */
  resume(order: LaunchOrder & { readonly conversation: string }): Launch | null;
  /** Bytes that interrupt what it does, such as Esc. */
  readonly interrupt: string;
  /** How often `interrupt` is sent: each press its own write, `INTERRUPT_GAP_MS` apart. */
  readonly interruptPresses: number;
  /** Names (with `*`) of what it leaves at the top of the worktree and is no work of its task: untracked, it is never committed nor shown. */
  readonly litter: readonly string[];
  /** Conversation id as the CLI prints it when it ends, for those whose id can not be chosen; null where the text has none. */
  conversationIn(tail: string): string | null;
  /** For those whose id can not be chosen: looks where the CLI keeps its conversations; null when none is known. Never rejects. */
  findConversation?(place: ConversationPlace): Promise<string | null>;
  /**
   * How the same work goes on after an exit with an error that only says it should have been started otherwise: its conversation is there
   * already, or is not there. Null for every other end. `tail`: what it said last.
   */
  goesOn?(tail: string): 'resume' | 'fresh' | null;
  /**
   * For those that end by themselves and say by their exit code how: `left` by a person, `failed` for good, so that it is not started again
   * as after a crash, or by a `limit` of its own: turns, time, budget. Null: it broke off, like every CLI may.
   */
  ended?(exitCode: number | null): 'done' | 'left' | 'failed' | 'limit' | null;
  /** Pure: what it said of its end, for those that show other words as well; `tail` itself where it said nothing. */
  lastSaid?(tail: string): string;
  /** Pure: what keeps it from being started with the person's environment, beside its executable; null where nothing does. */
  problem?(env: Readonly<Record<string, string | undefined>>): OrchError | null;
  /** Its rules as data, for those that have them. Where some are for its screen, that is looked at about once a second while it prints. */
  readonly rules?: RuleFile;
  /** For those whose hooks are told to drop their events (`hookCommand`). Pure: what one of them says. */
  readHook?(event: HookEvent): Reading | null;
  /** For those whose conversation may become another while they run. Pure: the id that an event of their hooks tells; null where it tells none. */
  conversationOfHook?(event: HookEvent): string | null;
  /** Pure: what its conversation has used since it began; null where this event tells nothing of it. */
  usageOfHook?(event: HookEvent): Usage | null;
  /** What it writes down of its tokens, for those that tell nothing of them while they run. */
  readonly usageLog?: UsageLog;
  /** It asks no model: nothing it prints has cost anything. */
  readonly isFree?: true;
  /** Pure: where its work stands, in its own words. */
  progressOfHook?(event: HookEvent): string | null;
  /** Its input line, for those whose line we can read. */
  readonly input?: InputLine;
  /** For those that serve their events on a loopback port, when started with one (`LaunchOrder.server`). */
  readonly server?: EventServer;
  /** For those that keep a log which tells more than their screen: the variable that names its file, and pure, what one line says. */
  readonly log?: { readonly variable: string; read(line: string): Reading | null };
  /** For those that take MCP servers by a settings file alone. */
  readonly toolsFile?: ToolsFile;
  /** Pure: what this signal says, given nothing but the signal. */
  read(signal: Signal): Reading | null;
  /** The part of `read` that is no rule of `rules`: output, silence, a protocol of its own. */
  readOtherwise?(signal: Signal): Reading | null;
}

export interface EventServer {
  /** Name that goes with the password. */
  readonly user: string;
  /** Path of the stream of events. */
  readonly events: string;
  /** Paths that tell what holds at the moment, and their answers as the events that would have told it. */
  readonly snapshot: Readonly<Record<string, (answer: unknown) => readonly HookEvent[]>>;
  /** Reads the events of one connection, in their order. */
  reader(): (event: HookEvent) => Reading | null;
  /** Reads the same events for what they tell of tokens: the whole of this run so far, null where nothing new is told. */
  usage?(): (event: HookEvent) => Usage | null;
}

/** Two presses in one write are taken for Alt+Esc by opencode 1.18 and interrupt nothing. */
export const INTERRUPT_GAP_MS = 150;
