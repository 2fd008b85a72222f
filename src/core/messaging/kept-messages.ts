// All messages of one post: what waits, in inboxes, and the newest of what is over. Every change is counted, and kept on disk.
import type { OrchError, Result } from '../model/error.js';
import type { KeptMessage, Message, Party } from '../model/message.js';
import type { MessageLog } from '../ports/message-log.js';
import type { Post } from '../ports/post.js';
import { ChangeLog } from './change-log.js';
import { Mailbox } from './mailbox.js';

export interface KeptMessagesOptions {
  readonly log: MessageLog;
  /** What the log held, in order of sending. */
  readonly kept: readonly KeptMessage[];
  /** Messages that are over and still shown: so many acknowledged ones, and so many that were given up. */
  readonly keep: number;
  /** Saving began to fail. */
  readonly onFailing: (error: OrchError) => void;
}

export class KeptMessages {
  readonly changes = new ChangeLog();
  readonly #options: KeptMessagesOptions;
  /** In order of sending. */
  readonly #all = new Map<string, KeptMessage>();
  readonly #boxes = new Map<Party, Mailbox>();
  /** On their way into the log: nobody gets them yet, but a log that is written anew has them. */
  readonly #entering = new Map<string, KeptMessage>();
  readonly #writes = new Set<Promise<unknown>>();
  /** What the log does not know of them: their newest state, or that they were dropped. */
  readonly #unsaved = new Set<string>();
  readonly #over = { acknowledged: 0, dead: 0 };
  #isFailing = false;

  constructor(options: KeptMessagesOptions) {
    this.#options = options;
    for (const kept of options.kept) this.#set(kept);
  }

  find(id: string): KeptMessage | null {
    return this.#all.get(id) ?? null;
  }

  answerTo(question: string): KeptMessage | null {
    const isAnswer = ({ message: { type, from_agent: from, payload }, state }: KeptMessage) =>
      type === 'answer' && payload.inReplyTo === question && from !== 'host' && state !== 'dead';
    return this.all.find(isAnswer) ?? [...this.#entering.values()].find(isAnswer) ?? null;
  }

  /** Those of them that are there. */
  those(ids: readonly string[]): readonly KeptMessage[] {
    return ids.flatMap((id) => this.#all.get(id) ?? []);
  }

  get all(): readonly KeptMessage[] {
    return [...this.#all.values()];
  }

  list({ party, of, limit }: Parameters<Post['list']>[0]): readonly KeptMessage[] {
    const all = of === 'inbox' ? this.box(party ?? 'person').all : this.all;
    const isMeant = ({ message, state }: KeptMessage) =>
      (of !== 'dead' || state === 'dead') && (party === null || message.from_agent === party || message.to_agent === party);
    return limit <= 0 ? [] : all.filter(isMeant).slice(-limit);
  }

  box(party: Party): Mailbox {
    const box = this.#boxes.get(party) ?? new Mailbox();
    this.#boxes.set(party, box);
    return box;
  }

  /** How many wait for a party. */
  unread(party: Party): number {
    return this.#boxes.get(party)?.size ?? 0;
  }

  isUnderWay({ id, to_agent: to }: Message): boolean {
    return this.#boxes.get(to)?.isUnderWay(id) === true;
  }

  get boxes(): Iterable<readonly [Party, Mailbox]> {
    return this.#boxes;
  }

  /** How many are being handed over. */
  get underWay(): number {
    return [...this.#boxes.values()].reduce((sum, box) => sum + box.underWay, 0);
  }

  /** New ones, all or none; they are there when it resolves, in the order of the calls. */
  async enter(messages: readonly KeptMessage[]): Promise<Result<void>> {
    for (const kept of messages) this.#entering.set(kept.message.id, kept);
    const written = await this.#write(Promise.all(messages.map((kept) => this.#options.log.append(kept))));
    const refused = written.find((result) => !result.ok);
    for (const kept of messages) this.#entering.delete(kept.message.id);
    if (refused !== undefined) return refused;
    for (const kept of messages) this.#change(kept);
    this.#catchUp();
    return { ok: true, value: undefined };
  }

  /** The next state of one that is there, at once; resolves when it is on disk, or can not be. */
  put(kept: KeptMessage): Promise<void> {
    this.#change(kept);
    const written = this.#save([kept.message.id], this.#options.log.append(kept));
    this.#writeAnew();
    return written;
  }

  drop(ids: readonly string[]): void {
    for (const id of ids) {
      const kept = this.#all.get(id);
      if (kept === undefined) continue;
      this.#forget(kept);
      this.changes.add(null);
    }
    void this.#save(ids, this.#options.log.drop(ids));
  }

  /** Everything of before is on disk, or was tried once more. */
  async written(): Promise<void> {
    while (this.#writes.size > 0) await Promise.all(this.#writes);
    if (this.#unsaved.size === 0) return;
    this.#catchUp();
    while (this.#writes.size > 0) await Promise.all(this.#writes);
  }

  #change(kept: KeptMessage): void {
    this.#set(kept);
    this.changes.add(kept);
  }

  #set(kept: KeptMessage): void {
    const { id, to_agent: to } = kept.message;
    const before = this.#all.get(id);
    if (before !== undefined) this.#count(before, -1);
    if (before !== undefined && before.message.to_agent !== to) this.#leave(before.message.to_agent, id);
    this.#count(kept, 1);
    this.#all.set(id, kept);
    if (isOver(kept)) this.#leave(to, id);
    else this.box(to).put(kept);
    this.#sweep();
  }

  #leave(party: Party, id: string): void {
    const box = this.#boxes.get(party);
    box?.remove(id);
    if (box?.isEmpty) this.#boxes.delete(party);
  }

  #forget(kept: KeptMessage): void {
    this.#count(kept, -1);
    this.#all.delete(kept.message.id);
    this.#leave(kept.message.to_agent, kept.message.id);
  }

  #count({ state }: KeptMessage, by: 1 | -1): void {
    if (state === 'acknowledged' || state === 'dead') this.#over[state] += by;
  }

  /** The oldest of what is over goes; not one by one, for each time all are looked through. */
  #sweep(): void {
    const { keep } = this.#options;
    const most = keep + Math.max(100, keep / 4);
    if (this.#over.acknowledged <= most && this.#over.dead <= most) return;
    for (const kept of this.#all.values()) {
      const { state } = kept;
      if ((state === 'acknowledged' || state === 'dead') && this.#over[state] > keep) this.#forget(kept);
    }
  }

  #writeAnew(): void {
    const { log } = this.#options;
    if (log.isLarge) void this.#write(log.compact([...this.#all.values(), ...this.#entering.values()]));
  }

  #save(ids: readonly string[], saving: Promise<Result<void>>): Promise<void> {
    const noted = saving.then((saved) => {
      this.#noteFailing(saved);
      for (const id of ids) {
        if (saved.ok) this.#unsaved.delete(id);
        else this.#unsaved.add(id);
      }
      if (saved.ok) this.#catchUp();
    });
    return this.#write(noted);
  }

  /** Something could be saved again: without this, what was taken meanwhile would be shown once more after the next start. */
  #catchUp(): void {
    if (this.#unsaved.size === 0) return;
    const { log } = this.#options;
    const ids = [...this.#unsaved];
    this.#unsaved.clear();
    const gone = ids.filter((id) => !this.#all.has(id));
    if (gone.length > 0) void this.#save(gone, log.drop(gone));
    for (const id of ids) {
      const kept = this.#all.get(id);
      if (kept !== undefined) void this.#save([id], log.append(kept));
    }
  }

  #noteFailing(written: Result<void>): void {
    if (!written.ok && !this.#isFailing) this.#options.onFailing(written.error);
    this.#isFailing = !written.ok;
  }

  #write<Value>(writing: Promise<Value>): Promise<Value> {
    this.#writes.add(writing);
    void writing.finally(() => this.#writes.delete(writing));
    return writing;
  }
}

/** Acknowledged or given up: it waits for nobody. */
export function isOver({ state }: KeptMessage): boolean {
  return state === 'acknowledged' || state === 'dead';
}

/** As it comes in: nobody has seen it. */
export function newlyKept(
  message: Message,
  { from, to, at }: { readonly from: string; readonly to: string; readonly at: string },
): KeptMessage {
  return { message, state: 'queued', fromName: from, toName: to, via: null, at, error: null, retryAt: null };
}
