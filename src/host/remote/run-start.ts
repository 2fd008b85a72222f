// The start of one run on another node: told once, to whoever waits for it, or as an event where a host before this one waited.
import type { AgentProcess } from '../../core/model/agent.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import type { EventBody } from '../../core/model/event.js';
import { REMOTE_PROCESS } from '../../core/model/remote.js';

export type Started = Result<{ readonly process: AgentProcess; readonly conversation: string | null }>;

export class RunStart {
  hasStarted = false;
  #resolve: ((started: Started) => void) | null = null;

  /** Somebody here waits for it. */
  get isAwaited(): boolean {
    return this.#resolve !== null;
  }

  awaited(): Promise<Started> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  async tell(dispatch: (event: EventBody) => void, agent: string): Promise<void> {
    if (this.hasStarted) return;
    this.hasStarted = true;
    const started = { process: REMOTE_PROCESS, conversation: null };
    if (this.#resolve === null) dispatch({ type: 'agent.started', agent, ...started });
    this.#resolve?.(ok(started));
    // Whoever waits for its start dispatches it: nothing may come before that.
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  fail(error: OrchError): void {
    this.#resolve?.(fail(error));
  }
}
