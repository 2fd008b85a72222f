// What the host of the clone says of the agent of a task, and of all that it has delegated to, while the task is on this machine.
import type { OrchError } from '../../core/model/error.js';
import type { AgentStatus } from '../../core/model/status.js';
import type { Usage } from '../../core/model/usage.js';
import { type Member, membersOf } from './family-rows.js';
import { FamilyUsage } from './family-usage.js';
import { isOver } from './local-state.js';
import { removed } from './no-longer-done.js';
import type { HostLink } from './worker-world.js';

export interface FamilyOrder {
  readonly link: HostLink;
  /** Name of the agent of the task. */
  readonly agent: string;
  /** Nobody wants to hear of it any more. */
  readonly isOver: () => boolean;
  readonly ended: (agent: AgentStatus) => void;
  /** Nobody can say how it is, or it is not there any more. */
  readonly gone: (error: OrchError) => void;
  /** It goes on, or rests. */
  readonly seen: () => void;
  /** What was done stands in its worktree. */
  readonly stands: () => void;
  /** One of them may be another than before, or not be there any more. */
  readonly changed: () => void;
}

export class FollowedFamily {
  readonly #order: FamilyOrder;
  readonly #usage = new FamilyUsage();
  #last: AgentStatus | null = null;
  #agents: readonly AgentStatus[] = [];
  /** Agents that it has delegated to and that are done. */
  #below = 0;

  constructor(order: FamilyOrder) {
    this.#order = order;
  }

  /** The agent of the task, as it was seen last; null before that. */
  get last(): AgentStatus | null {
    return this.#last;
  }

  /** Of all of them. */
  get usage(): Usage | null {
    return this.#usage.total;
  }

  /** All of them, as they were seen last; `task`: by what id others know the agent of the task. */
  membersOf(task: string): readonly Member[] {
    return membersOf(this.#agents, this.#order.agent, task);
  }

  /** Never rejects. */
  async follow(): Promise<void> {
    const { link, agent: name, isOver: isDone, gone, changed } = this.#order;
    for (let seq = -1; !isDone(); ) {
      const answer = await link.request('statusAfter', { seq });
      if (!answer.ok) return gone(answer.error);
      seq = answer.value.seq;
      const { agents } = answer.value.status;
      const agent = agents.find((each) => each.name === name);
      if (agent === undefined) return gone(removed(name));
      this.#agents = agents;
      this.#usage.see(agent, agents);
      this.#see(agent);
      this.#seeBelow(agents.filter(({ parent, state }) => parent === agent.id && state === 'done').length);
      changed();
    }
  }

  #see(agent: AgentStatus): void {
    const { link, ended, seen, stands } = this.#order;
    const before = this.#last;
    this.#last = agent;
    if (isOver(agent)) {
      ended(agent);
      return;
    }
    // The host that ran it was killed, and another has come.
    if (agent.state === 'interrupted' && before?.state !== 'interrupted') void link.request('resume', { agent: agent.name, fresh: false });
    seen();
    const rests = agent.state === 'idle' || agent.state === 'waiting';
    if (rests && before?.state !== agent.state) stands();
  }

  /** What others have done for it is in its worktree: more than a turn of its own is lost with this machine. */
  #seeBelow(done: number): void {
    if (done > this.#below) this.#order.stands();
    this.#below = done;
  }
}
