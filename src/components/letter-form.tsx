// A message of the person: to whom, with the names that fit what was typed, its text, and whether a reply is wanted.
import type { ReactElement } from 'react';
import { LABEL_COLS } from '../core/view/dialog-size.js';
import type { Rect } from '../core/view/layout.js';
import { type LetterDialog, offeredReceivers } from '../core/view/letter-dialog.js';
import type { FieldName } from '../core/view/view-state.js';
import { choiceSpans } from './choice-spans.js';
import { DialogBox, type DialogRow, insideWidth } from './dialog-box.js';
import { fieldLabel, fieldRow, problemRows } from './form-fields.js';
import type { GlyphSet } from './glyphs.js';
import { span } from './line.js';
import type { ScreenProps } from './screen-props.js';
import { useTextArea } from './use-text-area.js';

export interface LetterFormProps {
  readonly at: Rect;
  readonly glyphs: GlyphSet;
  readonly dialog: LetterDialog;
  readonly screen: Pick<ScreenProps, 'world'>;
  readonly onField: (field: FieldName, value: string) => void;
}

export function LetterForm({ at, glyphs, dialog, screen, onField }: LetterFormProps): ReactElement {
  const width = insideWidth(at.width) - LABEL_COLS;
  const has = (field: LetterDialog['focus']) => (dialog.focus === field ? 'focused' : 'blurred');
  const text = useTextArea({ dialog, width: at.width, focus: has('text'), placeholder: ' It is kept, and comes when it can be taken.' });
  const replies = [
    { text: 'not needed', isChosen: dialog.reply === 'none' },
    { text: 'wanted', isChosen: dialog.reply === 'wanted' },
  ];
  const rows: readonly DialogRow[] = [
    fieldRow({ name: 'to', label: 'To', value: dialog.to, placeholder: 'an agent, role:NAME, all, or manager', focus: has('to'), width }),
    { left: [span(' '.repeat(LABEL_COLS)), ...offeredSpans(dialog, { screen, width, glyphs })] },
    ...text.rows.map((spans, index): DialogRow => ({ left: [fieldLabel(index === 0 ? 'Text' : '', has('text')), ...spans] })),
    { left: [fieldLabel('Reply', has('reply')), ...choiceSpans({ choices: replies, width, focus: has('reply'), glyphs })] },
    ...problemRows(dialog.problem),
  ];
  const focusRow = dialog.focus === 'to' ? 0 : dialog.focus === 'text' ? 2 + text.cursorRow : rows.length - 1;
  return (
    <DialogBox
      at={at}
      glyphs={glyphs}
      title="Message"
      rows={rows}
      focusRow={focusRow}
      keys={keysOf(dialog, at.width, glyphs)}
      onField={onField}
    />
  );
}

/** Only while a name is typed: then nothing else is to be seen there. */
function offeredSpans(
  dialog: LetterDialog,
  { screen, width, glyphs }: Pick<LetterFormProps, 'screen' | 'glyphs'> & { readonly width: number },
) {
  if (dialog.focus !== 'to') return [];
  const offered = offeredReceivers(dialog, screen.world);
  if (offered.length === 0) return [span('Nobody who could read it is called so.', { dim: true })];
  const chosen = Math.min(dialog.offered, offered.length - 1);
  return choiceSpans({ choices: offered.map((name, at) => ({ text: name, isChosen: at === chosen })), width, focus: 'focused', glyphs });
}

function keysOf({ focus }: LetterDialog, width: number, glyphs: GlyphSet): string {
  if (width < 68) return focus === 'to' ? 'Enter take  Tab  Esc' : 'Enter send  Tab  Esc';
  if (focus === 'to') return `Enter take   ${glyphs.upDown} choose   Tab next   Esc leave`;
  if (focus === 'text') return `Enter send   ^J new line   ^E editor   Tab next   Esc leave`;
  return `Enter send   ${glyphs.sideways} choose   Tab next   Esc leave`;
}
