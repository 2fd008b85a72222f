// The timeline as rows: the entries that its filter lets through, with the names of their agents.
import type { Agent } from '../model/agent.js';
import type { TimelineEntry } from '../model/requests.js';
import type { TimelinePlace } from './view-state.js';

export interface TimelineRow {
  readonly at: string;
  readonly agent: string;
  readonly text: string;
}

/** Oldest first. A word of the filter may stand in the agent's name or in the text. */
export function timelineRows(
  place: Pick<TimelinePlace, 'agent' | 'entries' | 'filter'>,
  agents: readonly Pick<Agent, 'id' | 'name'>[],
): readonly TimelineRow[] {
  const names = new Map(agents.map((agent) => [agent.id, agent.name]));
  const words = place.filter.toLowerCase().split(/\s+/u).filter(Boolean);
  const rows = (place.entries ?? [])
    .filter((entry) => place.agent === null || entry.agent === place.agent)
    .map((entry) => toRow(entry, names));
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = `${row.agent} ${row.text}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function toRow(entry: TimelineEntry, names: ReadonlyMap<string, string>): TimelineRow {
  return { at: entry.at, agent: entry.agent === null ? '' : (names.get(entry.agent) ?? entry.agent), text: entry.text };
}
