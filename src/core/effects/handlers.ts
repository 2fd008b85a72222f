// All handlers of commands over one set of ports: what the store is given.
import { agentEffects } from './agent-effects.js';
import { createCancellations } from './cancellations.js';
import type { EffectPorts } from './effect-ports.js';
import type { Handlers } from './effect-runner.js';
import { familyEffects } from './family-effects.js';
import { finishEffects } from './finish-effects.js';
import { goalFinishEffects } from './goal-finish-effects.js';
import { limitEffects } from './limit-effects.js';
import { lookEffects } from './look-effects.js';
import { managerEffects } from './manager-effects.js';
import { createMergeQueue } from './merge-queue.js';
import { planEffects } from './plan-effects.js';
import { pullEndEffects } from './pull-end-effects.js';
import { pullReturnEffects } from './pull-return-effects.js';
import { questionEffects } from './question-effects.js';
import { removeEffects } from './remove-effects.js';
import { taskEffects } from './task-effects.js';
import { triesEffects } from './tries-effects.js';
import { worktreeEffects } from './worktree-effects.js';

export function createHandlers(ports: EffectPorts): Handlers {
  const cancellations = createCancellations();
  // Of agents and of goals: whoever finishes at the same moment is merged together.
  const merges = createMergeQueue(ports);
  return {
    ...worktreeEffects(ports, cancellations),
    ...agentEffects(ports, cancellations),
    ...finishEffects(ports, cancellations, merges),
    ...removeEffects(ports),
    ...questionEffects(ports),
    ...limitEffects(ports),
    ...planEffects(ports, cancellations),
    ...taskEffects(ports),
    ...goalFinishEffects(ports, cancellations, merges),
    ...managerEffects(ports, cancellations),
    ...pullReturnEffects(ports),
    ...pullEndEffects(ports),
    ...lookEffects(ports),
    ...triesEffects(ports, cancellations),
    ...familyEffects(ports),
  };
}
