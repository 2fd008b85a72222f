// A world in which goals are planned: the real CLI with its own scripted model, and another model behind OPENAI_BASE_URL for planner and manager.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PolicyRule } from '../../src/core/model/policy.js';
import type { GoalStatus, Status } from '../../src/core/model/status.js';
import { type ModelServer, startModelServer, systemHas } from '../fixtures/model-server.js';
import { isPlanner, isSummary } from '../helpers/goal-story.js';
import { untilStatus } from '../helpers/watch-status.js';
import type { CliName } from './real-cli.js';
import { makeWorld, type World } from './world.js';

const GOAL_MS = 400_000;

/** What is merged together, and by itself: each module tells what it still lacks. */
const CHECK = `import { existsSync } from 'node:fs';
for (const name of ['prices', 'stock'].filter((each) => existsSync(each + '.mjs'))) {
  if (existsSync(name + '.notes')) continue;
  console.log('write ' + name + '.notes with "why it is so" and leave it');
  process.exitCode = 1;
}
`;

const task = (id: string, title: string, role: string, after: readonly string[], text: string) => ({ id, title, role, after, text });
const artifact = (name: string) => ({ kind: 'artifact', artifact: name });

export const DESIGN = {
  ...task('t1', 'Design the shop', 'designer', [], 'write .orch-artifacts/design.md with "# Two modules: prices, stock" and leave it'),
  ...artifact('design.md'),
};
export const PRICES = {
  ...task('t2', 'Write the prices', 'coder', ['t1'], 'write prices.mjs with "export const price = 2;"'),
  kind: 'code',
};
export const STOCK = {
  ...task('t3', 'Write the stock', 'coder', ['t1'], 'write stock.mjs with "export const stock = 7;" and leave it'),
  kind: 'code',
};
export const QA = {
  ...task('t4', 'Check the shop', 'qa', ['t2', 't3'], 'write .orch-artifacts/qa_report.md with "verdict: pass" and leave it'),
  ...artifact('qa_report.md'),
};

export const ASKER = { ...task('t1', 'Listen on a port', 'coder', [], 'ask: which port should it listen on'), kind: 'code' };

/** One command is allowed, word by word. */
const POLICY: readonly PolicyRule[] = [
  { tool: 'edit', path: 'inside', do: 'allow' },
  { tool: 'shell', command: "git add prices.mjs && git commit --quiet --message 'Add prices.mjs'", do: 'allow' },
];

const isManager = systemHas('You are the manager of coding agents');

export async function makeGoalWorld(cli: CliName): Promise<GoalWorld> {
  const office = await startModelServer();
  const env = { OPENAI_API_KEY: 'sk-office', OPENAI_BASE_URL: office.url };
  return new GoalWorld(await makeWorld(cli, { env, files: { 'README.md': 'A widget.\n', 'check.mjs': CHECK } }), office);
}

export class GoalWorld {
  constructor(
    readonly world: World,
    readonly office: ModelServer,
  ) {}

  plans(...tasks: readonly object[]): void {
    this.office.on(isPlanner, JSON.stringify({ tasks }));
    this.office.on(isSummary, JSON.stringify({ title: 'Add a small shop', text: 'It has what was asked for.' }));
  }

  /** What the manager answers to the digests that hold these words; `text` for acts that need one. */
  decides(about: string, act: string, text = ''): void {
    const decision = { progress: `then ${act}`, thought: `because of: ${about}`, action: { do: act, text }, future: '' };
    this.office.on((request) => isManager(request) && request.last.includes(about), JSON.stringify(decision));
  }

  /** The digests that the manager was shown, oldest first. */
  digests(): readonly string[] {
    return this.office.requests.filter(isManager).map(({ last }) => last);
  }

  /** Whom each of them was about, and why. */
  asked(): readonly string[] {
    return this.digests().map((digest) => /^Agent (\S+)[^\n]*You are asked because (.*)\.$/mu.exec(digest)?.slice(1).join(': ') ?? digest);
  }

  order(...args: readonly string[]): Promise<readonly string[]> {
    return this.orderUnder(POLICY, ...args);
  }

  async orderUnder(policy: readonly PolicyRule[], ...args: readonly string[]): Promise<readonly string[]> {
    const file = join(this.world.sandbox.folder, 'policy.json');
    await writeFile(file, JSON.stringify(policy));
    return ['run', 'Make a small shop', '--plan', 'always', '--agent', this.world.cli, '--finish', 'merge', '--policy', file, ...args];
  }

  /** To its end; fails with what it said. */
  async carryOut(args: readonly string[]): Promise<GoalStatus> {
    const { exitCode, stderr, json } = await this.world.sandbox.cli([...args, '--wait', '--json'], { deadlineMs: GOAL_MS });
    if (exitCode !== 0) throw new Error(`ended with ${exitCode}: ${stderr}\n${await this.#facts()}`);
    return json<GoalStatus>();
  }

  async until(what: string, holds: (status: Status) => boolean): Promise<Status> {
    try {
      return (await untilStatus(this.world.sandbox, what, (status) => holds(status as unknown as Status), GOAL_MS)) as unknown as Status;
    } catch (error) {
      throw new Error(`${String(error)}\n${await this.#facts()}`);
    }
  }

  async status(): Promise<Status> {
    return (await this.world.orch('status', '--json')).json<Status>();
  }

  async end(): Promise<void> {
    await this.office.close();
    await this.world.end();
  }

  async #facts(): Promise<string> {
    const { agents } = await this.status();
    const told = await Promise.all(
      agents.map(async ({ name, state, why }) => {
        const { stdout } = await this.world.orch('why', name);
        const screen = await this.world.orch('screen', name);
        return `${name} ${state} ${JSON.stringify(why)}\n${stdout}\n${screen.stdout}`;
      }),
    );
    return [...told, 'The manager saw:', ...this.digests(), JSON.stringify(this.world.model.received, null, 1)].join('\n');
  }
}
