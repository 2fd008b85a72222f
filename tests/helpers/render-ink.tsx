// Renders one component with Ink at any size, off screen; the same shape as ink-testing-library, which is fixed to 100 columns.
import { stripVTControlCharacters } from 'node:util';
import { Box, render } from 'ink';
import type { ReactElement } from 'react';
import { FrameStream, TokenStream } from '../../src/components/ink-streams.js';

export function renderInk(element: ReactElement, { cols, rows }: { readonly cols: number; readonly rows: number }) {
  let frame = '';
  const out = new FrameStream({ cols, rows }, (next) => {
    frame = next;
  }) as unknown as NodeJS.WriteStream;
  const keys = new TokenStream();
  const inScreen = (child: ReactElement) => (
    <Box width={cols} height={rows}>
      {child}
    </Box>
  );
  const options = {
    stdout: out,
    stderr: out,
    stdin: keys as unknown as NodeJS.ReadStream,
    debug: true,
    patchConsole: false,
    exitOnCtrlC: false,
  };
  const instance = render(inScreen(element), options);
  return {
    /** With its styles. */
    styledFrame: () => frame,
    /** As a person without colours reads it. */
    lastFrame: () => stripVTControlCharacters(frame),
    rerender: (next: ReactElement) => instance.rerender(inScreen(next)),
    unmount: () => instance.unmount(),
  };
}
