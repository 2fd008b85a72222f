// The MessageLog port in memory: what a host that comes next would load, and whether writing works.
import { ok, type Result } from '../../src/core/model/error.js';
import type { KeptMessage } from '../../src/core/model/message.js';
import type { MessageLog } from '../../src/core/ports/message-log.js';

export class FakeMessageLog implements MessageLog {
  readonly stored = new Map<string, KeptMessage>();
  answer: Result<void> = ok(undefined);
  isLarge = false;
  compactions = 0;

  async load() {
    return { messages: [...this.stored.values()], notices: [] };
  }

  async append(kept: KeptMessage): Promise<Result<void>> {
    if (this.answer.ok) this.stored.set(kept.message.id, kept);
    return this.answer;
  }

  async drop(ids: readonly string[]): Promise<Result<void>> {
    if (this.answer.ok) for (const id of ids) this.stored.delete(id);
    return this.answer;
  }

  async compact(messages: readonly KeptMessage[]): Promise<Result<void>> {
    this.compactions += 1;
    this.isLarge = false;
    this.stored.clear();
    for (const kept of messages) this.stored.set(kept.message.id, kept);
    return this.answer;
  }

  async close(): Promise<void> {}
}
