// What we answer when an agent asks its terminal about itself (decision 12); the emulator answers cursor, attributes and modes itself.
import type { Terminal } from '@xterm/headless';
import { CSI, DCS, OSC, ST } from '../model/sequences.js';
import { VERSION } from '../model/version.js';
import { answerStatusString, onCsi, onDcs, onOsc } from './emulator-internals.js';

/** Colours of the person's terminal as it reported them, `rgb:hhhh/hhhh/hhhh`; null where it did not answer. */
export interface TerminalTheme {
  readonly foreground: string | null;
  readonly background: string | null;
}

/** Pixels are not known to a terminal of cells; a usual cell, so that programs that divide by it get cells back. */
const CELL_PIXELS = { width: 8, height: 16 } as const;
const MAX_QUERY_LENGTH = 1024;
const RGB = /^rgb:[0-9a-f]{1,4}\/[0-9a-f]{1,4}\/[0-9a-f]{1,4}$/iu;

/** `CSI ? u` stays unanswered on purpose: the kitty keyboard protocol is not spoken here. */
export function answerQueries(
  terminal: Terminal,
  order: { readonly reply: (data: string) => void; readonly theme: () => TerminalTheme | null },
): void {
  const { reply, theme } = order;
  onCsi(terminal, { prefix: '>', final: 'q' }, ([kind]) => {
    if (kind === 0) reply(`${DCS}>|orch-tui(${VERSION})${ST}`);
    return true;
  });
  onCsi(terminal, { final: 't' }, ([kind]) => {
    const { rows, cols } = terminal;
    if (kind === 14) reply(`${CSI}4;${rows * CELL_PIXELS.height};${cols * CELL_PIXELS.width}t`);
    if (kind === 16) reply(`${CSI}6;${CELL_PIXELS.height};${CELL_PIXELS.width}t`);
    if (kind === 18) reply(`${CSI}8;${rows};${cols}t`);
    return true;
  });
  // XTGETTCAP: refused, so that nobody waits for it.
  onDcs(terminal, { id: { intermediates: '+', final: 'q' }, limit: MAX_QUERY_LENGTH, handle: () => reply(`${DCS}0+r${ST}`) });
  onDcs(terminal, {
    id: { intermediates: '$', final: 'q' },
    limit: MAX_QUERY_LENGTH,
    handle: (request) => answerStatusString(terminal, request),
  });
  for (const slot of [10, 11]) {
    onOsc(terminal, {
      id: slot,
      limit: MAX_QUERY_LENGTH,
      handle: (payload) => {
        // `OSC 10;?;?` asks for slot 10 and the one after it.
        payload.split(';').forEach((part, index) => {
          const color = part === '?' ? colorOf(theme(), slot + index) : null;
          if (color !== null) reply(`${OSC}${slot + index};${color}${ST}`);
        });
      },
    });
  }
  // Colours that an agent sets would have to reach the person's terminal to mean anything: dropped, with their bounded payload.
  for (const id of [1, 4, 12, 104, 110, 111, 112]) onOsc(terminal, { id, limit: 0, handle: () => undefined });
}

function colorOf(theme: TerminalTheme | null, slot: number): string | null {
  const color = slot === 10 ? theme?.foreground : slot === 11 ? theme?.background : null;
  return color !== null && color !== undefined && RGB.test(color) ? color : null;
}
