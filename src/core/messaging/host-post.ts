// The post of one host: checks, keeps and gives out messages. At least once delivered, shown at most once, in order from each to each.
import type { Config } from '../model/config.js';
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import type { KeptMessage, Message, Party } from '../model/message.js';
import type { Letter } from '../ports/broker.js';
import type { MessageLog } from '../ports/message-log.js';
import type { Deliveries, Post, SendMessage } from '../ports/post.js';
import type { Clock } from '../ports.js';
import { BroughtOnce } from './brought-once.js';
import { givenUp } from './given-up.js';
import { isOver, KeptMessages, newlyKept } from './kept-messages.js';
import { redirected } from './redirected.js';
import { afterFailure, backFromTheDead, RetryTimer } from './retries.js';
import { ID_TAKEN, Sending } from './sending.js';

export interface PostOptions {
  readonly clock: Clock;
  readonly log: MessageLog;
  /** What the log held, in order of sending. */
  readonly kept: readonly KeptMessage[];
  readonly limits: Config['messages'];
  /** Null: nobody is there by that id. */
  readonly nameOf: (party: Party) => string | null;
  /** Refuses what nobody would ever take: see `admitsMessage`. */
  readonly admits: (from: Party, to: Party) => Result<void>;
  /** Something went wrong that a person should know of. */
  readonly say: (text: string) => void;
  readonly createId?: () => string;
}

export class HostPost implements Post, Deliveries {
  readonly #options: PostOptions;
  readonly #kept: KeptMessages;
  readonly #sending: Sending;
  readonly #retries: RetryTimer;
  readonly #brought = new BroughtOnce();
  #whenNothingIsUnderWay: (() => void)[] = [];

  constructor(options: PostOptions) {
    this.#options = options;
    this.#kept = new KeptMessages({
      log: options.log,
      kept: options.kept,
      keep: options.limits.keep,
      onFailing: ({ said }) => options.say(`messages could not be saved: ${said}`),
    });
    this.#sending = new Sending({ ...options, waitingFor: (party) => this.#kept.box(party) });
    this.#retries = new RetryTimer(options.clock, () => this.#kept.changes.tell());
    for (const { retryAt } of options.kept) this.#retries.await(retryAt);
  }

  async send(order: SendMessage): Promise<Result<readonly Message[]>> {
    const { id } = order;
    if (id === undefined) return this.#send(order);
    // It may come again before it is kept.
    return this.#brought.inTurn(id, async () => {
      const sent = this.find(id);
      if (sent === null) return this.#send(order);
      return sent.message.from_agent === order.from ? ok([sent.message]) : fail(ID_TAKEN);
    });
  }

  async #send(order: SendMessage): Promise<Result<readonly Message[]>> {
    const prepared = this.#sending.prepare(order);
    if (!prepared.ok) {
      if (prepared.loop !== null) void this.#tell('person', prepared.loop);
      return fail(prepared.error);
    }
    const entered = await this.#kept.enter(prepared.value);
    if (entered.ok) for (const kept of prepared.value) this.#arrived(kept);
    return entered.ok ? ok(prepared.value.map(({ message }) => message)) : entered;
  }

  accept(letter: Letter): Promise<Result<void>> {
    return this.#brought.take(letter.message.id, () => this.#accept(letter));
  }

  inbox(party: Party): readonly KeptMessage[] {
    return this.#kept.box(party).open;
  }

  async next(party: Party, wanted: 'any' | ((message: Message) => boolean), signal: AbortSignal): Promise<KeptMessage | null> {
    if (signal.aborted) return null;
    const box = this.#kept.box(party);
    const waiting = box.firstOpen(wanted);
    if (waiting !== null) return this.#hold(waiting);
    return new Promise((resolve) => {
      const stop = (kept: KeptMessage | null) => {
        forget();
        signal.removeEventListener('abort', onAbort);
        resolve(kept);
      };
      const onAbort = () => stop(null);
      const forget = this.#kept.box(party).await({ wanted, give: (kept) => stop(this.#hold(kept)) });
      signal.addEventListener('abort', onAbort);
    });
  }

  async acknowledge(ids: readonly string[]): Promise<void> {
    const taken = this.#kept.those(ids).filter((kept) => !isOver(kept));
    for (const kept of taken) this.#acknowledge(kept);
    // One of them may have been on its way, such as one that is answered while it is typed.
    this.#letGo(taken);
  }

  list(order: Parameters<Post['list']>[0]): readonly KeptMessage[] {
    return this.#kept.list(order);
  }

  find(id: string): KeptMessage | null {
    return this.#kept.find(id);
  }

  answerTo(question: string): KeptMessage | null {
    return this.#kept.answerTo(question);
  }

  async retry(ids: readonly string[]): Promise<readonly string[]> {
    const again = this.#kept.those(ids).filter(({ state, message }) => state === 'dead' && this.#options.nameOf(message.to_agent) !== null);
    for (const kept of again) {
      const anew = backFromTheDead(kept, this.#now());
      void this.#kept.put(anew);
      this.#arrived(anew);
    }
    return again.map(({ message }) => message.id);
  }

  async drop(ids: readonly string[]): Promise<readonly string[]> {
    const gone = this.#kept
      .those(ids)
      .filter(({ state, message }) => state === 'dead' || (state === 'queued' && !this.#kept.isUnderWay(message)))
      .map(({ message }) => message.id);
    if (gone.length > 0) this.#kept.drop(gone);
    return gone;
  }

  get seq(): number {
    return this.#kept.changes.seq;
  }

  since(seq: number): readonly KeptMessage[] {
    return this.#kept.changes.since(seq);
  }

  sinceWithin(seq: number, maxBytes: number): ReturnType<Post['sinceWithin']> {
    return this.#kept.changes.sinceWithin(seq, maxBytes);
  }

  listen(listener: () => void): () => void {
    return this.#kept.changes.listen(listener);
  }

  unread(party: Party): number {
    return this.#kept.unread(party);
  }

  async flush(): Promise<void> {
    if (this.#kept.underWay > 0) await new Promise<void>((resolve) => this.#whenNothingIsUnderWay.push(resolve));
    await this.#kept.written();
  }

  /** No timer is left; nothing is tried again by itself any more. */
  dispose(): void {
    this.#retries.dispose();
  }

  get waiting(): readonly Party[] {
    const now = this.#options.clock.now();
    return [...this.#kept.boxes].flatMap(([party, box]) => (box.hasDue(now) ? [party] : []));
  }

  due(party: Party): readonly KeptMessage[] {
    return this.#kept.box(party).due(this.#options.clock.now());
  }

  async begin(ids: readonly string[], via: NonNullable<KeptMessage['via']>): Promise<readonly string[]> {
    const begun = this.#kept.those(ids).filter((kept) => !isOver(kept) && !this.#kept.isUnderWay(kept.message));
    // On disk before it is typed: after a crash nobody could tell whether it was.
    await Promise.all(begun.map((kept) => this.#begin(kept, via)));
    return begun.map(({ message }) => message.id);
  }

  delivered(ids: readonly string[]): void {
    const taken = this.#ended(ids);
    for (const kept of taken) this.#acknowledge(kept);
    this.#letGo(taken);
  }

  failed(ids: readonly string[], error: OrchError): void {
    const back = this.#ended(ids);
    for (const kept of back) {
      const next = afterFailure(kept, { error, now: this.#options.clock.now(), limits: this.#options.limits });
      void this.#kept.put(next);
      this.#retries.await(next.retryAt);
      if (next.state === 'dead') this.#tellGivenUp([next]);
    }
    this.#letGo(back);
  }

  putBack(ids: readonly string[], how: 'unsure' | 'untried' = 'unsure'): void {
    const before = this.#kept
      .those(ids)
      .map((kept) => ({ ...kept, via: this.#kept.box(kept.message.to_agent).viaBefore(kept.message.id) }));
    const back = this.#ended(ids);
    const isBack = (id: string) => back.some(({ message }) => message.id === id);
    if (how === 'untried') for (const kept of before) if (isBack(kept.message.id)) void this.#kept.put(kept);
    if (back.length > 0) this.#kept.changes.tell();
    this.#letGo(back);
  }

  redirect(id: string, { to, text }: { readonly to: Party; readonly text: string }): void {
    const back = this.#ended([id]);
    for (const kept of back) {
      const next = redirected(kept, { to, text, toName: this.#options.nameOf(to) ?? to, at: this.#now() });
      void this.#kept.put(next);
      this.#arrived(next);
    }
    this.#letGo(back);
  }

  giveUp(party: Party, error: OrchError, ids?: readonly string[]): void {
    const all = this.#kept.box(party).all.filter(({ message }) => ids?.includes(message.id) ?? true);
    const dead = all.map((kept): KeptMessage => ({ ...kept, state: 'dead', at: this.#now(), error, retryAt: null }));
    for (const kept of dead) void this.#kept.put(kept);
    this.#tellGivenUp(dead);
    this.#tellFlushed();
  }

  async #accept({ message, fromName, toName }: Letter): Promise<Result<void>> {
    if (this.find(message.id) !== null) return ok(undefined);
    const payload = this.#sending.admitFrom({ message, toName });
    if (!payload.ok) return payload;
    const whole = { ...message, payload: payload.value };
    const kept = newlyKept(whole, { from: fromName, to: toName, at: this.#now() });
    const entered = await this.#kept.enter([kept]);
    if (!entered.ok) return entered;
    this.#sending.accepted(whole);
    this.#arrived(kept);
    return entered;
  }

  #arrived(kept: KeptMessage): void {
    this.#kept.box(kept.message.to_agent).waiterFor(kept)?.give(kept);
  }

  #acknowledge(kept: KeptMessage): void {
    this.#sending.taken(kept.message);
    void this.#kept.put({ ...kept, state: 'acknowledged', via: kept.via ?? 'inbox', at: this.#now(), error: null, retryAt: null });
  }

  /** On its way to whoever waited for it. */
  #hold(kept: KeptMessage): KeptMessage {
    void this.#begin(kept, 'inbox');
    return this.find(kept.message.id) ?? kept;
  }

  #begin(kept: KeptMessage, via: NonNullable<KeptMessage['via']>): Promise<void> {
    this.#kept.box(kept.message.to_agent).begin(kept);
    return this.#kept.put({ ...kept, via, retryAt: null });
  }

  /** Not on their way any more: what was held back behind them is for whoever waits for it. */
  #letGo(ended: readonly KeptMessage[]): void {
    for (const party of new Set(ended.map(({ message }) => message.to_agent))) {
      const box = this.#kept.box(party);
      if (box.isAwaited) for (const kept of box.open) box.waiterFor(kept)?.give(kept);
    }
    this.#tellFlushed();
  }

  #ended(ids: readonly string[]): readonly KeptMessage[] {
    return this.#kept.those(ids).flatMap(({ message }) => this.#kept.box(message.to_agent).end([message.id]));
  }

  #tellFlushed(): void {
    if (this.#whenNothingIsUnderWay.length === 0 || this.#kept.underWay > 0) return;
    for (const tell of this.#whenNothingIsUnderWay.splice(0)) tell();
  }

  #tellGivenUp(dead: readonly KeptMessage[]): void {
    for (const { text, sender } of givenUp(dead)) {
      this.#options.say(text);
      if (sender !== null && this.#options.nameOf(sender) !== null) void this.#tell(sender, text);
    }
  }

  async #tell(party: Party, text: string): Promise<void> {
    // Where even this can not be kept, the sender of the message that caused it was told.
    await this.send({ from: 'host', to: [party], type: 'message', payload: { text } });
  }

  #now(): string {
    return new Date(this.#options.clock.now()).toISOString();
  }
}
