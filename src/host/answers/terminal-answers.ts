// Requests of whoever passes an agent's terminal on: its bytes as they were printed, and keys and a size from there.
import { readAgentTail } from '../../core/adapters/agent-log.js';
import { readLogPiece } from '../../core/adapters/log-piece.js';
import { digestOutput } from '../../core/manager/output-digest.js';
import { fail, ok } from '../../core/model/error.js';
import { plainLines } from '../../core/model/plain-text.js';
import { MOST_WORDS } from '../../core/model/remote.js';
import type { TerminalMethods } from '../../core/model/terminal-methods.js';
import { findAgent } from '../../core/state/find.js';
import { workThere } from '../../core/state/work-there.js';
import type { Answers, AnswerWorld } from './answer-world.js';

/** With its base64 it has to fit a frame. */
const MOST_BYTES = 1024 * 1024;
/** What fits `MOST_WORDS`, about. */
const WORDS_TOKENS = 3900;

export function terminalAnswers({ store, runtime, worktrees }: AnswerWorld): Pick<Answers, keyof TerminalMethods> {
  const find = (typed: string) => findAgent(store.state, typed);
  const logs = `${worktrees}/../logs`;
  return {
    async words({ agent }) {
      const found = find(agent);
      if (!found.ok) return found;
      const { id, name } = found.value;
      if (workThere(found.value) !== null) {
        const said = await runtime.words(id);
        return said.ok ? ok({ text: said.value }) : fail({ ...said.error, tried: `ask for the last words of ${name}` });
      }
      if (runtime.drawsScreen(id)) return ok({ text: plainLines(runtime.shown(id), MOST_WORDS) });
      await runtime.flushed(id);
      const tail = await readAgentTail({ logs, name }, MOST_BYTES);
      if (!tail.ok) return tail;
      const { text } = digestOutput(Buffer.from(tail.value.bytes).toString('utf8'), WORDS_TOKENS);
      return ok({ text: plainLines(text, MOST_WORDS) });
    },
    async terminalAfter({ agent, mark, maxBytes }) {
      const found = find(agent);
      if (!found.ok) return found;
      const { id, name } = found.value;
      await runtime.flushed(id);
      const piece = await readLogPiece(`${logs}/${name}.log`, mark, Math.min(maxBytes, MOST_BYTES));
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
      // Whoever is attached at this machine works in that size.
      if (!runtime.isAttended(found.value.id)) runtime.resize(found.value.id, size);
      return ok({});
    },
  };
}
