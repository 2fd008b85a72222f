// Three agents or more that send on to each other for ever: which message each one follows from, and how often such a chain comes round within an hour.
// Only a message to somebody else than its cause came from goes on: questions and answers up and down a tree of agents make no circle, however many they are.
import type { Party } from '../model/message.js';
import { HOUR_MS, MINUTES_WORTH } from './rate-watch.js';

interface Link {
  readonly from: Party;
  readonly to: Party;
  readonly at: number;
  /** The message that its sender had read before; null: it began by itself. */
  before: Link | null;
  /** It goes back to where that one came from: whoever reads it goes on with what it was at. */
  readonly isBack: boolean;
  isAnswered: boolean;
  /** When its chain began, and how many of that came to somebody who was in it already: so none has to be walked through for each message. */
  since: number;
  back: number;
}

/** Those of the last round, in the order of the messages; `isNew` once, until an hour has gone by without. */
export interface Circle {
  readonly agents: readonly Party[];
  readonly isNew: boolean;
}

export interface Step {
  readonly link: Link;
  /** The message that it answers; null: it answers none. */
  readonly answers: Link | null;
  readonly isTooMuch: boolean;
}

export class CircleWatch {
  readonly #most: number;
  /** So often it has to come by the same agent: many that tell all others something a few times are no circle. */
  readonly #rounds: number;
  /** Of the last hour, by id, the oldest first. */
  readonly #sent = new Map<string, Link>();
  /** What each agent goes by: of all that it has read, what has come round the most. */
  readonly #causes = new Map<Party, Link>();
  /** So many of them are looked through for old ones: not all with every message. */
  #tidyAt = 100;
  #told: { readonly agents: Set<Party>; at: number }[] = [];

  constructor(perMinute: number) {
    this.#most = perMinute * MINUTES_WORTH;
    this.#rounds = Math.ceil(perMinute / 3);
  }

  /** What a message from one to the other would be; nothing is noted of it. */
  step(from: Party, to: Party, { inReplyTo, now }: { readonly inReplyTo: string | undefined; readonly now: number }): Step {
    const answers = this.#answered(from, to, inReplyTo);
    const before = answers ?? this.#causes.get(from) ?? null;
    const isBack = before?.from === to;
    const link: Link = { from, to, at: now, before: isBack ? null : before, isBack, isAnswered: false, since: now, back: 0 };
    count(link);
    return { link, answers, isTooMuch: link.back > this.#most && passedBy(link) >= this.#rounds };
  }

  /** It was sent, under this id. */
  sent(id: string, { link, answers }: Step): void {
    if (answers !== null) answers.isAnswered = true;
    this.#sent.set(id, link);
    this.#forget(link.at - HOUR_MS);
  }

  /** It was read, or typed. */
  read(id: string, now: number): void {
    const link = this.#sent.get(id);
    if (link === undefined || link.isBack) return;
    const known = this.#causes.get(link.to);
    if (known === undefined || backOf(link, now) >= backOf(known, now)) this.#causes.set(link.to, link);
  }

  /** What it does from now on follows from nothing that an agent wrote. */
  beginAnew(party: Party): void {
    this.#causes.delete(party);
  }

  /** It was refused: which circle that is. Two that have two agents in common are told as one. */
  refused({ link: { from, to, at, before } }: Step): Circle {
    const agents = [from];
    for (let link = before; link !== null && link.to !== to; link = link.before) agents.unshift(link.from);
    this.#told = this.#told.filter((circle) => circle.at > at - HOUR_MS);
    const known = this.#told.find((circle) => new Set(agents.filter((agent) => circle.agents.has(agent))).size > 1);
    if (known === undefined) this.#told.push({ agents: new Set(agents), at });
    else {
      known.at = at;
      for (const agent of agents) known.agents.add(agent);
    }
    return { agents: [...new Set(agents)], isNew: known === undefined };
  }

  /** What is answered by a message: the first time only, for whoever answers the same one again and again says something new. */
  #answered(from: Party, to: Party, id: string | undefined): Link | null {
    const link = id === undefined ? undefined : this.#sent.get(id);
    return link !== undefined && link.from === to && link.to === from && !link.isAnswered ? link : null;
  }

  #forget(before: number): void {
    for (const [id, { at }] of this.#sent) {
      if (at > before) break;
      this.#sent.delete(id);
    }
    if (this.#causes.size > this.#tidyAt) {
      for (const [party, { at }] of this.#causes) if (at <= before) this.#causes.delete(party);
      this.#tidyAt = Math.max(100, this.#causes.size * 2);
    }
  }
}

/** Its chain goes on from the one before, where all of that is of the last hour; else what is left of it is counted anew. */
function count(link: Link): void {
  const { before, at, to } = link;
  if (before === null) return;
  if (isOfHour(before, at)) Object.assign(link, { since: before.since, back: before.back + (isIn(before, to) ? 1 : 0) });
  else {
    const path = pathTo(link, at);
    Object.assign(link, { since: path[0]?.at ?? at, back: comesBack(path) });
  }
}

function isOfHour({ since }: Link, now: number): boolean {
  return since > now - HOUR_MS;
}

function backOf(link: Link, now: number): number {
  return isOfHour(link, now) ? link.back : comesBack(pathTo(link, now));
}

/** Whether the chain that ends in `last` has come by `party`: where it goes round that is not far back. */
function isIn(last: Link, party: Party): boolean {
  for (let link: Link | null = last; link !== null; link = link.before) if (link.to === party || link.from === party) return true;
  return false;
}

/** How often its chain has come by the same one before. */
function passedBy(link: Link): number {
  return pathTo(link, link.at).filter((other) => other !== link && other.to === link.to).length;
}

/** The chain that ends in `last`, of the last hour, the oldest first. What is older is let go. */
function pathTo(last: Link, now: number): readonly Link[] {
  const path = [last];
  for (let link = last; link.before !== null; link = link.before) {
    if (link.before.at <= now - HOUR_MS) {
      link.before = null;
      break;
    }
    path.push(link.before);
  }
  return path.reverse();
}

/** How many of them came to somebody who was in it already. */
function comesBack(path: readonly Link[]): number {
  const seen = new Set<Party>();
  let count = 0;
  for (const { from, to } of path) {
    seen.add(from);
    if (seen.has(to)) count += 1;
    seen.add(to);
  }
  return count;
}
