// A sandbox with a real CLI in it, its agent `real`, a scripted model of its own, and the CLI that its work would be handed over to.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Question, Why } from '../../src/core/model/agent.js';
import type { AgentReport } from '../../src/core/model/delegation.js';
import type { Usage } from '../../src/core/model/usage.js';
import { type CliResult, makeSandbox, type Sandbox, type SandboxOrder } from '../helpers/sandbox.js';
import { type AgentStatus, type Status, statusOf } from '../helpers/story.js';
import { untilStatus } from '../helpers/watch-status.js';
import { Model, type Received } from './model/server.js';
import { CLI_NAMES, type CliName, cliVariables, furnish, installedCli } from './real-cli.js';

/** They take seconds to start, and on a loaded machine much longer: opencode more than a minute. */
const DEADLINE_MS = 150_000;

/** The keys of `status --json` that these stories read. */
export type Seen = AgentStatus & {
  readonly harness: string;
  readonly limit: { readonly kind: string } | null;
  readonly question: Question | null;
  readonly usage: Usage | null;
  readonly progress: string | null;
  readonly report: AgentReport | null;
  readonly why: Why;
};

interface WorldOrder extends SandboxOrder {
  /** The person has not trusted this repository before. */
  readonly asksForTrust?: boolean;
}

export async function makeWorld(cli: CliName, { asksForTrust = false, env = {}, ...order }: WorldOrder = {}): Promise<World> {
  const model = await Model.start();
  const heir = nextInstalled(cli);
  const clis = [...new Set([cli, heir])];
  const sandbox = await makeSandbox({ ...order, env: { ...variablesOf(clis, model.address), ...env } });
  const { HOME = '', XDG_CONFIG_HOME = '' } = sandbox.env;
  // gemini runs its commands without the person's own git settings.
  await sandbox.git('config', 'user.name', 'Pat Person');
  await sandbox.git('config', 'user.email', 'pat@example.org');
  for (const each of clis) {
    // gemini goes by the path, so the worktrees' folder has to be below; the others go by the main checkout.
    const trusted = each === 'gemini' ? sandbox.folder : sandbox.repo;
    await furnish(each, { model: model.address, home: HOME, config: XDG_CONFIG_HOME, trusted: asksForTrust ? null : trusted });
  }
  return new World(cli, heir, sandbox, model);
}

/** Itself where no other is installed. */
function nextInstalled(cli: CliName): CliName {
  const at = CLI_NAMES.indexOf(cli);
  const others = [...CLI_NAMES.slice(at + 1), ...CLI_NAMES.slice(0, at)];
  return others.find((name) => installedCli(name) !== null) ?? cli;
}

function variablesOf(clis: readonly CliName[], model: string): Readonly<Record<string, string>> {
  const each = clis.map((cli) => {
    const executable = installedCli(cli);
    if (executable === null) throw new Error(`${cli} is not installed`);
    return cliVariables(cli, model, executable);
  });
  // Claude tries ten times, for three minutes.
  return { ...Object.assign({}, ...each), CLAUDE_CODE_MAX_RETRIES: '2', PATH: each.map(({ PATH }) => PATH).join(':') };
}

/** Questions of a CLI about itself. */
const OFFERS = /auto mode your default/i;

export class World {
  constructor(
    readonly cli: CliName,
    /** Another one that is installed, else the same. */
    readonly heir: CliName,
    readonly sandbox: Sandbox,
    readonly model: Model,
  ) {}

  orch(...args: readonly string[]): Promise<CliResult> {
    return this.sandbox.cli(args);
  }

  /** `orch-tui run` with this CLI; fails with what it said. */
  async run(task: string, { policy, name = 'real' }: { readonly policy?: readonly object[]; readonly name?: string } = {}): Promise<void> {
    const file = join(this.sandbox.folder, 'policy.json');
    if (policy !== undefined) await writeFile(file, JSON.stringify(policy));
    const rules = policy === undefined ? [] : ['--policy', file];
    const { exitCode, stderr } = await this.orch('run', task, '--name', name, '--agent', this.cli, ...rules);
    if (exitCode !== 0) throw new Error(`run ended with ${exitCode}: ${stderr}`);
  }

  /** The person's configuration, for hosts that start from now on. */
  async configure(values: object): Promise<void> {
    const folder = join(this.sandbox.env.XDG_CONFIG_HOME ?? '', 'orch-tui');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'config.json'), JSON.stringify(values));
  }

  /** The agent as soon as it is right; fails with what it shows. */
  async until(what: string, isRight: (agent: Seen) => boolean, name = 'real'): Promise<Seen> {
    const find = (agents: readonly AgentStatus[]) => (agents as readonly Seen[]).find((agent) => agent.name === name && isRight(agent));
    try {
      const { agents } = await untilStatus(this.sandbox, what, (status) => find(status.agents) !== undefined, DEADLINE_MS);
      return find(agents) as Seen;
    } catch (error) {
      const { stdout } = await this.orch('screen', name);
      throw new Error(`${String(error)}\nIts screen:\n${stdout}\nThe model:\n${JSON.stringify(this.model.received, null, 1)}`);
    }
  }

  /** What a new release offers over its input line (claude 2.1.332: auto mode) is refused, as a person would who came for the task. */
  async untilAtRest(name = 'real'): Promise<Seen> {
    const isOffer = ({ question }: Seen) => question !== null && question.options.length > 1 && OFFERS.test(question.text);
    const isResting = ({ state }: Seen) => state === 'idle' || state === 'done';
    const agent = await this.until(`${name} is at rest`, (seen) => isResting(seen) || isOffer(seen), name);
    if (agent.question === null) return agent;
    await this.orch('answer', name, 'deny', '--digest', agent.question.digest);
    return this.until(`${name} is at rest again`, isResting, name);
  }

  status(): Promise<Status> {
    return statusOf(this.sandbox);
  }

  untilReceived(what: string, isRight: (received: Received) => boolean): Promise<Received> {
    return this.model.untilReceived(what, isRight, DEADLINE_MS);
  }

  async timeline(): Promise<readonly string[]> {
    const why = (await this.orch('why', 'real', '--json')).json<{ history: readonly { text: string }[] }>();
    return why.history.map(({ text }) => text);
  }

  async end(): Promise<void> {
    // The model first: a CLI that waits for an answer ends the sooner.
    await this.model.stop();
    await this.sandbox.end();
  }
}
