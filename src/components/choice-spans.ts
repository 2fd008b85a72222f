// A choice among few, in one row: the chosen one stands in brackets, so that it shows without colour; the row slides to keep it in sight.
import type { GlyphSet } from './glyphs.js';
import { ACCENT, type Span, span, spansWidth } from './line.js';

export interface Choice {
  readonly text: string;
  readonly isChosen: boolean;
  readonly isDisabled?: boolean;
}

export interface ChoiceOrder {
  readonly choices: readonly Choice[];
  readonly width: number;
  readonly focus: 'focused' | 'blurred';
  readonly glyphs: GlyphSet;
}

export function choiceSpans({ choices, width, focus, glyphs }: ChoiceOrder): readonly Span[] {
  const groups = choices.map((choice) => oneChoice(choice, focus, glyphs));
  const chosen = Math.max(
    0,
    choices.findIndex((choice) => choice.isChosen),
  );
  let from = 0;
  while (from < chosen && spansWidth(groups.slice(from, chosen + 1).flat()) > width) from += 1;
  return groups.slice(from).flat();
}

function oneChoice({ text, isChosen, isDisabled }: Choice, focus: 'focused' | 'blurred', glyphs: GlyphSet): readonly Span[] {
  if (isDisabled) return [span(` ${text}  `, { dim: true })];
  if (!isChosen) return [span(`  ${text}  `, { dim: true })];
  const style = focus === 'focused' ? ({ inverse: true } as const) : ({ bold: true } as const);
  const bracket = focus === 'focused' ? ({ colour: ACCENT, bold: true } as const) : ({ dim: true } as const);
  return [span(glyphs.choiceOpen, bracket), span(` ${text} `, style), span(glyphs.choiceClose, bracket)];
}
