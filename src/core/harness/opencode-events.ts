// What opencode's own event stream says: turns, permissions word by word, questions. Seen on 1.18.33. Pure but for its memory of what is open.
import type { HookEvent } from '../model/hook-event.js';
import { failureKindIn } from './failure-words.js';
import type { Reading, ToolAct } from './harness.js';
import { objectIn, textIn } from './hook-text.js';

/** Open requests and sessions at work that are remembered; an agent may make any number of either. */
const MOST = 100;

/** Parts of a message that only an answer brings: it also notes its retries as parts. */
const ANSWERS: ReadonlySet<string> = new Set(['text', 'reasoning', 'tool']);
/** Of a `Date`, in ms. */
const LATEST_TIME = 8.64e15;

const TOOLS: Readonly<Record<string, string>> = {
  bash: 'shell',
  edit: 'edit',
  write: 'edit',
  read: 'read',
  webfetch: 'fetch',
  websearch: 'fetch',
};

/**
 * One for each connection. Its agents have sessions of their own below the one on the screen: it rests when none of them is at work, and
 * waits while any of them asks.
 */
export function opencodeReader(): (event: HookEvent) => Reading | null {
  const busy = new Set<string>();
  /** Sessions that have had no answer since their last try. */
  const retried = new Set<string>();
  /** By the id of the request: the readings of permissions, and of questions. */
  const open = new Map<string, Reading>();

  const readingOf = (name: string, state: Reading['state'], evidence: string, more: Partial<Reading> = {}): Reading => ({
    state,
    source: 'structured',
    rule: `opencode.event.${name}`,
    evidence,
    ...more,
  });

  function asked(id: string | null, reading: Reading): Reading {
    if (open.size < MOST) open.set(id ?? '', reading);
    return reading;
  }

  /** Answered: the next one that is open, else it goes on. */
  function answered(name: string, id: string | null): Reading | null {
    const act = open.get(id ?? '')?.act;
    if (!open.delete(id ?? '')) return null;
    const [next] = open.values();
    const goesOn = readingOf(name, 'working', 'it was answered', act === undefined ? {} : { act });
    return next === undefined || act !== undefined ? goesOn : next;
  }

  return ({ name, payload }) => {
    const session = textIn(payload, 'sessionID');
    switch (name) {
      case 'session.status': {
        const status = textIn(objectIn(payload, 'status'), 'type');
        if (session === null || status === null) return null;
        if (status === 'busy' && busy.size < MOST) busy.add(session);
        if (status === 'idle') ended(session);
        if (status === 'retry') {
          if (retried.size < MOST) retried.add(session);
          return open.size > 0 ? null : retrying(name, objectIn(payload, 'status'));
        }
        // Each try begins with it, and most fail within a moment.
        if (status === 'busy' && retried.has(session)) return null;
        if (open.size > 0 && busy.size > 0) return null;
        if (status === 'busy') return readingOf(name, 'working', 'a session of it is busy');
        return status === 'idle' ? rests(name) : null;
      }
      case 'message.part.updated':
      case 'message.part.delta': {
        const part = objectIn(payload, 'part');
        const isAnswer = name === 'message.part.delta' || ANSWERS.has(textIn(part, 'type') ?? '');
        const isOver = isAnswer && retried.delete(session ?? textIn(part, 'sessionID') ?? '');
        return isOver && open.size === 0 ? readingOf(name, 'working', 'it is answered again') : null;
      }
      case 'session.idle':
        if (session !== null) ended(session);
        return rests(name);
      case 'permission.asked': {
        const act = actOf(payload);
        const detail = act?.command ?? act?.path ?? null;
        const evidence = `permission.asked ${textIn(payload, 'permission') ?? 'a tool'}${detail === null ? '' : `: ${detail}`}`;
        return asked(textIn(payload, 'id'), readingOf(name, 'waiting', evidence, { asks: 'permission', act }));
      }
      case 'question.asked':
        return asked(textIn(payload, 'id'), readingOf(name, 'waiting', 'it asks for a choice', { asks: 'choice' }));
      case 'permission.replied':
      case 'question.replied':
      case 'question.rejected':
        return answered(name, textIn(payload, 'requestID'));
      default:
        return null;
    }
  };

  function ended(session: string): void {
    busy.delete(session);
    retried.delete(session);
  }

  /** A session at work, that waits for its next try. The number of tries is left out: it is no news. */
  function retrying(name: string, status: HookEvent['payload']): Reading {
    const said = textIn(status, 'message') ?? 'a request failed';
    const next = status?.next;
    const isTime = typeof next === 'number' && Number.isSafeInteger(next) && Math.abs(next) < LATEST_TIME;
    const failure = {
      kind: failureKindIn(said) ?? 'network',
      retries: 'itself',
      resets: isTime ? new Date(next).toISOString() : null,
    } as const;
    return readingOf(name, 'limited', `${said}; it tries again by itself`, { failure });
  }

  function rests(name: string): Reading | null {
    if (busy.size > 0) return null;
    open.clear();
    return readingOf(name, 'idle', 'none of its sessions is busy');
  }
}

/** What is true when the connection is made, as the events that would have told it. */
export const OPENCODE_SNAPSHOT: Readonly<Record<string, (answer: unknown) => readonly HookEvent[]>> = {
  '/session/status': (answer) =>
    Object.entries(isObject(answer) ? answer : {}).map(([sessionID, status]) => ({
      name: 'session.status',
      payload: { sessionID, status },
    })),
  '/permission': (answer) => requests('permission.asked', answer),
  '/question': (answer) => requests('question.asked', answer),
};

function requests(name: string, answer: unknown): readonly HookEvent[] {
  return Array.isArray(answer) ? answer.slice(0, MOST).map((payload) => ({ name, payload: isObject(payload) ? payload : null })) : [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Null where its tool is not told. */
function actOf(payload: HookEvent['payload']): ToolAct | null {
  const name = textIn(payload, 'permission');
  if (name === null) return null;
  const metadata = objectIn(payload, 'metadata');
  const tool = TOOLS[name] ?? null;
  return {
    tool,
    command: tool === 'shell' ? textIn(metadata, 'command') : null,
    path: tool === 'edit' || tool === 'read' ? textIn(metadata, 'filepath') : null,
  };
}
