// What stands in the orchestrator's pane: its goals, and below them, to be scrolled through, what was decided and what was asked. Pure.
import type { Goal } from '../model/goal.js';
import type { TerminalSize } from '../model/protocol.js';
import { clockText } from './age.js';
import { truncate, widthOf, wrapText } from './fit-text.js';
import { allDecisions, allNotes, type Decided, type Told } from './orchestrator.js';
import type { Style } from './state-mark.js';
import { moneyText, plannedGoals } from './task-rows.js';
import type { Asked, ViewState, ViewWorld } from './view-state.js';

export interface Words {
  readonly text: string;
  readonly style?: Style;
}

export type WordRow = readonly Words[];

/** Between the parts of a row; as wide in every set of glyphs. */
export const DOT = ' · ';

export interface OrchestratorPage {
  /** Why the manager is off. */
  readonly off: readonly string[];
  /** Those that are planned, the newest last: the others are their one agent. */
  readonly goals: readonly Goal[];
  /** How many older ones there is no room for. */
  readonly hidden: number;
  /** Of what was said, what is in sight. */
  readonly shown: readonly WordRow[];
  /** First row of it in sight, and the last one that can be. */
  readonly top: number;
  readonly last: number;
}

type PageWorld = Pick<ViewWorld, 'agents' | 'goals' | 'manager'>;

/** The newest is in sight unless a person has scrolled away from it. */
export function orchestratorPage(
  view: Pick<ViewState, 'asked' | 'focus' | 'historyTop'>,
  world: PageWorld,
  size: TerminalSize,
): OrchestratorPage {
  const width = Math.max(1, size.cols - 2);
  const off = 'off' in world.manager ? wrapText(`The manager is off: ${world.manager.off} ${MEANWHILE}`, width) : [];
  const planned = plannedGoals(world);
  const most = Math.max(1, Math.floor(size.rows / 3));
  // The row that tells of them takes the place of one.
  const goals = planned.length <= most ? planned : planned.slice(-Math.max(1, most - 1));
  const hidden = planned.length - goals.length;
  const said = [
    ...decisionRows(world, width),
    ...allNotes(world).flatMap((one) => toldRows(one, width)),
    ...view.asked.flatMap((asked) => askedRows(asked, width)),
  ];
  const head =
    off.length + (off.length === 0 ? 0 : 1) + (hidden === 0 ? 0 : 1) + goals.length + (said.length === 0 || goals.length === 0 ? 0 : 1);
  const room = Math.max(1, size.rows - head);
  const last = Math.max(0, said.length - room);
  const top = view.focus === 'scroll' && view.historyTop !== null ? Math.min(last, view.historyTop) : last;
  return { off, goals, hidden, shown: said.slice(top, top + room), top, last };
}

const MEANWHILE = 'Agents that wait or fail wait for you.';

function decisionRows(world: PageWorld, width: number): readonly WordRow[] {
  const decided = allDecisions(world);
  const note = (text: string): WordRow[] => wrapText(text, width).map((row) => [{ text: row, style: { dim: true } }]);
  if (decided.length > 0) return [...note(KEPT), ...decided.flatMap((one) => decidedRows(one, width))];
  return 'model' in world.manager ? note('The manager has not had to decide anything yet. Enter asks it, or gives it a goal.') : [];
}

const KEPT = 'Kept are the latest decisions about the agents of the list. Older ones, and those about removed agents, stand in the log: l';

function decidedRows({ agent, decision }: Decided, width: number): readonly WordRow[] {
  const { action, thought, reason, at } = decision;
  const head: WordRow = [
    { text: `${clockText(Date.parse(at))} `, style: { dim: true } },
    { text: agent, style: { bold: true } },
    { text: ` ${reason}`, style: { dim: true } },
    { text: DOT, style: { dim: true } },
    { text: action.do, style: { colour: 'cyan' } },
  ];
  // Words that do not fit behind it stand below it, whole but for the longest.
  const own = oneLine(action.text === '' ? '' : `: ${action.text}`);
  const fits = head.reduce((sum, { text }) => sum + widthOf(text), widthOf(own)) <= width;
  const told = fits ? [] : wrapText(oneLine(action.text), Math.max(1, width - INDENT.length)).slice(0, MOST_TOLD);
  const rest = [thought, `(${cameOf(decision)})`].filter((text) => text !== '').join(' ');
  return [
    fits ? [...head, { text: own }] : head,
    ...told.map((text): WordRow => [{ text: `${INDENT}${text}` }]),
    ...wrapText(oneLine(rest), Math.max(1, width - INDENT.length)).map(
      (text): WordRow => [{ text: `${INDENT}${text}`, style: { dim: true } }],
    ),
  ];
}

function toldRows({ agent, note: { at, text } }: Told, width: number): readonly WordRow[] {
  const head: WordRow = [
    { text: `${clockText(Date.parse(at))} `, style: { dim: true } },
    { text: agent, style: { bold: true } },
    { text: ' writes to it', style: { dim: true } },
  ];
  const rows = wrapText(oneLine(text), Math.max(1, width - INDENT.length)).slice(0, MOST_TOLD);
  return [head, ...rows.map((row): WordRow => [{ text: `${INDENT}${row}` }])];
}

/** What came of a decision and what it cost: `told, 1200 tokens ~$0.01`. */
export function cameOf({ outcome, usage }: Pick<Decided['decision'], 'outcome' | 'usage'>): string {
  const spent = `${usage.inputTokens + usage.outputTokens} tokens ${moneyText(usage.costUsd, usage.estimated)}`;
  return outcome === '' ? spent : `${outcome}, ${spent}`;
}

/** As wide as the time. */
const INDENT = '      ';

/** Rows of what an agent was told. */
const MOST_TOLD = 4;

function oneLine(text: string): string {
  return truncate(text.replace(/\s+/gu, ' '), 600);
}

function askedRows({ question, answer }: Asked, width: number): readonly WordRow[] {
  const [first = '', ...more] = wrapText(oneLine(question), Math.max(1, width - 2));
  const bold: Style = { bold: true };
  return [
    [],
    [
      { text: '? ', style: { colour: 'cyan', bold: true } },
      { text: first, style: bold },
    ],
    ...more.map((text): WordRow => [{ text: `  ${text}`, style: bold }]),
    ...wrapText(answer ?? 'Thinking...', Math.max(1, width - 2)).map(
      (text): WordRow => [{ text: `  ${text}`, ...(answer === null ? { style: { dim: true } as const } : {}) }],
    ),
  ];
}
