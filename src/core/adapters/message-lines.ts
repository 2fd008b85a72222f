// Lines of messages.jsonl and back. Pure; knows nothing of files.
import { type KeptMessage, MESSAGE_TYPES } from '../model/message.js';
import { plainText } from '../model/plain-text.js';

/** The whole of a message where the file has it not yet, else only how far it has come. */
export function messageLine(kept: KeptMessage, has: 'nothing' | 'the message'): string {
  if (has === 'nothing') return `${JSON.stringify({ kept })}\n`;
  const { message, fromName: _from, toName: _to, ...way } = kept;
  return `${JSON.stringify({ of: message.id, retries: message.retry_count, ...way })}\n`;
}

export function droppedLine(dropped: readonly string[]): string {
  return `${JSON.stringify({ dropped })}\n`;
}

export interface MessageLines {
  /** In order of sending, each in its newest state. */
  readonly messages: readonly KeptMessage[];
  /** Whole lines that say nothing we know. */
  readonly damaged: readonly string[];
}

/** What follows the last line break was torn by a crash: whoever sent that was not told that it is kept. */
export function readMessageLines(text: string): MessageLines {
  const messages = new Map<string, KeptMessage>();
  const damaged: string[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    if (!take(parsed(line), messages)) damaged.push(plainText(line, 80));
  }
  return { messages: [...messages.values()], damaged };
}

function take(line: Readonly<Record<string, unknown>> | null, messages: Map<string, KeptMessage>): boolean {
  if (line === null) return false;
  if (isKept(line.kept)) {
    messages.set(line.kept.message.id, line.kept);
    return true;
  }
  if (Array.isArray(line.dropped)) {
    for (const id of line.dropped) messages.delete(String(id));
    return true;
  }
  const { of, retries, ...way } = line;
  if (typeof of !== 'string' || typeof retries !== 'number') return false;
  const before = messages.get(of);
  const next = before === undefined ? null : { ...before, ...way, message: { ...before.message, retry_count: retries } };
  if (isKept(next)) messages.set(of, next);
  // One whose message was dropped meanwhile has nothing to say any more.
  return next === null || isKept(next);
}

function parsed(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

const STATES: readonly unknown[] = ['queued', 'acknowledged', 'dead'];

/** Enough for our own file: nobody else writes it, but a disk may have lost a part. */
function isKept(value: unknown): value is KeptMessage {
  if (!isRecord(value) || !isRecord(value.message) || !isRecord(value.message.payload)) return false;
  const { message, state, fromName, toName, at } = value;
  const { id, from_agent: from, to_agent: to, timestamp, payload, retry_count: retries } = message;
  const texts = [id, from, to, timestamp, (payload as Readonly<Record<string, unknown>>).text, fromName, toName, at];
  const areTexts = texts.every((text) => typeof text === 'string');
  return areTexts && typeof retries === 'number' && STATES.includes(state) && isType(message.type);
}

function isType(type: unknown): boolean {
  return (MESSAGE_TYPES as readonly unknown[]).includes(type);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
