// What a terminal sends for a key by its name: `enter`, `ctrl-q`, `alt-x`, `shift-tab`, `pageup`, `f5`, `n`.
import { CSI, ESC } from '../../src/core/model/sequences.js';

const NAMED: Readonly<Record<string, string>> = {
  enter: '\r',
  escape: ESC,
  tab: '\t',
  'shift-tab': `${CSI}Z`,
  backspace: '\u007f',
  space: ' ',
  insert: `${CSI}2~`,
  delete: `${CSI}3~`,
  pageup: `${CSI}5~`,
  pagedown: `${CSI}6~`,
  f1: `${ESC}OP`,
  f2: `${ESC}OQ`,
  f3: `${ESC}OR`,
  f4: `${ESC}OS`,
  f5: `${CSI}15~`,
};

const CURSOR: Readonly<Record<string, string>> = { up: 'A', down: 'B', right: 'C', left: 'D', home: 'H', end: 'F' };

/** Throws for a name it does not know, so that a typing error in a test can not pass as a key without effect. */
export function keyBytes(name: string, isApplicationCursor: boolean): string {
  const cursor = CURSOR[name];
  if (cursor !== undefined) return isApplicationCursor ? `${ESC}O${cursor}` : CSI + cursor;
  const named = NAMED[name];
  if (named !== undefined) return named;
  if ([...name].length === 1) return name;
  const [, modifier, rest = ''] = /^(ctrl|alt)-(.+)$/.exec(name) ?? [];
  if (modifier === 'alt') return ESC + keyBytes(rest, isApplicationCursor);
  if (modifier === 'ctrl' && /^[a-z@[\]\\^_]$/.test(rest)) return String.fromCharCode(rest.toUpperCase().charCodeAt(0) & 0x1f);
  throw new Error(`no such key: ${name}`);
}
