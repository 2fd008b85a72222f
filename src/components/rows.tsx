// Places ready rows at a rectangle of the screen, none wider than it. Blanks at their ends are not drawn: nothing may lie beneath them.
import { Box, Text, Transform } from 'ink';
import type { ReactElement } from 'react';
import type { Rect } from '../core/view/layout.js';

export interface RowsProps {
  readonly at: Pick<Rect, 'x' | 'y' | 'width'>;
  readonly rows: readonly string[];
}

/**
 * Ink measures every text it is given, and keeps each one it ever measured for the life of the process. So it gets only as many line breaks
 * as there are rows, and the rows themselves when it writes them: less than half the time, and no memory that grows with every tick of a clock.
 */
export function Rows({ at, rows }: RowsProps): ReactElement | null {
  if (rows.length === 0 || at.width <= 0) return null;
  return (
    <Box position="absolute" marginLeft={at.x} marginTop={at.y} width={at.width} height={rows.length}>
      <Transform transform={(_, row) => rows[row]?.trimEnd() ?? ''}>
        <Text>{PLACE.repeat(rows.length).slice(0, -1)}</Text>
      </Transform>
    </Box>
  );
}

/** One column and a line break: what Ink lays out in place of a row. */
const PLACE = '.\n';
