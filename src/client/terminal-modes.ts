// What a client switches on in its terminal, and how it leaves it: as it was, whatever an agent or a crash did meanwhile.
import { CSI, sequences } from '../core/model/sequences.js';

/** Alternate screen, hidden cursor, bracketed paste, focus reports. */
export const enterScreen =
  sequences.alternateScreenOn + sequences.clearScreen + sequences.cursorHide + sequences.bracketedPasteOn + sequences.focusReportsOn;

// Everything that could be on, each off: a frame may have been cut in the middle.
const mouseOff = ['1000', '1002', '1003', '1006'].map((mode) => `${CSI}?${mode}l`).join('');

export const leaveScreen =
  sequences.syncEnd +
  sequences.sgrReset +
  mouseOff +
  sequences.focusReportsOff +
  sequences.bracketedPasteOff +
  sequences.marginsOff +
  sequences.scrollRegionReset +
  sequences.wrapOn +
  sequences.cursorShapeDefault +
  sequences.alternateScreenOff +
  sequences.cursorShow;
