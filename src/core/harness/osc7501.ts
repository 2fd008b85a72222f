// OSC 7501: a CLI's own word on its state, as codex 0.169 sends it unasked and newer claudes once `OSC 7501;?` was answered.
import type { AgentState } from '../model/agent.js';
import type { Reading } from './harness.js';

/** Its screen names the limit a moment later (codex 0.169): nobody is to be called before. */
const ERROR_SETTLE_MS = 1000;

/**
 * `state=working|blocked|done|idle|error[:key=value]...`.
 * `done` is the end of a turn, not of the task: idle, with its own rule. `error` waits for a person: the turn broke off (a limit, a lost
 * connection) and nothing goes on by itself, so it must never look like finished work.
 */
export function readOsc7501(payload: string): Reading | null {
  const fields = payload.split(':');
  const field = (key: string) => fields.find((text) => text.startsWith(`${key}=`))?.slice(key.length + 1);
  const evidence = `OSC 7501 ${payload}`;
  const read = (state: AgentState, rule: string, more: Partial<Reading> = {}): Reading => ({
    state,
    source: 'structured',
    rule: `osc7501.${rule}`,
    evidence,
    ...more,
  });
  switch (field('state')) {
    case 'working':
      return read('working', 'working');
    case 'blocked':
      return read('waiting', 'blocked', { asks: field('kind') === 'question' ? 'choice' : 'permission' });
    case 'done':
      return read('idle', 'done');
    // Also sent at start-up, just before the prompt given as an argument is taken up.
    case 'idle':
      return read('idle', 'idle', { settleMs: 2000 });
    case 'error':
      return read('waiting', 'error', { settleMs: ERROR_SETTLE_MS });
    default:
      return null;
  }
}
