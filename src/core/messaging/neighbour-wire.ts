// What nodes tell each other of neighbours, checked: known words, bounded and plain texts.
import * as z from 'zod/mini';
import { FAILURE_KINDS } from '../model/limit.js';
import type { AgentRow, NeighbourAsk, NeighbourNews } from '../model/neighbour.js';
import { MOST_WORDS } from '../model/remote.js';
import { attended, base64, count, door, error, line, lines, MAX_KEYS, MAX_OUTPUT, moment, question, size, usage } from './wire-shapes.js';

/** Of words for one agent: as a message has at most. */
const MAX_TEXT = 1024 * 1024;

const rowSchema = z.object({
  owner: line(200),
  parent: z.nullable(z.string().check(z.regex(/^a-[0-9a-f]{1,40}$/u))),
  task: line(200),
  model: z.nullable(line(200)),
  since: moment,
  evidence: line(200),
  question: z.nullable(question),
  progress: z.nullable(line(600)),
  usage: z.nullable(usage),
  // Of a kind that a newer version knows it is shown as one without.
  limit: z.catch(z.nullable(z.object({ kind: z.enum(FAILURE_KINDS), until: z.nullable(moment) })), null),
  isOpen: z.boolean(),
  // Without one that can be read it is only shown.
  door: z.catch(z.nullable(door), null),
});

const order = z.discriminatedUnion('what', [
  z.object({ what: z.literal('send'), text: z.string().check(z.maxLength(MAX_TEXT)), wait: z.boolean() }),
  z.object({ what: z.literal('message'), text: z.string().check(z.maxLength(MAX_TEXT)) }),
  z.object({ what: z.literal('answer'), digest: line(100), choice: lines(20_000) }),
  z.object({ what: z.literal('interrupt') }),
  z.object({ what: z.literal('stop') }),
  z.object({ what: z.literal('words') }),
]);

const callSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('order'), id: count, order }),
  z.object({ kind: z.literal('keys'), data: base64(MAX_KEYS) }),
  z.object({ kind: z.literal('size'), size, attended }),
  z.object({ kind: z.literal('watch'), on: z.boolean(), attended }),
]);

const askSchema = z.object({ door, call: callSchema });

const newsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answered'), id: count, said: z.nullable(lines(MOST_WORDS)), error: z.nullable(error) }),
  z.object({ kind: z.literal('output'), data: base64(MAX_OUTPUT), isNew: z.boolean(), size, piece: z.optional(count) }),
]);

/** One that can not be read is shown without: by its name, its CLI and its state. */
export const readRow = (value: unknown): AgentRow | null => parsed<AgentRow>(rowSchema, value);
export const readNeighbourAsk = (value: unknown): NeighbourAsk | null => parsed<NeighbourAsk>(askSchema, value);
export const readNeighbourNews = (value: unknown): NeighbourNews | null => parsed<NeighbourNews>(newsSchema, value);

function parsed<Value>(schema: z.ZodMiniType, value: unknown): Value | null {
  const read = z.safeParse(schema, value);
  return read.success ? (read.data as Value) : null;
}
