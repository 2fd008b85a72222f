// The chosen task of a goal below the list: all of it that a row has no room for.
import { type Agent, waitsForAnswer } from '../core/model/agent.js';
import { saidAndNext } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import { familyFacts } from '../core/view/family-words.js';
import { widthOf, wrapText } from '../core/view/fit-text.js';
import { minutesText } from '../core/view/goal-facts.js';
import type { TaskRow } from '../core/view/task-rows.js';
import { worthKnowing } from '../core/view/worth-knowing.js';
import type { GlyphSet } from './glyphs.js';
import { type Span, span } from './line.js';

export interface AboutOrder {
  /** All there are: whom its agent has delegated to is among them. */
  readonly agents: readonly Agent[];
  readonly width: number;
  readonly glyphs: GlyphSet;
  readonly now: number;
}

/** The chosen task: what its agent is told, when it is done, what it ends in, what went wrong. */
export function aboutTask(row: TaskRow | null, { width, glyphs, now, agents }: AboutOrder): readonly (readonly Span[])[] {
  if (row === null) return [];
  const { task, agent, age, cost, error, number } = row;
  const isOver = row.state === 'done' || row.state === 'failed' || row.state === 'skipped';
  const end = task.kind === 'artifact' ? `ends in the file ${task.artifact ?? ''}` : 'ends in commits';
  const facts = [
    task.role ?? 'no role',
    end,
    task.verify === null ? '' : `verified by ${task.verify}`,
    task.estimateMinutes === null ? '' : `about ${minutesText(task.estimateMinutes)}`,
    age === '' ? '' : isOver ? `took ${age}` : `${age} so far`,
    cost,
  ].filter((fact) => fact !== '');
  const wrong = error === null ? [] : wrapText(plainText(`${error.tried}: ${saidAndNext(error)}`, 1000), width);
  // A row is too short for most questions, and for where the work stands.
  const asks = agent !== null && waitsForAnswer(agent) ? wrapText(worthKnowing(agent, now), width) : [];
  const progress = agent?.progress == null || isOver ? [] : wrapText(plainText(agent.progress, 200), width);
  const family = agent === null ? [] : familyFacts(agent, agents).flatMap((fact) => wrapText(fact, width));
  const done =
    task.done === null
      ? []
      : wrapText(`Done when: ${task.done}`, width)
          .slice(0, 2)
          .map((text) => [span(text)]);
  return [
    [],
    ...titleLines(`${number} ${task.title}`, facts, { width, glyphs }),
    ...wrong.slice(0, 3).map((text) => [span(text, { colour: 'red' as const })]),
    ...asks.slice(0, 2).map((text) => [span(text, { colour: 'yellow' as const })]),
    ...progress.slice(0, 1).map((text) => [span(text)]),
    ...family.slice(0, 4).map((text) => [span(text)]),
    ...done,
    ...wrapText(task.text, width).map((text) => [span(text, { dim: true as const })]),
  ];
}

/** In one row where both fit; else the facts below, none of them torn. */
function titleLines(
  title: string,
  facts: readonly string[],
  { width, glyphs }: Omit<AboutOrder, 'now' | 'agents'>,
): readonly (readonly Span[])[] {
  const bold = { bold: true } as const;
  const dim = { dim: true } as const;
  const whole = facts.join(glyphs.dot);
  if (widthOf(title) + glyphs.dot.length + widthOf(whole) <= width) return [[span(title, bold), span(`${glyphs.dot}${whole}`, dim)]];
  const rows: string[] = [];
  for (const fact of facts) {
    const last = rows.at(-1);
    const longer = `${last ?? ''}${glyphs.dot}${fact}`;
    if (last !== undefined && widthOf(longer) <= width) rows[rows.length - 1] = longer;
    else rows.push(fact);
  }
  return [[span(title, bold)], ...rows.flatMap((row) => wrapText(row, width)).map((text) => [span(text, dim)])];
}
