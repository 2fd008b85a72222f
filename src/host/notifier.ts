// Calls a person who looks elsewhere: on the terminals that are open, and by a command of theirs.
import type { Agent } from '../core/model/agent.js';
import type { AppState } from '../core/model/state.js';
import { type Notification, notificationOf } from '../core/view/notification.js';

export interface NotifierOptions {
  /** Whether some focused terminal shows this agent: then nobody has to be called. */
  readonly isLookedAt: (agent: string) => boolean;
  readonly onTerminals: (notification: Notification) => void;
  /** The person's own command; null where none is configured. */
  readonly command: ((notification: Notification) => void) | null;
}

export class Notifier {
  readonly #options: NotifierOptions;
  #agents: Readonly<Record<string, Agent>>;

  /** `state`: what was before is not news. */
  constructor(state: AppState, options: NotifierOptions) {
    this.#agents = state.agents;
    this.#options = options;
  }

  changed({ agents }: AppState): void {
    const before = this.#agents;
    this.#agents = agents;
    if (before === agents) return;
    const { isLookedAt, onTerminals, command } = this.#options;
    for (const agent of Object.values(agents)) {
      if (before[agent.id] === agent) continue;
      const notification = notificationOf(before[agent.id], agent);
      if (notification === null || isLookedAt(agent.id)) continue;
      onTerminals(notification);
      command?.(notification);
    }
  }
}
