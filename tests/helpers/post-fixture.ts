// A post with a clock and a log that the test owns, and everybody there whose id is not `nobody`.

import { HostPost, type PostOptions } from '../../src/core/messaging/host-post.js';
import { DEFAULT_CONFIG } from '../../src/core/model/default-config.js';
import { ok } from '../../src/core/model/error.js';
import type { KeptMessage, Message, Party } from '../../src/core/model/message.js';
import type { Post } from '../../src/core/ports/post.js';
import { FakeClock } from './fake-clock.js';
import { FakeMessageLog } from './fake-message-log.js';

export const LIMITS = DEFAULT_CONFIG.messages;

export function openTestPost(changes: Partial<PostOptions> = {}) {
  const clock = (changes.clock as FakeClock | undefined) ?? new FakeClock();
  const log = (changes.log as FakeMessageLog | undefined) ?? new FakeMessageLog();
  const said: string[] = [];
  let count = 0;
  const post = new HostPost({
    clock,
    kept: [],
    limits: LIMITS,
    nameOf: (party) => (party === 'nobody' ? null : party),
    admits: () => ok(undefined),
    say: (text) => said.push(text),
    createId: () => `m${++count}`,
    ...changes,
    log,
  });
  /** Sends a plain message; fails the test when it is refused. */
  const send = async (from: Party, to: Party, text: string): Promise<Message> => {
    const sent = await post.send({ from, to: [to], type: 'message', payload: { text } });
    if (!sent.ok) throw new Error(sent.error.said);
    return sent.value[0] as Message;
  };
  return { post, clock, log, said, send };
}

export function textsOf(messages: readonly { readonly message: Message }[]): readonly string[] {
  return messages.map(({ message }) => message.payload.text);
}

/** What waits for a party, which it has read by that. */
export async function readAll(post: Pick<Post, 'inbox' | 'acknowledge'>, party: Party): Promise<readonly KeptMessage[]> {
  const found = post.inbox(party);
  await post.acknowledge(found.map(({ message }) => message.id));
  return found;
}
