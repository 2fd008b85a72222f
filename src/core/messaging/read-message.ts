// Messages from outside (other nodes, other programs): only what has exactly the format of a message passes.
import * as z from 'zod/mini';
import { fail, ok, type Result } from '../model/error.js';
import type { Message } from '../model/message.js';
import { MESSAGE_TYPES } from '../model/message.js';
import { plainText } from '../model/plain-text.js';
import { boundedPayload } from './bounded-payload.js';

const id = z.string().check(z.regex(/^[\w:.-]{1,80}$/u));
const text = z.string();
const time = z.iso.datetime();

const payloadSchema = z.strictObject({
  text,
  inReplyTo: z.optional(id),
  options: z.optional(z.array(text)),
  wantsReply: z.optional(z.literal(true)),
  result: z.optional(
    z.strictObject({
      agent: text,
      state: z.enum(['done', 'failed', 'stopped']),
      summary: text,
      artifacts: z.array(text),
      branch: z.nullable(text),
      commit: z.nullable(text),
    }),
  ),
  group: z.optional(id),
});

const messageSchema = z.strictObject({
  id,
  type: z.enum(MESSAGE_TYPES),
  from_agent: id,
  to_agent: id,
  timestamp: time,
  payload: payloadSchema,
  retry_count: z.int().check(z.minimum(0), z.maximum(1000)),
});

export function readMessage(value: unknown): Result<Message> {
  const read = messageSchema.safeParse(value);
  if (!read.success) return noMessage(read.error);
  const payload = boundedPayload(read.data.payload as Message['payload']);
  return payload.ok ? ok({ ...read.data, payload: payload.value } as Message) : payload;
}

function noMessage({ issues }: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] }) {
  const [first] = issues;
  const where = first === undefined || first.path.length === 0 ? '' : `${first.path.map(String).join('.')}: `;
  return fail({
    kind: 'protocol',
    tried: 'read a message',
    said: plainText(`${where}${first?.message ?? 'it is none'}`, 200),
    next: 'Use the keys id, type, from_agent, to_agent, timestamp, payload, retry_count',
  });
}
