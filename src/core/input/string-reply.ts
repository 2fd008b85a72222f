// What a terminal answers by OSC and DCS: colours, versions, capabilities. None of it is typed.
import { DCS, OSC } from '../model/sequences.js';
import type { ReplyToken } from '../model/token.js';
import { otherReply } from './control-sequence.js';

/** The answer in a whole OSC string, without introducer and terminator. */
export function oscReply(text: string): ReplyToken {
  const match = /^1([01]);([\w:/#.]{1,64})$/.exec(text);
  if (match === null) return otherReply(OSC + text);
  return { type: 'reply', reply: 'color', slot: match[1] === '0' ? 10 : 11, rgb: match[2] ?? '' };
}

export function dcsReply(text: string): ReplyToken {
  const version = /^>\|([\x20-\x7e]{1,64})$/.exec(text)?.[1];
  if (version !== undefined) return { type: 'reply', reply: 'version', program: version };
  return otherReply(DCS + text);
}
