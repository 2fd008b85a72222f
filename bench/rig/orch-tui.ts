// orch-tui as its users reach it: commands, keys and `status --json`. Nothing of its inside.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type CliResult, makeSandbox, type Sandbox } from '../../tests/helpers/sandbox.js';
import { agentArgv, type BenchAgent, ReadyFolder } from './agents.js';
import { withEndings } from './endings.js';
import { PtySession, type TerminalKind } from './pty-session.js';
import { type Contender, pause, SIZE, shownWords } from './stage.js';

/** Time to take a key that has no visible answer of its own. */
const KEY_MS = 500;
const CTRL_Q = '\u0011';

export interface RunOrder {
  readonly name: string;
  readonly agent: BenchAgent;
  readonly count: number;
}

interface StatusFacts {
  readonly host: { readonly pid: number } | null;
  readonly agents: readonly { readonly name: string; readonly state: string; readonly error: { readonly said: string } | null }[];
}

/** One repository with its host, in a sandbox. */
export class OrchTui {
  private constructor(
    readonly sandbox: Sandbox,
    readonly ready: ReadyFolder,
  ) {}

  static async create(): Promise<OrchTui> {
    const sandbox = await makeSandbox({ env: { ORCHESTRATOR_AGENTS__MAX: '60' } });
    return new OrchTui(sandbox, new ReadyFolder(sandbox.folder));
  }

  /** Starts agents without a look at when they are ready. */
  async run({ name, agent, count }: RunOrder): Promise<void> {
    const command = agentArgv(agent, this.ready).map(quoted).join(' ');
    const counted = count > 1 ? ['--count', String(count)] : [];
    await this.cli('run', `measure ${name}`, '--command', command, '--finish', 'keep', '--name', name, ...counted);
  }

  /** Waits until `count` agents said that they are ready; else says what became of those that did not. */
  async untilReady(count: number): Promise<void> {
    try {
      await this.ready.until(count);
    } catch (error) {
      const { agents } = await this.status();
      const states = agents.map((agent) => `${agent.name} is ${agent.state}${agent.error === null ? '' : ` (${agent.error.said})`}`);
      throw new Error(`${(error as Error).message}; ${states.join(', ')}`);
    }
  }

  async cli(...args: readonly string[]): Promise<CliResult> {
    const result = await this.sandbox.cli([...args, '--repo', this.sandbox.repo, '--json'], { deadlineMs: 180_000 });
    if (result.exitCode !== 0) throw new Error(`orch-tui ${args.join(' ')} gave ${result.exitCode}: ${result.stdout}${result.stderr}`);
    return result;
  }

  async status(): Promise<StatusFacts> {
    return (await this.cli('status')).json<StatusFacts>();
  }

  /** Its state folder, which every process of an agent carries in its environment. */
  get stateFolder(): string {
    const folder = join(this.sandbox.env.XDG_STATE_HOME ?? '', 'orch-tui');
    return join(folder, readdirSync(folder)[0] ?? '');
  }

  async hostPid(): Promise<number> {
    const { host } = await this.status();
    if (host === null) throw new Error('no host runs');
    return host.pid;
  }

  /** Opens a terminal with `orch-tui ARGS` in it. */
  open(args: readonly string[] = [], terminal: TerminalKind = 'margins'): PtySession {
    const argv = this.sandbox.argv([...args, '--repo', this.sandbox.repo]);
    return new PtySession({ argv, cwd: this.sandbox.repo, env: this.sandbox.env, ...SIZE, terminal });
  }

  end(): Promise<void> {
    return this.sandbox.end();
  }
}

export const orchTuiContender: Contender = {
  name: 'orch-tui',
  open: ({ shown, others, layout, terminal = 'margins' }) =>
    withEndings(async (ending) => {
      const orch = await OrchTui.create();
      ending(() => orch.end());
      await orch.run({ name: 'shown', agent: shown, count: 1 });
      let count = 0;
      for (const [agent, ...rest] of groups(others)) await orch.run({ name: `other-${++count}`, agent, count: rest.length + 1 });
      await orch.untilReady(others.length + 1);
      const session = orch.open(['attach', 'shown'], terminal);
      ending(() => session.close());
      await session.untilText(shownWords(shown), 'start');
      if (layout === 'whole') await zoom(session);
      return { session, serverPid: await orch.hostPid() };
    }),
};

/** Leaves the agent, zooms its pane, and goes back to it. */
async function zoom(session: PtySession): Promise<void> {
  for (const key of [CTRL_Q, 'z', '\r']) {
    await pause(KEY_MS);
    session.write(key);
  }
  await pause(KEY_MS);
}

/** Equal agents together: one command starts them all. */
function groups(agents: readonly BenchAgent[]): readonly (readonly [BenchAgent, ...BenchAgent[]])[] {
  const byCommand = new Map<string, [BenchAgent, ...BenchAgent[]]>();
  for (const agent of agents) {
    const key = JSON.stringify(agent);
    const group = byCommand.get(key);
    if (group === undefined) byCommand.set(key, [agent]);
    else group.push(agent);
  }
  return [...byCommand.values()];
}

function quoted(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
