// What is worth calling a person for who looks elsewhere: an agent began to wait, came to rest, finished or failed. Pure.
import { type Agent, waitsForAnswer } from '../model/agent.js';
import { plainText } from '../model/plain-text.js';

export interface Notification {
  /** `message`: one that it did not take. */
  readonly kind: 'waiting' | 'idle' | 'done' | 'failed' | 'message';
  readonly agent: string;
  readonly name: string;
  /** One line, plain: who, and what. */
  readonly text: string;
}

/** Null where nothing new has come to tell. `before` is undefined for an agent that was not there. */
export function notificationOf(before: Agent | undefined, after: Agent): Notification | null {
  const tell = (kind: Notification['kind'], words: string): Notification => {
    return { kind, agent: after.id, name: after.name, text: plainText(`${after.name} ${words}`, 160) };
  };
  if (before !== undefined && after.undelivered !== undefined && before.undelivered?.at !== after.undelivered.at)
    return tell('message', `did not take a message: ${after.undelivered.error.said}`);
  if (waitsForAnswer(after)) {
    const isKnown = before !== undefined && waitsForAnswer(before) && before.question?.digest === after.question?.digest;
    if (isKnown) return null;
    return tell('waiting', after.question === null ? `waits: ${after.error?.said ?? 'for you'}` : `asks: ${after.question.text}`);
  }
  if (before === undefined || before.state === after.state) return null;
  switch (after.state) {
    case 'idle':
      // A CLI that has just been started rests, too; what the manager sees to needs no person.
      return after.run.hasWorked && before.state === 'working' && after.manager?.state !== 'asked'
        ? tell('idle', 'has ended its turn')
        : null;
    case 'done':
      return tell('done', 'is done');
    case 'failed':
      return tell('failed', `failed: ${after.error?.said ?? after.why.evidence}`);
    default:
      return null;
  }
}
