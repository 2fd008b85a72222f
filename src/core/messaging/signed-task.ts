// Tasks run code where they are taken: they carry a signature by the secret that all nodes of one person share (decision 31).
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { OfferedTask } from '../ports/broker.js';

type Unsigned = Omit<OfferedTask, 'signature'>;

/** Where there is no secret, as between programs of one machine, the signature is empty. */
export function signTask(task: Unsigned, secret: string | null): OfferedTask {
  return { ...task, signature: secret === null ? '' : signatureOf(task, secret) };
}

/** Whether it was offered by somebody who knows the secret, and nothing of it was changed on the way. */
export function isGenuine(task: OfferedTask, secret: string | null): boolean {
  const expected = Buffer.from(secret === null ? '' : signatureOf(task, secret));
  const given = Buffer.from(task.signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function signatureOf({ id, fence, owner, labels, priority, body }: Unsigned, secret: string): string {
  const text = JSON.stringify([id, fence, owner, [...labels], priority, sorted(body)]);
  return createHmac('sha256', secret).update(text).digest('hex');
}

/** The same text for the same value, in whichever order its keys came. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return ['list', ...value.map(sorted)];
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return ['keys', ...entries.sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)])];
}
