// That the node of an agent does not answer: added to whoever is shown, and its words. Nothing of it is kept. Pure.
import { plainText } from '../model/plain-text.js';
import type { Status } from '../model/status.js';
import { ageAt, ageText, clockText } from './age.js';

interface Placed {
  readonly node?: string | null;
  readonly silentSince?: string;
}

/** The same list where all nodes answer. `sinceOf`: ISO 8601, or null. */
export function withSilence<Item extends Placed>(items: readonly Item[], sinceOf: (item: Item) => string | null): readonly Item[] {
  if (items.every((item) => sinceOf(item) === null)) return items;
  return items.map((item) => {
    const silentSince = sinceOf(item);
    return silentSince === null ? item : { ...item, silentSince };
  });
}

export function statusWithSilence(
  status: Status,
  sinceOf: (item: Pick<Status['agents'][number], 'node' | 'state'>) => string | null,
): Status {
  const { agents, others } = status;
  return { ...status, agents: withSilence(agents, sinceOf), ...(others === undefined ? {} : { others: withSilence(others, sinceOf) }) };
}

/** `no answer from far for 40 s`, at first without a time; null where its node answers. */
export function silenceFor({ node, silentSince }: Placed, now: number): string | null {
  if (silentSince === undefined) return null;
  const age = ageText(ageAt(silentSince, now));
  return `no answer from ${nameOf(node)}${age === 'now' ? '' : ` for ${age}`}`;
}

/** `no answer from far since 14:03`; null where its node answers. */
export function silenceSince({ node, silentSince }: Placed): string | null {
  return silentSince === undefined ? null : `no answer from ${nameOf(node)} since ${clockText(Date.parse(silentSince))}`;
}

function nameOf(node: string | null | undefined): string {
  return plainText(node ?? '', 60);
}
