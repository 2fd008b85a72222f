// Reading events.jsonl and the older files it was rotated into. Never writes.
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OrchEvent } from '../../model/event.js';
import { type JournalText, parseJournal } from './journal-text.js';
import { codeOf, saidBy } from './storage-error.js';

/** Newest first: the file that is written, and two older ones. */
export const JOURNAL_FILES = ['events.jsonl', 'events.1.jsonl', 'events.2.jsonl'] as const;

export interface JournalRead {
  /** After `afterSeq`, by `seq`, each once. */
  readonly events: readonly OrchEvent[];
  readonly notices: readonly string[];
}

/** An older file is opened only when the newer one does not reach back to `afterSeq`: after the loss of a snapshot. */
export async function readJournal(folder: string, afterSeq: number): Promise<JournalRead> {
  const notices: string[] = [];
  let events: readonly OrchEvent[] = [];
  for (const name of JOURNAL_FILES) {
    const text = await readText(join(folder, name), notices);
    const journal: JournalText = parseJournal(text ?? '', afterSeq);
    if (journal.damaged.length > 0)
      notices.push(`${name} has ${journal.damaged.length} damaged lines, the first is: ${journal.damaged[0]}`);
    events = [...journal.events, ...events];
    if (text === null || (journal.firstSeq !== null && journal.firstSeq <= afterSeq + 1)) break;
  }
  const ordered = inOrder(events);
  return { events: ordered, notices: [...notices, ...gaps(ordered, afterSeq)] };
}

/** Enough for some thousands of events, and read in a millisecond or two. */
const RECENT_BYTES = 1024 * 1024;

/** The newest `limit` events of the last megabyte, oldest first: the timeline of a host that has just started or does not run. */
export async function readRecentEvents(folder: string, limit: number): Promise<readonly OrchEvent[]> {
  const file = await open(join(folder, JOURNAL_FILES[0]), 'r').catch(() => null);
  // Not there, or not readable: a timeline without a past is no failure.
  if (file === null) return [];
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - RECENT_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    const text = buffer.toString('utf8', 0, bytesRead);
    const whole = start === 0 ? text : text.slice(text.indexOf('\n') + 1);
    return limit <= 0 ? [] : parseJournal(whole, 0).events.slice(-limit);
  } finally {
    await file.close();
  }
}

// A file that is not there yet is empty: the host was ended between rotating the old one and writing the first line.
async function readText(path: string, notices: string[]): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return path.endsWith(JOURNAL_FILES[0]) ? '' : null;
    notices.push(`${path} could not be read: ${saidBy(error)}`);
    return null;
  }
}

function inOrder(events: readonly OrchEvent[]): readonly OrchEvent[] {
  const bySeq = new Map(events.map((event) => [event.seq, event]));
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

function gaps(events: readonly OrchEvent[], afterSeq: number): readonly string[] {
  const missing: string[] = [];
  let last = afterSeq;
  for (const { seq } of events) {
    if (seq > last + 1) missing.push(seq === last + 2 ? `${last + 1}` : `${last + 1} to ${seq - 1}`);
    last = seq;
  }
  return missing.length === 0 ? [] : [`Events ${missing.slice(0, 5).join(', ')} are missing: what they told is lost`];
}
