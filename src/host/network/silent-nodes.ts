// Which other nodes give no answer at the moment: what is told them reaches nobody, what they are asked is not answered, or they have missed more than two
// heartbeats. Nobody is asked by the clock: it is what is told, heard and read of them anyway. It goes back by itself with the next word of theirs.
import type { NodeEntry } from '../../core/model/node.js';
import { plainText } from '../../core/model/plain-text.js';
import type { Broker } from '../../core/ports/broker.js';
import type { Clock } from '../../core/ports.js';

/** After so long without a word of it a node that keys went to is asked. */
const ECHO_MS = 2000;
/** So long it has for the answer. */
export const ANSWER_MS = 4000;
/** Heartbeats and looks come a little late; after this many of them two were missed. */
const BEATS = 2.5;

export interface SilentNodesOptions {
  readonly clock: Clock;
  readonly heartbeatMs: number;
  /** What reaches other machines; null where nothing does at the moment. */
  readonly broker: () => Broker | null;
  readonly onChange: () => void;
  /** To a person. */
  readonly say: (text: string) => void;
}

interface Silence {
  /** ISO 8601; of the last word that was heard of it. */
  readonly since: string;
  /** `unreached`: it does not listen, so nothing lies on the way to it. */
  readonly why: 'unreached' | 'unanswered' | 'no heartbeat';
  isSaid: boolean;
}

/** As it was read last. `isOld`: it may be from before the silence. */
interface Beat {
  readonly seenAt: string;
  /** By our clock. */
  readonly at: number;
  readonly isOld: boolean;
}

export class SilentNodes {
  readonly #options: SilentNodesOptions;
  readonly #silent = new Map<string, Silence>();
  readonly #beats = new Map<string, Beat>();
  readonly #heard = new Map<string, number>();
  /** When keys went to it last, where that is in doubt. */
  readonly #keys = new Map<string, number>();
  readonly #doubted = new Set<string>();
  #lookedAt = Number.NEGATIVE_INFINITY;
  #turn = 0;

  constructor(options: SilentNodesOptions) {
    this.#options = options;
  }

  /** Counts the changes. */
  get turn(): number {
    return this.#turn;
  }

  /** ISO 8601; null: it answers, as far as anybody knows. */
  since(node: string): string | null {
    return this.#silent.get(node)?.since ?? null;
  }

  /** Keys for one that only does not answer would lie on the way, and be typed when nobody means them any more. */
  takesKeys(node: string): boolean {
    const why = this.#silent.get(node)?.why;
    return why === undefined || why === 'unreached';
  }

  /** Something was told it, and so many had that. */
  reached(node: string, listeners: number, isKeys: boolean): void {
    if (listeners > 0 && this.#silent.get(node)?.why === 'unreached') this.#end(node);
    if (listeners > 0) return;
    this.#begin(node, 'unreached');
    if (isKeys) this.notTyped(node);
  }

  heard(node: string): void {
    this.#heard.set(node, this.#options.clock.now());
    this.#end(node);
  }

  /** Said once, until it answers again. */
  notTyped(node: string): void {
    const silence = this.#silent.get(node);
    if (silence === undefined || silence.isSaid) return;
    silence.isSaid = true;
    this.#options.say(`${plainText(node, 60)} does not answer: keys are not typed until it does`);
  }

  /** Keys go to it. Where nothing comes back it is asked, once at a time; `ask` is to wait no longer than `ANSWER_MS`. */
  async doubt(node: string, ask: () => Promise<unknown>): Promise<void> {
    const { clock } = this.#options;
    this.#keys.set(node, clock.now());
    if (this.#doubted.has(node)) return;
    this.#doubted.add(node);
    for (let begun = clock.now(); !this.#isHeardSince(node, begun); begun = this.#keys.get(node) ?? begun) {
      // Most keys are echoed, and nothing has to be asked.
      if (!this.#silent.has(node)) await new Promise<void>((resolve) => clock.after(ECHO_MS, resolve));
      if (this.#isHeardSince(node, begun)) continue;
      const asked = clock.now();
      await ask();
      if (this.#isHeardSince(node, begun)) continue;
      // What could not be asked at all was not waited for.
      if (clock.now() - asked >= ANSWER_MS && this.#isThere(ANSWER_MS)) {
        this.#begin(node, 'unanswered');
        this.notTyped(node);
      }
      break;
    }
    this.#doubted.delete(node);
    this.#keys.delete(node);
  }

  /** Call when others are looked up: their heartbeats are read along, no more often than they come while all answer. */
  async look(broker: Broker): Promise<void> {
    const { clock, heartbeatMs } = this.#options;
    if (this.#silent.size === 0 && clock.now() - this.#lookedAt < heartbeatMs / 2) return;
    this.#lookedAt = clock.now();
    const nodes = await broker.nodes();
    if (!nodes.ok) return;
    const others = nodes.value.filter(({ isSelf }) => !isSelf);
    for (const { name, seenAt } of others) this.#read(name, seenAt);
    const there = new Set(others.map(({ name }) => name));
    for (const known of [this.#beats, this.#heard]) for (const name of known.keys()) if (!there.has(name)) known.delete(name);
    for (const name of this.#silent.keys()) if (!there.has(name)) this.#end(name);
    if (this.#renews(nodes.value)) for (const node of others) this.#judge(node);
  }

  #read(node: string, seenAt: string): void {
    const known = this.#beats.get(node);
    if (known?.seenAt === seenAt) {
      // Read since then: whatever is newer is of now.
      if (known.isOld) this.#beats.set(node, { ...known, isOld: false });
      return;
    }
    this.#beats.set(node, { seenAt, at: this.#options.clock.now(), isOld: false });
    if (known !== undefined && !known.isOld) this.#end(node);
  }

  #judge({ name, heartbeatSeconds }: NodeEntry): void {
    const { clock, heartbeatMs } = this.#options;
    const most = BEATS * Math.max(heartbeatMs, (heartbeatSeconds ?? 0) * 1000);
    const last = Math.max(this.#beats.get(name)?.at ?? clock.now(), this.#heard.get(name) ?? 0);
    if (clock.now() - last >= most && this.#isThere(most)) this.#begin(name, 'no heartbeat');
  }

  #isHeardSince(node: string, moment: number): boolean {
    return (this.#heard.get(node) ?? Number.NEGATIVE_INFINITY) > moment;
  }

  /** Cut off ourselves, or only just back, we know nothing of others. */
  #isThere(ms: number): boolean {
    const condition = this.#options.broker()?.condition;
    return condition?.state === 'ready' && this.#options.clock.now() - Date.parse(condition.since) >= ms;
  }

  /** A broker that is full renews no entry, of nobody. */
  #renews(nodes: readonly NodeEntry[]): boolean {
    const own = nodes.find(({ isSelf }) => isSelf);
    return own !== undefined && this.#options.clock.now() - Date.parse(own.seenAt) < 1.5 * this.#options.heartbeatMs;
  }

  #begin(node: string, why: Silence['why']): void {
    if (this.#silent.has(node)) return;
    const { clock, broker, onChange } = this.#options;
    const beat = this.#beats.get(node);
    const last = Math.max(beat?.at ?? 0, this.#heard.get(node) ?? 0) || clock.now();
    this.#silent.set(node, { since: new Date(last).toISOString(), why, isSaid: false });
    this.#turn += 1;
    onChange();
    if (why === 'no heartbeat') return;
    // The next that is read may have been there before.
    if (beat !== undefined) this.#beats.set(node, { ...beat, isOld: true });
    const from = broker();
    if (from !== null) void this.look(from);
  }

  #end(node: string): void {
    if (!this.#silent.delete(node)) return;
    this.#turn += 1;
    this.#options.onChange();
  }
}
