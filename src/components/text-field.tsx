// A one-line field by ink-text-input, at a place of the screen. What it holds while it has the keys is its own; every change is told.
import { Box } from 'ink';
import TextInput from 'ink-text-input';
import { type ReactElement, useState } from 'react';
import type { Rect } from '../core/view/layout.js';
import type { FieldName } from '../core/view/view-state.js';

export interface TextFieldProps {
  readonly name: FieldName;
  readonly at: Pick<Rect, 'x' | 'y' | 'width'>;
  /** Value it starts with; later ones are its own, so that quick typing never meets an older value. */
  readonly value: string;
  readonly onChange: (field: FieldName, value: string) => void;
}

export function TextField({ name, at, value, onChange }: TextFieldProps): ReactElement {
  const [typed, setTyped] = useState(value);
  const change = (next: string): void => {
    setTyped(next);
    onChange(name, next);
  };
  // A value wider than the field wraps inside it; its last row, where the cursor is, stays in sight.
  return (
    <Box
      position="absolute"
      marginLeft={at.x}
      marginTop={at.y}
      width={at.width}
      height={1}
      overflow="hidden"
      flexDirection="column"
      justifyContent="flex-end"
    >
      <Box flexShrink={0}>
        <TextInput value={typed} onChange={change} />
      </Box>
    </Box>
  );
}
