// Escape sequences by name; no other source file writes them out. Sources: ECMA-48, xterm ctlseqs, DEC STD 070.
export const ESC = '\u001b';
export const CSI = `${ESC}[`;
export const OSC = `${ESC}]`;
export const DCS = `${ESC}P`;
export const SS3 = `${ESC}O`;
export const BEL = '\u0007';
export const ST = `${ESC}\\`;
/** What Ctrl-C sends: the terminal turns it into SIGINT unless the program reads raw keys. */
export const CTRL_C = '\u0003';

export const sequences = {
  alternateScreenOn: `${CSI}?1049h`,
  alternateScreenOff: `${CSI}?1049l`,
  cursorHide: `${CSI}?25l`,
  cursorShow: `${CSI}?25h`,
  wrapOn: `${CSI}?7h`,
  wrapOff: `${CSI}?7l`,
  syncBegin: `${CSI}?2026h`,
  syncEnd: `${CSI}?2026l`,
  bracketedPasteOn: `${CSI}?2004h`,
  bracketedPasteOff: `${CSI}?2004l`,
  focusReportsOn: `${CSI}?1004h`,
  focusReportsOff: `${CSI}?1004l`,
  focusGained: `${CSI}I`,
  focusLost: `${CSI}O`,
  pasteBegin: `${CSI}200~`,
  pasteEnd: `${CSI}201~`,
  marginsOn: `${CSI}?69h`,
  marginsOff: `${CSI}?69l`,
  /** Up one row; scrolls down at the top of the scroll region. */
  reverseIndex: `${ESC}M`,
  scrollRegionReset: `${CSI}r`,
  sgrReset: `${CSI}m`,
  clearScreen: `${CSI}2J`,
  cursorHome: `${CSI}H`,
  cursorShapeDefault: `${CSI}0 q`,
  /** DSR 5: "are you there"; the answer CSI 0 n is the real round trip. */
  statusQuery: `${CSI}5n`,
  cursorQuery: `${CSI}6n`,
  deviceAttributesQuery: `${CSI}c`,
  /** XTVERSION: which program the terminal is. */
  versionQuery: `${CSI}>q`,
  syncQuery: `${CSI}?2026$p`,
  marginsQuery: `${CSI}?69$p`,
  foregroundQuery: `${OSC}10;?${ST}`,
  backgroundQuery: `${OSC}11;?${ST}`,
} as const;
