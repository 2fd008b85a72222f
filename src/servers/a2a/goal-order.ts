// From a message that begins a task to the order of a goal: its words, and what its metadata may choose. Everything is checked before anything is made.
import type { Message } from '@a2a-js/sdk';
import { ContentTypeNotSupportedError, RequestMalformedError } from '@a2a-js/sdk/errors';
import * as z from 'zod/mini';
import { plainLines, plainText } from '../../core/model/plain-text.js';
import type { RunParams } from '../../core/model/requests.js';

export const MAX_TEXT = 100_000;

const name = z.string().check(z.minLength(1), z.maxLength(200));
/** Keys of the metadata that mean something here; others belong to somebody else. */
const orderSchema = z.object({
  role: z.optional(name),
  harness: z.optional(name),
  model: z.optional(name),
  plan: z.optional(z.enum(['auto', 'always', 'none'])),
  delegate: z.optional(z.enum(['auto', 'always', 'never'])),
  base: z.optional(name),
  name: z.optional(name),
  verify: z.optional(z.string().check(z.minLength(1), z.maxLength(2000))),
  finish: z.optional(z.enum(['pr', 'merge', 'branch', 'keep'])),
  attempts: z.optional(z.int().check(z.gte(1), z.lte(100))),
  timeoutSeconds: z.optional(z.int().check(z.gte(1), z.lte(604_800))),
  // Never looser than what is configured.
  policy: z.optional(z.enum(['strict'])),
  whenStuck: z.optional(z.enum(['wait', 'fail'])),
});

/** The parts as one text. Files that are no text can not be typed to an agent. */
export function messageText({ parts }: Pick<Message, 'parts'>): string {
  const texts = parts.map(({ content, mediaType, filename }) => {
    switch (content?.$case) {
      case 'text':
        return content.value;
      case 'data':
        return JSON.stringify(content.value, null, 2);
      case 'url':
        return content.value;
      case 'raw':
        if (!mediaType.startsWith('text/'))
          throw new ContentTypeNotSupportedError(`parts of the type ${plainText(mediaType, 60)} are not taken`);
        return `${filename === '' ? '' : `${plainText(filename, 200)}:\n`}${Buffer.from(content.value).toString('utf8')}`;
      default:
        throw new RequestMalformedError('a part has no content');
    }
  });
  const all = texts.join('\n\n');
  if (all.length > MAX_TEXT) throw new RequestMalformedError(`the text has ${all.length} characters, and at most ${MAX_TEXT} are taken`);
  const text = plainLines(all, MAX_TEXT).trim();
  if (text === '') throw new RequestMalformedError('the message has no text');
  return text;
}

/** Nobody sits at this host's screen for it: it finishes by itself, and what an agent asks is asked of the client. */
export function goalOrder(text: string, metadata: Readonly<Record<string, unknown>>): RunParams {
  const parsed = orderSchema.safeParse(metadata);
  if (!parsed.success) throw new RequestMalformedError(problemText(parsed.error.issues));
  const order = parsed.data;
  return {
    text,
    harness: order.harness ?? null,
    command: null,
    args: [],
    model: order.model ?? null,
    role: order.role ?? null,
    count: 1,
    base: order.base ?? null,
    name: order.name ?? null,
    verify: order.verify ?? null,
    attempts: order.attempts ?? null,
    finish: order.finish ?? null,
    unattended: true,
    whenStuck: order.whenStuck ?? 'wait',
    ...(order.timeoutSeconds === undefined ? {} : { timeoutSeconds: order.timeoutSeconds }),
    ...(order.delegate === undefined ? {} : { delegate: order.delegate }),
    ...(order.policy === undefined ? {} : { policy: { preset: order.policy, rules: [] } }),
    plan: order.plan ?? 'auto',
    labels: [],
    reviewers: [],
    draft: false,
  };
}

function problemText(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  const [first] = issues;
  return `metadata.${plainText(first?.path.map(String).join('.') ?? '', 60)}: ${plainText(first?.message ?? 'is wrong', 200)}`;
}
