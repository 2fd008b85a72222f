// Requests of whoever passes an agent's terminal on: its bytes as they were printed, and keys and a size from there.
import { readLogPiece } from '../../core/adapters/log-piece.js';
import { ok } from '../../core/model/error.js';
import type { TerminalMethods } from '../../core/model/terminal-methods.js';
import { findAgent } from '../../core/state/find.js';
import type { Answers, AnswerWorld } from './answer-world.js';

/** With its base64 it has to fit a frame. */
const MOST_BYTES = 1024 * 1024;

export function terminalAnswers({ store, runtime, worktrees }: AnswerWorld): Pick<Answers, keyof TerminalMethods> {
  const find = (typed: string) => findAgent(store.state, typed);
  return {
    async terminalAfter({ agent, mark, maxBytes }) {
      const found = find(agent);
      if (!found.ok) return found;
      const { id, name } = found.value;
      await runtime.flushed(id);
      const piece = await readLogPiece(`${worktrees}/../logs/${name}.log`, mark, Math.min(maxBytes, MOST_BYTES));
      return ok({ ...piece, data: Buffer.from(piece.data).toString('base64'), size: runtime.sizes.of(id) });
    },
    async terminalKeys({ agent, data }) {
      const found = find(agent);
      if (!found.ok) return found;
      runtime.type(found.value.id, Buffer.from(data, 'base64'), true);
      return ok({});
    },
    async terminalSize({ agent, size }) {
      const found = find(agent);
      if (!found.ok) return found;
      runtime.resize(found.value.id, size);
      return ok({});
    },
  };
}
