// Where agents do not delegate: a plain refusal, and nothing offered.
import { fail } from '../../core/model/error.js';
import type { Delegates } from './door-world.js';

export const NO_DELEGATES: Delegates = {
  delegate: async () =>
    fail({ kind: 'denied', tried: 'delegate a task', said: 'agents of this host do not delegate', next: 'Do it yourself' }),
  mayDelegate: () => ({ children: 0, levels: 0 }),
};
