// The runtime of all agents, wherever they run: those of this machine by their processes, the others by the nodes that have them.
import type { Agent, AgentLaunch } from '../core/model/agent.js';
import { ok, type Result } from '../core/model/error.js';
import type { TerminalSize } from '../core/model/protocol.js';
import { isElsewhere } from '../core/model/remote.js';
import type { AgentRuntime } from '../core/ports.js';
import { type AgentRuntimeOptions, HostAgentRuntime } from './agent-runtime.js';
import type { Neighbours } from './neighbours/neighbours.js';
import { boundedSize } from './pty-sizes.js';
import type { RemoteAgents } from './remote/remote-agents.js';

export interface PlacedRuntimeParts {
  readonly remote: RemoteAgents;
  /** Those that belong to other nodes and are shown here. */
  readonly neighbours: Pick<Neighbours, 'has' | 'type' | 'resize' | 'look' | 'ask'>;
  readonly flush: (agent: string) => Promise<void>;
}

export class PlacedAgentRuntime extends HostAgentRuntime {
  readonly #remote: RemoteAgents;
  readonly #neighbours: PlacedRuntimeParts['neighbours'];
  readonly #flush: PlacedRuntimeParts['flush'];

  constructor(options: AgentRuntimeOptions, { remote, neighbours, flush }: PlacedRuntimeParts) {
    super(options);
    this.#remote = remote;
    this.#neighbours = neighbours;
    this.#flush = flush;
  }

  override async findConversation(agent: Agent): Promise<string | null> {
    return isElsewhere(agent) ? null : super.findConversation(agent);
  }

  /** Its node knows better: one that can not go on with it begins anew, and is told the whole task. */
  override canResume(agent: Agent): boolean {
    return isElsewhere(agent) || super.canResume(agent);
  }

  override canStart(agent: Agent, launch: AgentLaunch): Result<unknown> {
    return isElsewhere(agent) ? ok(undefined) : super.canStart(agent, launch);
  }

  override start(...order: Parameters<AgentRuntime['start']>): ReturnType<AgentRuntime['start']> {
    return isElsewhere(order[0]) ? this.#remote.start(...order) : super.start(...order);
  }

  override async stop(agent: string): Promise<void> {
    await (this.#remote.has(agent) ? this.#remote.stop(agent) : Promise.all([this.#remote.stop(agent), super.stop(agent)]));
  }

  override send(...order: Parameters<AgentRuntime['send']>): ReturnType<AgentRuntime['send']> {
    const [agent, text, how] = order;
    return this.#remote.has(agent) ? this.#remote.send(agent, text, how?.goal !== 'pressed') : super.send(...order);
  }

  override answer(agent: string, digest: string, choice: string): Promise<Result<string>> {
    return this.#remote.has(agent) ? this.#remote.answer(agent, digest, choice) : super.answer(agent, digest, choice);
  }

  override interrupt(agent: string): Result<void> {
    if (this.#remote.has(agent)) return this.#remote.interrupt(agent);
    if (!this.#neighbours.has(agent)) return super.interrupt(agent);
    void this.#neighbours.ask(agent, { what: 'interrupt' });
    return ok(undefined);
  }

  override type(agent: string, data: Uint8Array | string, isTyping: boolean): void {
    if (this.#remote.has(agent)) this.#remote.type(agent, data);
    else if (this.#neighbours.has(agent)) this.#neighbours.type(agent, data);
    else super.type(agent, data, isTyping);
  }

  override resize(agent: string, size: TerminalSize): void {
    // What it shows has the size that its node tells: that may be worked in by others.
    if (this.#remote.has(agent)) this.#remote.resize(agent, boundedSize(size));
    else if (this.#neighbours.has(agent)) this.#neighbours.resize(agent, boundedSize(size));
    else super.resize(agent, size);
  }

  /** Its terminal has this size at another node: there is nothing to be told there. */
  sized(agent: string, size: TerminalSize): void {
    super.resize(agent, size);
  }

  /** This host ends: nobody waits for other machines any more. */
  letGo(): void {
    this.#remote.letGo();
  }

  /** A client shows it from now on; resolves when there is something to be shown, or when nothing comes. */
  look(agent: string): Promise<void> {
    return this.#remote.has(agent) ? this.#remote.look(agent) : this.#neighbours.look(agent);
  }

  /** Whether what it has done by now is known here: its node is asked, and not waited for long. At once for one of here. */
  save(agent: string): Promise<boolean> {
    return this.#remote.has(agent) ? this.#remote.save(agent) : Promise.resolve(true);
  }

  /** The last of what one at another node has said. */
  words(agent: string): Promise<Result<string>> {
    return this.#remote.words(agent);
  }

  /** All that an agent has printed is in its log. */
  flushed(agent: string): Promise<void> {
    return this.#flush(agent);
  }
}
