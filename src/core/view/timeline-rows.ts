// The timeline as rows: the entries that its filter lets through. Of one agent all stands there whole, also what the manager decided.
import type { Agent } from '../model/agent.js';
import type { KeptDecision } from '../model/decision.js';
import type { TimelineEntry } from '../model/requests.js';
import { widthOf, wrapText } from './fit-text.js';
import { ORCHESTRATOR } from './orchestrator.js';
import { cameOf } from './orchestrator-rows.js';
import type { TimelinePlace } from './place.js';

export interface TimelineRow {
  /** As it is read; empty in rows that belong to the one above. */
  readonly time: string;
  readonly agent: string;
  readonly text: string;
}

export interface TimelineTable {
  readonly rows: readonly TimelineRow[];
  readonly timeCols: number;
  /** 0: all are of the one agent that the title names. */
  readonly nameCols: number;
}

type Looked = Pick<TimelinePlace, 'agent' | 'entries' | 'filter'>;
type Named = Pick<Agent, 'id' | 'name'>;

/** Oldest first, to be drawn `width` columns wide. A word of the filter may stand in the agent's name or in the text. */
export function timelineTable(
  place: Looked,
  agents: readonly Named[],
  { width, now }: { readonly width: number; readonly now: number },
): TimelineTable {
  const entries = entriesOf(place, agents);
  const times = entries.map(({ at }) => timeText(at, now));
  const timeCols = times.reduce((most, time) => Math.max(most, time.length), 0);
  const isOfOne = place.agent !== null && place.agent !== ORCHESTRATOR;
  const names = isOfOne ? [] : entries.map(({ agent }) => agent ?? '');
  const nameCols = Math.min(
    NAME_COLS,
    Math.floor(width / 4),
    names.reduce((most, name) => Math.max(most, widthOf(name)), 0),
  );
  const room = Math.max(1, width - timeCols - GAP - (nameCols === 0 ? 0 : nameCols + GAP));
  const rows = entries.flatMap((entry, at): readonly TimelineRow[] => {
    const { agent, text, decision } = entry;
    const head = { time: times[at] ?? '', agent: agent ?? '' };
    const isWhole = decision === undefined && (text.length * 2 <= room || widthOf(text) <= room);
    if (place.agent === null || isWhole) return [{ ...head, text }];
    const lines = decision === undefined ? [text] : decisionLines(decision);
    const [first = '', ...more] = lines.flatMap((line) => wrapText(line, room));
    return [{ ...head, text: first }, ...more.map((rest) => ({ time: '', agent: '', text: rest }))];
  });
  return { rows, timeCols, nameCols };
}

const NAME_COLS = 20;
/** Blanks between the columns. */
export const GAP = 2;

function entriesOf({ agent, entries, filter }: Looked, agents: readonly Named[]): readonly TimelineEntry[] {
  // The host names agents that it still knows; others are known by their id.
  const names = new Map(agents.map(({ id, name }) => [id, name]));
  const wanted = new Set(agent === null ? [] : [agent, names.get(agent) ?? agent]);
  const isOfOrchestrator = ({ agent: own, decision }: TimelineEntry) => own === null || decision !== undefined;
  const isWanted = (entry: TimelineEntry) =>
    agent === null || (agent === ORCHESTRATOR ? isOfOrchestrator(entry) : wanted.has(entry.agent ?? ''));
  const words = filter.toLowerCase().split(/\s+/u).filter(Boolean);
  return (entries ?? [])
    .filter(isWanted)
    .map((entry) => ({ ...entry, agent: entry.agent === null ? null : (names.get(entry.agent) ?? entry.agent) }))
    .filter((entry) => {
      const text = `${entry.agent ?? ''} ${entry.text}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
}

function decisionLines(decision: KeptDecision): readonly string[] {
  const { reason, action, progress, thought, future } = decision;
  const lines: readonly (readonly [before: string, text: string])[] = [
    [`manager (${reason}): `, action.text === '' ? action.do : `${action.do}: ${action.text}`],
    ['  progress: ', progress],
    ['  thought: ', thought],
    ['  next: ', future],
    ['  came of it: ', cameOf(decision)],
  ];
  return lines.flatMap(([before, text]) => (text === '' ? [] : [`${before}${text.replace(/\s+/gu, ' ')}`]));
}

/** `12:41:07`, with the day before it when it is not today. */
function timeText(iso: string, now: number): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '--:--:--';
  const two = (value: number) => String(value).padStart(2, '0');
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  const isToday = at.toDateString() === new Date(now).toDateString();
  return isToday ? time : `${two(at.getMonth() + 1)}-${two(at.getDate())} ${time}`;
}
