// A conversation in its file, as JSON lines: opened, closed where it broke off, and written on. See `core/agent/conversation.ts` for what it means.
import { openLineFile } from '../../core/adapters/line-file.js';
import { type Conversation, type ConversationLog, conversationFrom, entryIn } from '../../core/agent/conversation.js';
import { fail, ok, type Result } from '../../core/model/error.js';

export interface KeptConversation {
  readonly conversation: Conversation;
  readonly log: ConversationLog;
  close(): void;
}

/** `path` null: it is kept in memory alone. `isNew`: there must be none yet, else there must be one. */
export function openConversation(order: { readonly path: string | null; readonly isNew: boolean }): Result<KeptConversation> {
  const { path, isNew } = order;
  if (path === null)
    return ok({ conversation: conversationFrom([]).conversation, log: { append: () => undefined }, close: () => undefined });
  const file = openLineFile(path);
  if (!file.ok) return file;
  const entries = file.value.lines.flatMap((line) => entryIn(line) ?? []);
  if (!isNew && entries.length === 0) {
    file.value.close();
    return fail({
      kind: 'not-found',
      tried: 'go on with a conversation',
      said: 'there is no conversation of that id',
      next: 'Start a new one',
    });
  }
  const { conversation, missing } = conversationFrom(entries);
  const log: ConversationLog = { append: (entry) => file.value.append(JSON.stringify(entry)) };
  for (const entry of missing) log.append(entry);
  return ok({ conversation, log, close: () => file.value.close() });
}
