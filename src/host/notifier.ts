// Calls a person who looks elsewhere: on the terminals that are open, and by a command of theirs.
import type { Agent } from '../core/model/agent.js';
import type { Goal } from '../core/model/goal.js';
import type { PullRequest } from '../core/model/pull-request.js';
import type { AppState } from '../core/model/state.js';
import { goalNotificationOf, type Notification, notificationOf } from '../core/view/notification.js';
import { pullNotificationOf } from '../core/view/pull-notification.js';

export interface NotifierOptions {
  /** Whether some focused terminal shows this agent, goal or the messages: then nobody has to be called. */
  readonly isLookedAt: (of: Notification['of']) => boolean;
  readonly onTerminals: (notification: Notification) => void;
  /** The person's own command; null where none is configured. */
  readonly command: ((notification: Notification) => void) | null;
}

const NONE: Readonly<Record<string, PullRequest>> = {};

export class Notifier {
  readonly #options: NotifierOptions;
  #agents: Readonly<Record<string, Agent>>;
  #goals: Readonly<Record<string, Goal>>;
  #pulls: Readonly<Record<string, PullRequest>>;

  /** `state`: what was before is not news. */
  constructor(state: AppState, options: NotifierOptions) {
    this.#agents = state.agents;
    this.#goals = state.goals;
    this.#pulls = state.pulls ?? NONE;
    this.#options = options;
  }

  changed({ agents, goals, pulls = NONE }: AppState): void {
    const before = { agents: this.#agents, goals: this.#goals, pulls: this.#pulls };
    this.#agents = agents;
    this.#goals = goals;
    this.#pulls = pulls;
    if (before.agents !== agents) {
      for (const agent of Object.values(agents)) {
        if (before.agents[agent.id] !== agent) this.call(notificationOf(before.agents[agent.id], agent));
      }
    }
    if (before.goals !== goals) {
      for (const goal of Object.values(goals)) {
        if (before.goals[goal.id] !== goal) this.call(goalNotificationOf(before.goals[goal.id], goal));
      }
    }
    if (before.pulls !== pulls) {
      const owners = { agents: Object.values(agents), goals: Object.values(goals) };
      for (const pull of Object.values(pulls)) {
        if (before.pulls[pull.id] !== pull) this.call(pullNotificationOf(before.pulls[pull.id], pull, owners));
      }
    }
  }

  /** Whether anybody had to be called. */
  call(notification: Notification | null): boolean {
    const { isLookedAt, onTerminals, command } = this.#options;
    if (notification === null || isLookedAt(notification.of)) return false;
    onTerminals(notification);
    command?.(notification);
    return true;
  }
}
