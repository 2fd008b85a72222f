// One Ink instance per client, drawing the chrome into frames off screen. Never writes to a terminal; knows no socket and no agent's cells.
import { render } from 'ink';
import type { ReactElement } from 'react';
import { plainText } from '../core/model/plain-text.js';
import { CSI } from '../core/model/sequences.js';
import type { KeyToken, PasteToken } from '../core/model/token.js';
import type { Glyphs } from '../core/view/state-mark.js';
import type { FieldName } from '../core/view/view-state.js';
import { glyphSet } from './glyphs.js';
import { FrameStream, TokenStream } from './ink-streams.js';
import { Recovering } from './recovering.js';
import { Screen } from './screen.js';
import type { ScreenProps } from './screen-props.js';

export interface ChromeOptions {
  readonly glyphs: Glyphs;
  /** A frame that differs from the last: exactly `rows` lines joined by LF, none wider than `cols`. Styled by SGR of the 16 colours only. */
  readonly onFrame: (frame: string) => void;
  /** A one-line field was typed into; called within `input`. */
  readonly onField: (field: FieldName, value: string) => void;
}

export interface Chrome {
  /** Draws at once: `onFrame` is called before it returns, if anything looks different. */
  update(props: ScreenProps): void;
  /** A key or paste for the focused one-line field: what the reducer's `field` effect carries. */
  input(token: KeyToken | PasteToken): void;
  /** Idempotent; no frame comes afterwards. */
  dispose(): void;
}

/** Longest paste into a one-line field. */
const FIELD_CHARS = 1000;

export function createChrome({ glyphs, onFrame, onField }: ChromeOptions): Chrome {
  const set = glyphSet(glyphs);
  let element: ReactElement | null = null;
  let lastFrame: string | null = null;
  let isDisposed = false;
  let instance: ReturnType<typeof render> | null = null;
  const frames = new FrameStream({ cols: 80, rows: 24 }, (frame) => {
    if (isDisposed || frame === lastFrame) return;
    lastFrame = frame;
    onFrame(frame);
  });
  const keys = new TokenStream();

  const draw = (): void => {
    if (isDisposed || element === null) return;
    if (instance !== null) instance.rerender(element);
    // Ink asks for whole Node streams and uses what these two have.
    else instance = render(element, { ...STILL, stdout: asStdout(frames), stderr: asStdout(frames), stdin: asStdin(keys) });
  };

  return {
    update(props) {
      frames.columns = props.world.size.cols;
      frames.rows = props.world.size.rows;
      element = (
        <Recovering>
          <Screen screen={props} glyphs={set} onField={onField} />
        </Recovering>
      );
      draw();
    },
    input(token) {
      const text = fieldText(token);
      if (text === null) return;
      // Ink listens to keys in effects, which React runs later, or before its next render: without one, the second of two quick keys
      // would meet a listener that knows nothing of the first.
      draw();
      keys.push(text);
    },
    dispose() {
      if (isDisposed) return;
      isDisposed = true;
      instance?.unmount();
      instance = null;
      element = null;
    },
  };
}

const STILL = { debug: true, patchConsole: false, exitOnCtrlC: false } as const;

const FIELD_KEYS: Readonly<Record<string, string>> = {
  space: ' ',
  backspace: '\u007f',
  delete: '\u007f',
  left: `${CSI}D`,
  right: `${CSI}C`,
};

/** What a one-line field understands of a token, as a terminal would send it; null for anything else. */
function fieldText(token: KeyToken | PasteToken): string | null {
  if (token.type === 'paste') return plainText(token.text, FIELD_CHARS) || null;
  if (token.ctrl || token.alt) return null;
  const known = FIELD_KEYS[token.name];
  if (known !== undefined) return known;
  return [...token.name].length === 1 ? plainText(token.name) || null : null;
}

function asStdout(stream: FrameStream): NodeJS.WriteStream {
  return stream as unknown as NodeJS.WriteStream;
}

function asStdin(stream: TokenStream): NodeJS.ReadStream {
  return stream as unknown as NodeJS.ReadStream;
}
