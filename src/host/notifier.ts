// Calls a person who looks elsewhere: on the terminals that are open, and by a command of theirs.
import type { Agent } from '../core/model/agent.js';
import type { Goal } from '../core/model/goal.js';
import type { AppState } from '../core/model/state.js';
import { goalNotificationOf, type Notification, notificationOf } from '../core/view/notification.js';

export interface NotifierOptions {
  /** Whether some focused terminal shows this agent or goal: then nobody has to be called. */
  readonly isLookedAt: (of: Notification['of']) => boolean;
  readonly onTerminals: (notification: Notification) => void;
  /** The person's own command; null where none is configured. */
  readonly command: ((notification: Notification) => void) | null;
}

export class Notifier {
  readonly #options: NotifierOptions;
  #agents: Readonly<Record<string, Agent>>;
  #goals: Readonly<Record<string, Goal>>;

  /** `state`: what was before is not news. */
  constructor(state: AppState, options: NotifierOptions) {
    this.#agents = state.agents;
    this.#goals = state.goals;
    this.#options = options;
  }

  changed({ agents, goals }: AppState): void {
    const before = { agents: this.#agents, goals: this.#goals };
    this.#agents = agents;
    this.#goals = goals;
    if (before.agents !== agents) {
      for (const agent of Object.values(agents)) {
        if (before.agents[agent.id] !== agent) this.#call(notificationOf(before.agents[agent.id], agent));
      }
    }
    if (before.goals !== goals) {
      for (const goal of Object.values(goals)) {
        if (before.goals[goal.id] !== goal) this.#call(goalNotificationOf(before.goals[goal.id], goal));
      }
    }
  }

  #call(notification: Notification | null): void {
    const { isLookedAt, onTerminals, command } = this.#options;
    if (notification === null || isLookedAt(notification.of)) return;
    onTerminals(notification);
    command?.(notification);
  }
}
