// The screen of claude 2.1.197 at rest, as its fake prints it: nothing but its input line, with `text` in it.
import { CSI } from '../../src/core/model/sequences.js';

export function claudeComposer(text = ''): string {
  const line = '─'.repeat(40);
  return `${CSI}H${CSI}2J${line}\r\n❯ ${text}\r\n${line}\r\n  ? for shortcuts`;
}
