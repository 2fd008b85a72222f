// One Ink instance per client, drawing the chrome into frames off screen. Never writes to a terminal; knows no socket and no agent's cells.
import { render } from 'ink';
import type { ReactElement } from 'react';
import type { KeyToken, PasteToken } from '../core/model/token.js';
import { fieldText, focusedField } from '../core/view/fields.js';
import type { Glyphs } from '../core/view/state-mark.js';
import type { FieldName } from '../core/view/view-state.js';
import { FieldKeys } from './field-keys.js';
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
  const fieldKeys = new FieldKeys();

  const draw = (): void => {
    if (element === null) return;
    if (instance !== null) instance.rerender(element);
    // Ink asks for whole Node streams and uses what these two have.
    else instance = render(element, { ...STILL, stdout: asStdout(frames), stderr: asStdout(frames), stdin: asStdin(keys) });
  };

  return {
    update(props) {
      if (isDisposed) return;
      fieldKeys.focus(focusedField(props.view), fieldText(props.view));
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
      if (isDisposed) return;
      for (const input of fieldKeys.inputsOf(token)) {
        // Ink listens to keys in effects, which React runs later, or before its next render: without one, the second of two quick keys
        // would meet a listener that knows nothing of the first, and many of them React's limit of updates that wait for each other.
        draw();
        keys.push(input);
        draw();
      }
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

function asStdout(stream: FrameStream): NodeJS.WriteStream {
  return stream as unknown as NodeJS.WriteStream;
}

function asStdin(stream: TokenStream): NodeJS.ReadStream {
  return stream as unknown as NodeJS.ReadStream;
}
