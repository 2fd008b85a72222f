// The loop of the built-in agent: ask the model, do what it calls for, tell it what came of that, until it has finished or something ends it.
// Knows no terminal, no disk and no key: all of these are passed in.
import type { ChatAnswer, ChatMessage, ToolCall } from '../model/chat.js';
import type { OrchError, Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import { addUsage, type Usage } from '../model/usage.js';
import type { ChatModel, Clock } from '../ports.js';
import { fittingMessages } from './context.js';
import type { Conversation, ConversationEntry, ConversationLog } from './conversation.js';
import { RepeatWatch } from './repeat-watch.js';
import { type AgentTool, parsedJson, refused, type ToolOutcome } from './tool.js';

export type LoopEnd =
  | { readonly kind: 'finished'; readonly outcome: 'done' | 'failed'; readonly summary: string }
  /** It has said something and waits to be answered; only where a person talks with it. */
  | { readonly kind: 'rests' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'limit'; readonly said: string }
  | { readonly kind: 'failed'; readonly error: OrchError };

/** Who looks on. */
export interface LoopStage {
  says(delta: string): void;
  /** What it says next is another message. */
  saidAll(): void;
  note(text: string): void;
  toolBegins(call: ToolCall): void;
  toolEnds(call: ToolCall, outcome: ToolOutcome): void;
  /** `usage`: since the conversation began. */
  turnEnds(turn: number, usage: Usage): void;
}

export interface LoopOrder {
  readonly model: ChatModel;
  readonly tools: readonly AgentTool[];
  readonly system: string;
  readonly mode: 'task' | 'talk';
  readonly conversation: Conversation;
  readonly log: ConversationLog;
  readonly stage: LoopStage;
  /** What people have typed since it was asked last. */
  readonly inbox: () => readonly string[];
  /** A text without what must not be kept or sent: keys. */
  readonly clean: (text: string) => string;
  readonly limits: LoopLimits;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export interface LoopLimits {
  readonly turns: number;
  /** Milliseconds since the epoch; null is never. */
  readonly until: number | null;
  readonly usd: number | null;
  readonly tokens: number | null;
  readonly contextTokens: number;
}

/** Calls in one answer that are done; a model that asks for more has lost its way. */
const MOST_CALLS = 24;
/** Answers without a tool call in a row after which its text is taken for its summary. */
const MOST_SILENT = 3;
const GO_ON = 'Go on with the task by calling tools. If it is over, call finish. If you need an answer, call ask_person.';
const CUT = 'Your answer was cut off at its bound. Go on in smaller steps: write long files in several edits.';

/** Ends, whatever the model does; never rejects. Gives the conversation as it is then. */
export async function runLoop(order: LoopOrder): Promise<{ readonly end: LoopEnd; readonly conversation: Conversation }> {
  const { limits, clock } = order;
  const stop = new AbortController();
  const timer = limits.until === null ? null : clock.after(Math.max(0, limits.until - clock.now()), () => stop.abort());
  const loop = new Loop(order, AbortSignal.any([order.signal, stop.signal]));
  // Only keeping the conversation throws: what can not be kept is not done.
  const end = await loop.run().catch((error: unknown): LoopEnd => failed(notKept(error)));
  timer?.cancel();
  const isLate = stop.signal.aborted && !order.signal.aborted && end.kind === 'interrupted';
  return { end: isLate ? { kind: 'limit', said: 'its time is over' } : end, conversation: loop.conversation };
}

class Loop {
  readonly #order: LoopOrder;
  readonly #signal: AbortSignal;
  readonly #repeats = new RepeatWatch();
  #messages: readonly ChatMessage[];
  #usage: Usage;
  #isFinished = false;

  constructor(order: LoopOrder, signal: AbortSignal) {
    this.#order = order;
    this.#signal = signal;
    this.#messages = order.conversation.messages;
    this.#usage = order.conversation.usage;
  }

  get conversation(): Conversation {
    return { messages: this.#messages, usage: this.#usage, isFinished: this.#isFinished };
  }

  async run(): Promise<LoopEnd> {
    const { inbox, limits, stage, mode } = this.#order;
    let silent = 0;
    for (let turn = 1; ; turn += 1) {
      for (const text of inbox()) this.#keep({ role: 'user', content: text });
      if (this.#signal.aborted) return { kind: 'interrupted' };
      const over =
        turn > limits.turns ? `its ${limits.turns === 1 ? 'only turn is' : `${limits.turns} turns are`} used up` : this.#overBudget();
      if (over !== null) return { kind: 'limit', said: over };
      const answer = await this.#ask();
      if (!answer.ok) return this.#signal.aborted || answer.error.kind === 'interrupted' ? { kind: 'interrupted' } : failed(answer.error);
      const calls = this.#take(answer.value);
      const end = await this.#carryOut(calls);
      stage.turnEnds(turn, this.#usage);
      if (end !== null) return end;
      if (calls.length > 0) {
        silent = 0;
        continue;
      }
      if (answer.value.ended === 'length') {
        this.#keep({ role: 'user', content: CUT });
        continue;
      }
      const words = inbox();
      for (const text of words) this.#keep({ role: 'user', content: text });
      if (words.length > 0) continue;
      if (mode === 'talk') return { kind: 'rests' };
      silent += 1;
      if (silent >= MOST_SILENT) return this.#finish('done', answer.value.text);
      this.#keep({ role: 'user', content: GO_ON });
    }
  }

  async #ask(): Promise<Result<ChatAnswer>> {
    const { model, system, tools, limits, stage } = this.#order;
    let tokens = limits.contextTokens;
    for (;;) {
      const answer = await model.chat({
        use: 'agent',
        messages: [{ role: 'system', content: system }, ...fittingMessages(this.#messages, tokens)],
        tools: tools.map(({ spec }) => spec),
        signal: this.#signal,
        onText: (delta) => stage.says(delta),
        onRetry: (note) => stage.note(note),
      });
      stage.saidAll();
      // The model takes less than was thought: once more with half of it, as long as that says anything.
      if (answer.ok || !isTooLong(answer.error)) return answer;
      if (tokens < 4000) return { ok: false, error: { ...answer.error, failure: 'context' } };
      tokens = Math.floor(tokens / 2);
      stage.note('the request was too long for the model: older results are left out');
    }
  }

  /** Its answer, kept in a form that an API takes back. */
  #take(answer: ChatAnswer): readonly ToolCall[] {
    const calls = answer.toolCalls.map((call, at) => ({ ...call, id: call.id || `call-${this.#messages.length}-${at}` }));
    this.#usage = addUsage(this.#usage, answer.usage);
    this.#order.log.append({ type: 'usage', usage: answer.usage });
    const kept = calls.map(({ id, name, arguments: given }) => ({
      id,
      name: name.replaceAll(/[^\w-]/gu, '_').slice(0, 64) || 'unnamed',
      arguments: isObject(parsedJson(given)) ? given || '{}' : '{}',
    }));
    this.#keep({ role: 'assistant', content: answer.text, ...(kept.length === 0 ? {} : { toolCalls: kept }) });
    return calls;
  }

  /** One after the other: a later call may build on an earlier one. */
  async #carryOut(calls: readonly ToolCall[]): Promise<LoopEnd | null> {
    let end: LoopEnd | null = null;
    for (const [at, call] of calls.entries()) {
      const outcome = end !== null || this.#signal.aborted ? refused(call.name, 'not done: interrupted') : await this.#call(call, at);
      this.#keep({ role: 'tool', toolCallId: call.id, content: outcome.text });
      this.#order.stage.toolEnds(call, outcome);
      if (outcome.end !== undefined) end = this.#finish(outcome.end.outcome, outcome.end.summary);
      else if (outcome === STUCK) end = failed(STUCK_ERROR);
    }
    return end ?? (this.#signal.aborted ? { kind: 'interrupted' } : null);
  }

  async #call(call: ToolCall, at: number): Promise<ToolOutcome> {
    const { tools, stage } = this.#order;
    const tool = tools.find(({ spec }) => spec.name === call.name);
    const repeats = tool?.mayRepeat ? 'new' : this.#repeats.note(call);
    if (repeats === 'stuck') return STUCK;
    if (at >= MOST_CALLS) return refused(call.name, `not done: at most ${MOST_CALLS} calls at once`);
    if (tool === undefined)
      return refused(call.name, `there is no tool of that name. There are: ${tools.map(({ spec }) => spec.name).join(', ')}`);
    if (repeats === 'again')
      return refused(call.name, 'not done: you have made this very call before, with the same result. Do something else');
    stage.toolBegins(call);
    try {
      return await tool.call(call.arguments, this.#signal);
    } catch (error) {
      // A bug of a tool ends that call, not the work: the model may find another way.
      return refused(call.name, error instanceof Error ? error.message : String(error));
    }
  }

  #finish(outcome: 'done' | 'failed', summary: string): LoopEnd {
    this.#isFinished = true;
    this.#order.log.append({ type: 'finished', outcome });
    return { kind: 'finished', outcome, summary };
  }

  #keep(message: ChatMessage): void {
    const clean = this.#cleaned(message);
    const entry: ConversationEntry = { type: 'message', message: clean };
    this.#order.log.append(entry);
    this.#messages = [...this.#messages, clean];
    if (message.role === 'user') this.#isFinished = false;
  }

  #cleaned(message: ChatMessage): ChatMessage {
    const { clean } = this.#order;
    if (message.role !== 'assistant' || message.toolCalls === undefined) return { ...message, content: clean(message.content) };
    const toolCalls = message.toolCalls.map((call) => ({ ...call, arguments: clean(call.arguments) }));
    return { ...message, content: clean(message.content), toolCalls };
  }

  #overBudget(): string | null {
    const { usd, tokens } = this.#order.limits;
    const { costUsd, inputTokens, outputTokens } = this.#usage;
    if (usd !== null && costUsd >= usd) return `its budget of ${usd} US dollars is used up`;
    if (tokens !== null && inputTokens + outputTokens >= tokens) return `its budget of ${tokens} tokens is used up`;
    return null;
  }
}

const STUCK = refused('repeat', 'not done: the same call again and again');
const STUCK_ERROR: OrchError = {
  kind: 'harness',
  tried: 'work on the task',
  said: 'the model makes the same call again and again',
  next: 'Put the task in other words, or take another model',
};

function failed(error: OrchError): LoopEnd {
  return { kind: 'failed', error };
}

function notKept(error: unknown): OrchError {
  const said = plainText(error instanceof Error ? error.message : String(error), 200);
  return { kind: 'storage', tried: 'keep the conversation', said, next: 'Make room, then resume it' };
}

function isTooLong({ said }: OrchError): boolean {
  return /context (?:window|length|limit)|too long|too many tokens|maximum context|exceeds? .{0,30}(?:context|tokens)/iu.test(said);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
