// What opencode's event stream tells of tokens and money: its answers carry both, each told again while it grows. By its documentation of 1.18. Pure but for its memory.
import type { HookEvent } from '../model/hook-event.js';
import { addUsage, NO_USAGE, type Usage } from '../model/usage.js';
import { objectIn, textIn } from './hook-text.js';

/** Answers that are remembered by themselves; what older ones have used is summed up. */
const MOST = 200;

/** One for each run of the CLI: what its answers have used since it was begun, all of its sessions together. */
export function opencodeUsage(): (event: HookEvent) => Usage | null {
  const answers = new Map<string, Usage>();
  let past = NO_USAGE;
  return ({ name, payload }) => {
    const info = name === 'message.updated' ? objectIn(payload, 'info') : null;
    const id = textIn(info, 'id');
    const tokens = objectIn(info, 'tokens');
    if (id === null || tokens === null || textIn(info, 'role') !== 'assistant') return null;
    const cache = objectIn(tokens, 'cache');
    const usage: Usage = {
      inputTokens: count(tokens, 'input') + count(cache, 'read') + count(cache, 'write'),
      outputTokens: count(tokens, 'output') + count(tokens, 'reasoning'),
      costUsd: count(info, 'cost'),
      estimated: false,
    };
    const before = answers.get(id);
    // It is told before it has begun, and once more for every part.
    if (before === undefined ? isNothing(usage) : isSame(before, usage)) return null;
    answers.set(id, usage);
    const [oldest] = answers;
    if (answers.size > MOST && oldest !== undefined) {
      answers.delete(oldest[0]);
      past = addUsage(past, oldest[1]);
    }
    return [...answers.values()].reduce(addUsage, past);
  };
}

function count(object: Readonly<Record<string, unknown>> | null, name: string): number {
  const value = object?.[name];
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}

function isNothing({ inputTokens, outputTokens, costUsd }: Usage): boolean {
  return inputTokens + outputTokens + costUsd === 0;
}

function isSame(one: Usage, other: Usage): boolean {
  return one.inputTokens === other.inputTokens && one.outputTokens === other.outputTokens && one.costUsd === other.costUsd;
}
