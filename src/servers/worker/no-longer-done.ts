// Why a task is not begun here, or no longer gone on with, in words for its owner.
import type { OrchError } from '../../core/model/error.js';

export const NO_OWNER: OrchError = {
  kind: 'broker',
  tried: 'begin',
  said: 'its owner does not answer',
  next: 'Start the host of that repository',
};

export function removed(name: string): OrchError {
  return {
    kind: 'not-found',
    tried: `follow ${name}`,
    said: 'it was removed on this machine',
    next: 'Look at `orch-tui trash list` there',
  };
}
