// What an agent's terminal announces (titles, notifications, OSC 7501 states, prompt marks) as signals. Texts come out plain and bounded.
import type { Signal } from '../harness/harness.js';
import { plainText } from '../model/plain-text.js';

const MAX_STATE_LENGTH = 1000;
/** OSC 9 followed by a small number is one of ConEmu's commands, such as 9;4 for progress. */
const CONEMU_COMMAND = /^\d{1,2}(?:;|$)/u;

/** Titles: 0 (icon and title) and 2; notifications: 9 (iTerm2), 777 (rxvt), 99 (kitty); 133 prompt marks; 7501 agent states. */
export const SIGNAL_OSCS: readonly number[] = [0, 2, 9, 99, 133, 777, 7501];

/** The signal that an OSC sequence gives, or null when it says nothing. */
export function signalOf(osc: number, payload: string): Signal | null {
  switch (osc) {
    case 0:
    case 2:
      return { kind: 'title', text: plainText(payload) };
    case 9:
      return CONEMU_COMMAND.test(payload) ? null : notification('osc9', payload);
    case 777:
      return payload.startsWith('notify;') ? notification('osc777', payload.slice('notify;'.length).replace(';', ': ')) : null;
    case 99:
      return kittyNotification(payload);
    case 133:
      return promptMark(payload);
    case 7501:
      return { kind: 'osc7501', payload: plainText(payload, MAX_STATE_LENGTH) };
    default:
      return null;
  }
}

function notification(via: 'osc9' | 'osc777' | 'osc99', text: string): Signal | null {
  const plain = plainText(text);
  return plain === '' ? null : { kind: 'notification', via, text: plain };
}

// `key=value:key=value;payload`, payload in base64 where e=1; types other than title and body ask or configure.
function kittyNotification(data: string): Signal | null {
  const end = data.indexOf(';');
  if (end === -1) return null;
  const keys = new Map(
    data
      .slice(0, end)
      .split(':')
      .map((pair) => [pair.slice(0, 1), pair.slice(2)]),
  );
  const type = keys.get('p') ?? 'title';
  if (type !== 'title' && type !== 'body') return null;
  const payload = data.slice(end + 1);
  return notification('osc99', keys.get('e') === '1' ? Buffer.from(payload, 'base64').toString('utf8') : payload);
}

function promptMark(payload: string): Signal | null {
  const [mark, code] = payload.split(';');
  if (mark !== 'A' && mark !== 'B' && mark !== 'C' && mark !== 'D') return null;
  const isCode = mark === 'D' && code !== undefined && /^\d{1,10}$/u.test(code);
  return { kind: 'prompt', mark, exitCode: isCode ? Number(code) : null };
}
