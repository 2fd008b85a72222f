// The processes of agents and their terminals: the AgentRuntime port. Starts, stops, types, and tells what their terminals show.
import { randomUUID } from 'node:crypto';
import type { AgentLog } from '../core/adapters/agent-log-writer.js';
import { findExecutable } from '../core/adapters/executable-path.js';
import type { Harness } from '../core/harness/harness.js';
import { type HarnessRegistry, isAgentCli } from '../core/harness/registry.js';
import { trackState } from '../core/harness/state-tracker.js';
import type { Agent, AgentLaunch, AgentRun } from '../core/model/agent.js';
import type { BuiltinRole } from '../core/model/builtin-settings.js';
import type { Delivered, SendOrder } from '../core/model/delivery.js';
import { fail, ok, type Result } from '../core/model/error.js';
import type { EventBody } from '../core/model/event.js';
import { DEFAULT_LIMITS } from '../core/model/limit.js';
import { plainLines } from '../core/model/plain-text.js';
import type { TerminalSize } from '../core/model/protocol.js';
import type { AgentOutput, AgentRuntime, Clock, Processes, PtySpawner } from '../core/ports.js';
import { Emulator } from '../core/screen/emulator.js';
import { ParseQueue } from '../core/screen/parse-queue.js';
import { screenLines } from '../core/screen/screen-text.js';
import type { TerminalTheme } from '../core/screen/terminal-answers.js';
import { AgentEndings } from './agent-endings.js';
import { exitEvents, type Run, verdictEvent } from './agent-run.js';
import type { SourcePorts } from './agent-sources.js';
import { AgentTerminal } from './agent-terminal.js';
import { PtySizes } from './pty-sizes.js';
import { openRunSources, type RunWorld } from './run-sources.js';
import { type RuntimeEnvironmentOrder, runtimeEnvironment } from './runtime-environment.js';
import { notRunning, noWorktree } from './runtime-errors.js';
import { watchShell } from './shell-watch.js';
import { untilStill } from './still-output.js';

/** TERM first; KILL for what is still there after this. */
const STOP_GRACE_MS = 5000;
const LEFTOVER_GRACE_MS = 1000;
/** Last words of a CLI that are kept with its end. */
const TAIL_LENGTH = 4000;

export interface AgentRuntimeOptions extends RuntimeEnvironmentOrder, Pick<RunWorld, 'countsUsage' | 'givesTools'> {
  readonly clock: Clock;
  readonly processes: Processes;
  readonly spawner: () => Promise<Result<PtySpawner>>;
  readonly registry: HarnessRegistry;
  readonly scrollback: number;
  readonly theme: () => TerminalTheme | null;
  readonly dispatch: (event: EventBody) => void;
  readonly openLog: (agent: Agent) => AgentLog;
  readonly sources: SourcePorts;
  readonly output: AgentOutput;
  /** How an agent approaches its task, for harnesses that are told beside the prompt. */
  readonly roleOf?: (agent: Agent) => Promise<BuiltinRole | null>;
  /** Cells, cursor or modes of an agent may have changed. */
  readonly onOutput: (agent: string) => void;
  /** Its terminal has another size, and so may its cells. */
  readonly onResized: (agent: string) => void;
  /** Whether a person types to it at the moment. */
  readonly isAttended: (agent: string) => boolean;
}

export class HostAgentRuntime implements AgentRuntime {
  readonly sizes = new PtySizes();
  readonly isAttended: AgentRuntime['isAttended'];
  readonly #options: AgentRuntimeOptions;
  readonly #endings = new AgentEndings();
  readonly #runs = new Map<string, Run>();
  /** Emulators also of agents whose process has ended: their last screen stays to be seen. */
  readonly #emulators = new Map<string, Emulator>();
  readonly #queue: ParseQueue;

  constructor(options: AgentRuntimeOptions) {
    this.#options = options;
    this.isAttended = options.isAttended;
    this.#queue = new ParseQueue({
      now: () => performance.now(),
      parse: (agent, chunk) => this.#emulators.get(agent)?.parse(chunk, options.clock.now()),
      onParsed: (agent) => {
        this.#runs.get(agent)?.terminal.parsed();
        this.#options.onOutput(agent);
      },
      pause: (agent) => this.#runs.get(agent)?.pty.pause(),
      resume: (agent) => this.#runs.get(agent)?.pty.resume(),
    });
  }

  async findConversation(agent: Agent): Promise<string | null> {
    const harness = this.#options.registry.find(agent.launch);
    if (!harness.ok || agent.worktree === null || harness.value.executable === null) return null;
    const { executable, findConversation } = harness.value;
    const env = this.#env(agent, harness.value, {});
    return (await findConversation?.({ command: [executable], worktree: agent.worktree, since: agent.createdAt, env })) ?? null;
  }

  canResume(agent: Agent): boolean {
    const harness = this.#options.registry.find(agent.launch);
    if (!harness.ok || agent.conversation === null) return false;
    const order = this.#options.registry.order(agent.launch, { prompt: '', conversation: agent.conversation });
    return harness.value.resume({ ...order, conversation: agent.conversation }) !== null;
  }

  canStart(agent: Agent, launch: AgentLaunch): Result<unknown> {
    const harness = this.#options.registry.find(launch);
    if (!harness.ok || harness.value.executable === null || agent.worktree === null) return harness;
    const env = this.#env({ ...agent, launch }, harness.value, {});
    const problem = harness.value.problem?.(env) ?? null;
    if (problem !== null) return fail(problem);
    return findExecutable({ name: harness.value.executable, path: env.PATH, cwd: agent.worktree, kind: 'harness' });
  }

  async start(agent: Agent, mode: AgentRun['mode'], text: string | null): ReturnType<AgentRuntime['start']> {
    const { registry, processes, clock } = this.#options;
    if (agent.worktree === null) return fail(noWorktree(agent));
    const [spawner, harness] = [await this.#options.spawner(), registry.find(agent.launch)];
    if (!spawner.ok) return spawner;
    if (!harness.ok) return harness;
    const prompt = text ?? (mode === 'resume' ? '' : registry.taskPrompt(agent.launch, agent.text));
    // A new conversation under an id that is taken would be refused, or go on with the old one.
    const conversation = mode === 'fresh' && harness.value.choosesConversation ? randomUUID() : agent.conversation;
    const asked = registry.order(agent.launch, { prompt, conversation });
    await this.#endings.over(agent.id);
    const sources = await openRunSources({
      agent,
      harness: harness.value,
      conversation,
      model: asked.model,
      person: this.#env(agent, harness.value, {}),
      world: this.#options,
      terminal: () => this.#runs.get(agent.id)?.terminal,
    });
    const role = (await this.#options.roleOf?.(agent)) ?? null;
    const order = { ...asked, server: sources.server, tools: sources.tools, policy: agent.policy, role, spent: agent.usage };
    const held = mode === 'resume' ? agent.conversation : null;
    const launch = (held === null ? null : harness.value.resume({ ...order, conversation: held })) ?? harness.value.start(order);
    const size = this.sizes.fix(agent.id);
    const pty = spawner.value.spawn({
      argv: launch.argv,
      cwd: agent.worktree,
      env: this.#env(agent, harness.value, { ...launch.env, ...sources.env }),
      ...size,
    });
    if (!pty.ok) {
      await sources.close();
      return pty;
    }
    const process = { pid: pty.value.pid, startTicks: processes.startTicks(pty.value.pid) };
    const emulator = this.#newEmulator(agent.id, size);
    const terminal = new AgentTerminal({
      pty: pty.value,
      emulator,
      harness: harness.value,
      tracker: trackState({ harness: harness.value, expects: prompt === '' ? 'nothing' : 'work', now: clock.now() }),
      clock,
      typed: launch.typed,
      prompt: prompt === '' ? null : prompt,
      cpuPercent: () => processes.usage(process.pid)?.cpuPercent ?? null,
      stuckMinutes: (agent.limits ?? DEFAULT_LIMITS).stuckMinutes,
      onVerdict: (verdict) => {
        this.#options.dispatch(verdictEvent(agent.id, verdict));
        sources.entered(verdict.state);
      },
      onTitle: (title) => this.#options.dispatch({ type: 'agent.titleChanged', agent: agent.id, title }),
      onGiven: sources.given,
    });
    const log = this.#options.openLog(agent);
    log.sized(size);
    const ended = this.#listen({ agent, pty: pty.value, process, log, sources, harness: harness.value });
    this.#runs.set(agent.id, { terminal, pty: pty.value, process, log, sources, ended });
    sources.follow();
    this.#options.onOutput(agent.id);
    return ok({ process, conversation: launch.conversation });
  }

  async stop(agentId: string): Promise<void> {
    const run = this.#runs.get(agentId);
    if (run === undefined) return;
    await this.#endings.during(agentId, () => this.#options.processes.end({ agent: agentId, process: run.process }, STOP_GRACE_MS));
    await run.ended;
  }

  async send(agentId: string, text: string, order: SendOrder = {}): Promise<Result<Delivered>> {
    const run = this.#runs.get(agentId);
    return run === undefined ? fail(notRunning('send it a message')) : run.terminal.send(text, order);
  }

  shown(agentId: string): string {
    const emulator = this.#emulators.get(agentId);
    return emulator === undefined ? '' : plainLines(screenLines(emulator), TAIL_LENGTH).trimEnd();
  }

  drawsScreen = (agentId: string): boolean => this.#emulators.get(agentId)?.isAlternateScreen === true;

  async whenStill(agentId: string): Promise<void> {
    const terminal = this.#runs.get(agentId)?.terminal;
    if (terminal !== undefined) await untilStill(this.#options.clock, () => terminal.lastOutputAt);
  }

  async answer(agentId: string, digest: string, choice: string): Promise<Result<string>> {
    const run = this.#runs.get(agentId);
    return run === undefined ? fail(notRunning('answer it')) : run.terminal.answer(digest, choice);
  }

  interrupt(agentId: string): Result<void> {
    const run = this.#runs.get(agentId);
    return run === undefined ? fail(notRunning('interrupt it')) : run.terminal.interrupt();
  }

  /** Keys of an attached person, encoded for the agent's modes; what their terminal tells beside them is no typing. */
  type(agentId: string, data: Uint8Array | string, isTyping: boolean): void {
    this.#runs.get(agentId)?.terminal.type(data, isTyping);
  }

  /** Judges the state of every running agent afresh. */
  lookAgain(): void {
    for (const { terminal } of this.#runs.values()) terminal.lookAgain();
  }

  emulator(agentId: string): Emulator | null {
    return this.#emulators.get(agentId) ?? null;
  }

  /** For agents without a process: what they printed before, replayed from their log, at the `size` it was printed for. */
  show(agentId: string, output: Uint8Array, size: TerminalSize | null): Emulator {
    if (size !== null) this.sizes.set(agentId, size);
    const emulator = this.#newEmulator(agentId, this.sizes.of(agentId));
    emulator.parse(output, this.#options.clock.now());
    return emulator;
  }

  /** A pane of a client has this size for the agent (decision 3). */
  resize(agentId: string, size: TerminalSize): void {
    if (!this.sizes.set(agentId, size)) return;
    const next = this.sizes.of(agentId);
    const run = this.#runs.get(agentId);
    run?.log.sized(next);
    if (run !== undefined) run.terminal.resize(next);
    else this.#emulators.get(agentId)?.resize(next.cols, next.rows);
    this.#options.onResized(agentId);
  }

  forget(agentId: string): void {
    if (this.#runs.has(agentId)) return;
    this.#emulators.get(agentId)?.dispose();
    this.#emulators.delete(agentId);
    this.sizes.forget(agentId);
  }

  #env(agent: Agent, { keeps }: Harness, launch: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    return runtimeEnvironment(this.#options, agent, { keeps, launch });
  }

  #newEmulator(agentId: string, { cols, rows }: TerminalSize): Emulator {
    this.#queue.drop(agentId);
    this.#emulators.get(agentId)?.dispose();
    const emulator = new Emulator({
      cols,
      rows,
      scrollback: this.#options.scrollback,
      theme: this.#options.theme,
      // A log that is replayed asks questions that were answered long ago: without a run there is nobody to answer.
      onReply: (data) => this.#runs.get(agentId)?.pty.write(data),
      onSignal: (signal) => this.#runs.get(agentId)?.terminal.signal(signal),
    });
    this.#emulators.set(agentId, emulator);
    return emulator;
  }

  #listen(run: Omit<Run, 'terminal' | 'ended'> & { readonly agent: Agent; readonly harness: Harness }): Promise<void> {
    const { agent, pty, process, log, sources, harness } = run;
    pty.onData((chunk) => {
      log.append(chunk);
      this.#queue.push(agent.id, chunk);
    });
    const { clock, processes } = this.#options;
    let inShell = false;
    const onAlone = () => {
      inShell = true;
      void this.stop(agent.id);
    };
    const unwatch = isAgentCli(harness) ? watchShell({ process, processes, clock, onAlone }) : null;
    return new Promise((resolve) => {
      pty.onExit((exit) => {
        unwatch?.();
        // What it said last is part of how it ended.
        this.#queue.flush(agent.id);
        const isAttended = harness.isInteractive && this.#options.isAttended(agent.id);
        this.#runs.get(agent.id)?.terminal.end();
        // Daemons of its own go before it can be started again (decision 24). Its log is whole once its end is told.
        const ending = Promise.all([
          log.close().then(() => sources.close()),
          this.#options.processes.end({ agent: agent.id, process }, LEFTOVER_GRACE_MS),
        ]);
        void ending.finally(() => {
          this.#runs.delete(agent.id);
          for (const event of exitEvents({ agent, harness, exit, attended: isAttended, inShell }, this.shown(agent.id)))
            this.#options.dispatch(event);
          this.#options.onOutput(agent.id);
          resolve();
        });
      });
    });
  }
}
